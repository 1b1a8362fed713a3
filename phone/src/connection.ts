import { startFast } from "./answer";
import { carriesPicture, preferred } from "./codecs";
import { Ctl } from "./ctl";
import { ESTABLISH_MS, type Health, RESTART_MS, type Sign, treat } from "./healing";
import { isReachable, Refused } from "./http";
import type { FromPhone } from "./protocol/FromPhone";
import type { PhoneView } from "./protocol/PhoneView";
import type { SoundMode } from "./protocol/SoundMode";
import type { ToPhone } from "./protocol/ToPhone";
import { bytesReceived, Pulse } from "./pulse";
import type { Stat } from "./sending";
import * as talkback from "./talkback";
import type { LinkTrouble } from "./trouble";
import { Publication } from "./whip";

const MAX_FRAMERATE = 30;
/** The sound's: music in stereo; speech is one voice. */
const SOUND_BITRATE: Record<SoundMode, number> = { music: 128_000, speech: 40_000 };
/** Without STUN, candidates are there within milliseconds; later ones are trickled. */
const GATHER_MS = 300;
/**
 * Until the bandwidth is known. A show moves, so a fluent picture goes before a sharp one; but while the estimate is
 * still low Chromium would start at 640 pixels and take eight seconds to come back to 1280 (measured).
 */
const SETTLE_MS = 5000;
/** Between two questions whether the desk is there. */
const PROBE_MS = 250;
/**
 * What a restart gets before another one is tried, doubled from the second on. A browser learns of another address up to two
 * seconds after the phone has it, and what it gathered before that leads nowhere.
 */
const [TRY_MS, LONGEST_TRY_MS] = [800, 4000];

/** What a connection tells its session. After `dropped`, `removed`, `replaced` or `failed` it says nothing more. */
export interface Listener {
  connected(): void;
  viewed(view: PhoneView): void;
  /** It stood and is gone. */
  dropped(): void;
  /** This page is of another version of Régie than the desk is. */
  outdated(): void;
  /** The director took the camera out. */
  removed(): void;
  /** Another phone or page is this camera now. */
  replaced(): void;
  /** It never came to stand. */
  failed(trouble: LinkTrouble): void;
}

/** One WHIP session with the desk, from offer to end. It is not used again: a reconnect is a new one. */
export class Connection {
  private readonly peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  private readonly ctl: Ctl;
  private readonly senders = new Map<string, RTCRtpSender>();
  /** The most that is sent of the picture, in kbit/s. */
  private budget: number;
  private publication: Publication | null = null;
  /** Candidates that came too late for the request that went out, or wait for its answer. */
  private readonly late: RTCIceCandidate[] = [];
  /** The desk knows the ICE session that candidates are gathered for. */
  private known = false;
  private health: Health = "connecting";
  private established = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private readonly pulse = new Pulse(
    () => this.received(),
    (sign) => this.notice(sign),
  );

  constructor(
    stream: MediaStream,
    /** What the director last said. */
    private readonly wanted: { readonly mode: SoundMode; readonly budget: number },
    private readonly listener: Listener,
  ) {
    this.budget = wanted.budget;
    // Everything is in the offer at once: there is no renegotiation.
    this.ctl = new Ctl(
      this.peer,
      (message) => this.told(message),
      () => this.end(),
    );
    for (const track of stream.getTracks()) this.add(track, stream);
    // A section of its own, behind all others: the microphone's way stays as WHIP has it.
    talkback.start(this.peer.addTransceiver("audio", { direction: "recvonly" }).receiver.track);
    this.peer.onconnectionstatechange = () => this.follow(this.peer.connectionState);
    this.peer.onicecandidate = ({ candidate }) => {
      if (candidate === null) return;
      this.late.push(candidate);
      if (this.known) void this.flush();
    };
  }

  /** Offers the picture to the desk. */
  async open(endpoint: URL, token: string): Promise<void> {
    try {
      await this.negotiate(endpoint, token);
    } catch (error) {
      this.end(error instanceof Refused ? error.trouble : "fault");
    }
  }

