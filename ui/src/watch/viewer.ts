import { pause } from "../backoff";
import { Refused, Session } from "./session";
import type { State } from "./state";

/** A connection that a Wi-Fi interrupts for no longer heals by itself. */
const PATIENCE_MS = 3000;
/** After this long without a new picture there is none: the slate is on air. */
const STILL_MS = 2500;
/** How often a full house is asked again where it does not say. */
const FULL_MS = 5000;

/** Watches the program in a video element: connects, and connects again whenever that broke. */
export class Viewer {
  private session: Session | null = null;
  private failures = 0;
  private hasPlayed = false;
  private still: ReturnType<typeof setTimeout> | undefined;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly endpoint: URL,
    private readonly video: HTMLVideoElement,
    private readonly tell: (state: State) => void,
  ) {}

  /** Starts, for as long as the page is there. */
  start(): void {
    if (typeof RTCPeerConnection === "undefined") {
      this.tell("unsupported");
      return;
    }
    this.tell("connecting");
    this.watchPictures();
    addEventListener("pagehide", () => this.end());
    // A page that comes back out of the browser's memory has lost its connection.
    addEventListener("pageshow", (event) => {
      if (event.persisted) void this.connect();
    });
    addEventListener("online", () => this.again(0));
    void this.connect();
  }

  private async connect(): Promise<void> {
    this.end();
    try {
      const session = await Session.open(this.endpoint, ({ track, streams }) => {
        this.video.srcObject = streams[0] ?? new MediaStream([track]);
      });
      this.session = session;
      session.connection.addEventListener("connectionstatechange", () => this.changed(session));
      this.changed(session);
    } catch (error) {
      this.refused(error instanceof Refused ? error : new Refused("unreachable", null));
    }
  }

  private changed(session: Session): void {
    if (session !== this.session) return;
    clearTimeout(this.patience);
    switch (session.connection.connectionState) {
      case "connected":
        this.failures = 0;
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
    this.tell("lost");
    this.again(pause(this.failures++));
  }

  private refused({ why, after }: Refused): void {
    if (why === "unreachable") this.lost();
    else {
      this.tell(why);
      this.again(after ?? FULL_MS);
    }
  }

  private again(delay: number): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.connect(), delay);
  }

  private end(): void {
    clearTimeout(this.retry);
    clearTimeout(this.patience);
    clearTimeout(this.still);
    this.session?.close();
    this.session = null;
  }

  /** Hears of every picture that is shown. */
  private watchPictures(): void {
    const shown = () => {
      if (this.session?.connection.connectionState !== "connected") return;
      this.hasPlayed = true;
      this.tell("playing");
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
    const wait = this.hasPlayed ? STILL_MS : 0;
    const why = lacksCodec() ? "partial" : this.hasPlayed ? "paused" : "waiting";
    this.still = setTimeout(() => this.tell(why), wait);
  }
}

/** Whether this browser can't show what some cameras send: H.264 on a Linux without it, VP8 on an old iPhone. */
function lacksCodec(): boolean {
  const known = RTCRtpReceiver.getCapabilities?.("video")?.codecs.map(({ mimeType }) => mimeType.toLowerCase());
  return known !== undefined && !["video/h264", "video/vp8"].every((codec) => known.includes(codec));
}
