import { pause } from "../backoff";
import { Attempts } from "./attempts";
import { Refused, Session } from "./session";
import type { State } from "./state";

/** A connection that a Wi-Fi interrupts for no longer heals by itself. */
const PATIENCE_MS = 3000;
/** After this long without a new picture there is none: the slate is on air. */
const STILL_MS = 2500;
/** After this long without one it may be that the director holds. */
const QUIET_MS = 1000;
/** How often a full house is asked again where it does not say. */
const FULL_MS = 5000;

/** A browser that is on a network again has this long to show a picture before another connection is made. */
const DOUBT_MS = 1000;

/** What a viewer tells its page. */
export interface ViewerOwner {
  /** What is to be told to who watches; with each picture that it plays. */
  tell(state: State): void;
  /** Pictures stopped coming a moment ago: too short for a state. */
  quiet(): void;
}

/** Watches the program in a video element: connects, and connects again whenever that broke. */
export class Viewer {
  private readonly attempts: Attempts<Session>;
  private failures = 0;
  private hasPlayed = false;
  private still: ReturnType<typeof setTimeout> | undefined;
  private quiet: ReturnType<typeof setTimeout> | undefined;
  /** Runs while the connection is in doubt: when it is over, another one is made. */
  private patience: ReturnType<typeof setTimeout> | undefined;

  constructor(
    endpoint: URL,
    private readonly video: HTMLVideoElement,
    private readonly owner: ViewerOwner,
  ) {
    const open = (isWanted: () => boolean) =>
      Session.open(endpoint, ({ track, streams }) => {
        if (isWanted()) this.video.srcObject = streams[0] ?? new MediaStream([track]);
      });
    this.attempts = new Attempts(open, {
      opened: (session) => {
        session.connection.addEventListener("connectionstatechange", () => this.changed(session));
        this.changed(session);
      },
      failed: (error) => this.refused(error instanceof Refused ? error : new Refused("unreachable", null)),
    });
  }

  /** Starts, for as long as the page is there. */
  start(): void {
    if (typeof RTCPeerConnection === "undefined") {
      this.owner.tell("unsupported");
      return;
    }
    this.owner.tell("connecting");
    this.watchPictures();
    addEventListener("pagehide", () => {
      this.calm();
      this.attempts.end();
    });
    // A page that comes back out of the browser's memory has lost its connection.
    addEventListener("pageshow", (event) => {
      if (event.persisted) this.attempts.after(0);
    });
    addEventListener("online", () => this.online());
    this.attempts.after(0);
  }

  /** The browser is on a network, another one perhaps. A connection that still gives pictures is a good one. */
  private online(): void {
    this.failures = 0;
    if (this.attempts.session?.connection.connectionState !== "connected") {
      this.attempts.after(0);
      return;
    }
    clearTimeout(this.patience);
    this.patience = setTimeout(() => this.attempts.after(0), DOUBT_MS);
  }

  private changed(session: Session): void {
    if (session !== this.attempts.session) return;
    clearTimeout(this.patience);
    switch (session.connection.connectionState) {
      case "connected":
        this.failures = 0;
        this.attempts.stay();
        this.waitForPicture();
        // Without a gesture a browser plays muted alone.
        void this.video.play().catch(() => {
          this.video.muted = true;
          void this.video.play().catch(() => {});
        });
        break;
      case "failed":
      case "closed":
        this.lost();
        break;
      case "disconnected":
      case "connecting":
        this.patience = setTimeout(() => this.lost(), PATIENCE_MS * (this.hasPlayed ? 1 : 3));
        break;
      case "new":
        break;
    }
  }

  private lost(): void {
    this.calm();
    this.owner.tell("lost");
    this.attempts.after(pause(this.failures++));
  }

  private refused({ why, after }: Refused): void {
    if (why === "unreachable") this.lost();
    else {
      this.calm();
      this.owner.tell(why);
      this.attempts.after(after ?? FULL_MS);
    }
  }

  /** Nothing more is said of the connection that there was. */
  private calm(): void {
    clearTimeout(this.patience);
    clearTimeout(this.still);
    clearTimeout(this.quiet);
  }

  /** Hears of every picture that is shown. */
  private watchPictures(): void {
    const shown = () => {
      if (this.attempts.session?.connection.connectionState !== "connected") return;
      clearTimeout(this.patience);
      this.hasPlayed = true;
      this.owner.tell("playing");
      this.waitForPicture();
    };
    if (typeof this.video.requestVideoFrameCallback === "function") {
      const next = () => {
        this.video.requestVideoFrameCallback(next);
        shown();
      };
      this.video.requestVideoFrameCallback(next);
    } else {
      this.video.addEventListener("timeupdate", shown);
    }
  }

  private waitForPicture(): void {
    clearTimeout(this.still);
    clearTimeout(this.quiet);
    const wait = this.hasPlayed ? STILL_MS : 0;
    const why = lacksCodec() ? "partial" : this.hasPlayed ? "paused" : "waiting";
    this.still = setTimeout(() => this.owner.tell(why), wait);
    this.quiet = setTimeout(() => this.owner.quiet(), Math.min(QUIET_MS, wait));
  }
}

/** Whether this browser can't show what some cameras send: H.264 on a Linux without it, VP8 on an old iPhone. */
function lacksCodec(): boolean {
  const known = RTCRtpReceiver.getCapabilities?.("video")?.codecs.map(({ mimeType }) => mimeType.toLowerCase());
  return known !== undefined && !["video/h264", "video/vp8"].every((codec) => known.includes(codec));
}