  /** Sends other tracks in the place of the ones of their kind. */
  async replace(stream: MediaStream): Promise<void> {
    const tracks = stream.getTracks().map((track) => this.senders.get(track.kind)?.replaceTrack(track));
    await Promise.allSettled(tracks);
  }

  /** Sends the sound as a mode wants it from now on; which sound that is, {@link replace} says. */
  async tuneSound(mode: SoundMode): Promise<void> {
    await this.set("audio", ({ encodings }) => {
      for (const encoding of encodings ?? []) encoding.maxBitrate = SOUND_BITRATE[mode];
    });
  }

  /** Sends so much of the picture at most from now on, in kbit/s. */
  async limit(budget: number): Promise<void> {
    this.budget = budget;
    await this.set("video", ({ encodings }) => {
      for (const encoding of encodings ?? []) encoding.maxBitrate = budget * 1000;
    });
  }

  /** Tells the desk. Whether that could be told. */
  say(message: FromPhone): boolean {
    return this.ctl.send(message);
  }

  /** What its browser counts. */
  async stats(): Promise<Stat[]> {
    try {
      return [...(await this.peer.getStats()).values()];
    } catch {
      // Safari has none of a closed connection.
      return [];
    }
  }

  /** The phone is on a network again, perhaps another one. */
  networkChanged(): void {
    this.notice("network");
  }

  /** Closes it without a word. */
  close(): void {
    this.health = "over";
    clearTimeout(this.timer);
    clearTimeout(this.settling);
    this.pulse.stop();
    this.peer.close();
  }

  /** Closes it and tells the desk, so that the camera is not taken for lost by accident. */
  leave(): void {
    this.close();
    void this.publication?.close();
  }

  private add(track: MediaStreamTrack, stream: MediaStream): void {
    const video = track.kind === "video";
    const transceiver = this.peer.addTransceiver(track, {
      direction: "sendonly",
      streams: [stream],
      sendEncodings: [
        video
          ? { maxBitrate: this.budget * 1000, maxFramerate: MAX_FRAMERATE }
          : { maxBitrate: SOUND_BITRATE[this.wanted.mode] },
      ],
    });
    if (video) prefer(transceiver);
    this.senders.set(track.kind, transceiver.sender);
  }

  private async negotiate(endpoint: URL, token: string): Promise<void> {
    // A request that waits for a network that is gone would go on waiting for a while when that is back.
    const [local, isThere] = await Promise.all([this.offer(), isReachable()]);
    if (!isThere) throw new Refused("unreachable");
    if (this.over) return;
    this.publication = await Publication.open(endpoint, token, local);
    // Stop was pressed meanwhile; nobody else knows of this session.
    if (this.over) return this.publication.close();
    this.wait(ESTABLISH_MS);
    await Promise.all([this.answer(this.publication), this.tune("maintain-resolution")]);
  }

  /** ICE anew over the networks that there are now; everything else stays as it was negotiated. */
  private async restart(): Promise<void> {
    const { publication } = this;
    if (publication === null) return;
    this.wait(RESTART_MS);
    for (let tries = 0; this.health === "restarting"; tries++) {
      try {
        this.peer.restartIce();
        await publication.restart(await this.offer());
        if (!this.over) await this.answer(publication);
      } catch {
        this.notice("refused");
        return;
      }
      const answered = Date.now();
      await sleep(Math.min(TRY_MS * 2 ** Math.max(0, tries - 1), LONGEST_TRY_MS));
      if (this.health === "restarting" && this.works(answered)) this.notice("connected");
    }
  }

  /** Whether something came since. A browser tells no change when the new way takes the old one's place unnoticed. */
  private works(since: number): boolean {
    const { heardAt } = this.pulse;
    return this.peer.connectionState === "connected" && (heardAt === null || heardAt > since);
  }

  /** An offer with the candidates that are there at once. */
  private async offer(): Promise<string> {
    this.known = false;
    const offer = await this.peer.createOffer();
    const complete = gathered(this.peer);
    await this.peer.setLocalDescription(offer);
    await complete;
    this.late.length = 0;
    return this.peer.localDescription?.sdp ?? "";
  }

  private async answer(publication: Publication): Promise<void> {
    this.known = true;
    await this.peer.setRemoteDescription({ type: "answer", sdp: startFast(publication.answer) });
    await this.flush();
  }

  private async flush(): Promise<void> {
    await this.publication?.trickle(this.peer.localDescription?.sdp ?? "", this.late.splice(0));
  }

  private async tune(preference: RTCDegradationPreference): Promise<void> {
    await this.set("video", (parameters) => {
      parameters.degradationPreference = preference;
      for (const encoding of parameters.encodings ?? []) {
        encoding.maxBitrate = this.budget * 1000;
        encoding.maxFramerate = MAX_FRAMERATE;
      }
    });
  }

  private async set(kind: "video" | "audio", change: (parameters: RTCRtpSendParameters) => void): Promise<void> {
    const sender = this.senders.get(kind);
    if (sender === undefined) return;
    const parameters = sender.getParameters();
    change(parameters);
    try {
      await sender.setParameters(parameters);
    } catch {
      // A browser that does not know a parameter sends with its own defaults.
    }
  }

  private told(message: ToPhone): void {
    if (this.over) return;
    switch (message.type) {
      case "view":
        this.listener.viewed(message.view);
        return;
      case "outdated":
        this.listener.outdated();
        return;
      case "removed":
        this.close();
        this.listener.removed();
        return;
      case "replaced":
        this.close();
        this.listener.replaced();
    }
  }

  private follow(state: RTCPeerConnectionState): void {
    if (state === "connected" && !this.over && !this.established) {
      this.established = true;
      this.settling = setTimeout(() => void this.tune("maintain-framerate"), SETTLE_MS);
      this.pulse.start();
      this.listener.connected();
    }
    if (state !== "new" && state !== "connecting") this.notice(state);
  }

  private notice(sign: Sign): void {
    const [health, treatment] = treat(this.health, sign);
    this.health = health;
    switch (treatment?.type) {
      case "wait":
        this.wait(treatment.ms);
        return;
      case "probe":
        this.wait(treatment.ms);
        void this.probe();
        return;
      case "rest":
        clearTimeout(this.timer);
        return;
      case "restart":
        void this.restart();
        return;
      case "end":
        this.finish();
    }
  }

  /** Asks whether the desk is there until it is, or that is no question any more. */
  private async probe(): Promise<void> {
    while (this.health === "shaky") {
      if (await isReachable()) {
        if (this.health === "shaky") this.notice("reachable");
        return;
      }
      await sleep(PROBE_MS);
    }
  }

  private async received(): Promise<number | null> {
    try {
      return bytesReceived((await this.peer.getStats()).values());
    } catch {
      return null;
    }
  }

  private wait(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // A browser tells no change when the new way takes the old one's place unnoticed.
      const through = this.health === "restarting" && this.peer.connectionState === "connected";
      this.notice(through ? "connected" : "late");
    }, ms);
  }

  private get over(): boolean {
    return this.health === "over";
  }

  private end(trouble?: LinkTrouble): void {
    if (!this.over) this.finish(trouble);
  }

  private finish(trouble: LinkTrouble = "blocked"): void {
    this.close();
    if (this.established) this.listener.dropped();
    else this.listener.failed(trouble);
  }
}

function prefer(transceiver: RTCRtpTransceiver): void {
  // Chromium 124 to 13x only takes codecs that it can receive, others only ones that they can send.
  for (const { getCapabilities } of [RTCRtpSender, RTCRtpReceiver]) {
    const codecs = preferred(getCapabilities?.("video")?.codecs ?? []);
    if (!carriesPicture(codecs)) continue;
    try {
      transceiver.setCodecPreferences(codecs);
      return;
    } catch {
      // Then the other list, or the browser's own order.
    }
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** When gathering is complete that is about to begin: until it begins, the state is the last generation's. */
function gathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    peer.onicegatheringstatechange = () => {
      if (peer.iceGatheringState === "complete") resolve();
    };
    setTimeout(resolve, GATHER_MS);
  });
}
