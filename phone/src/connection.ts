import { startFast } from "./answer";
import { carriesPicture, preferred } from "./codecs";
import { Ctl, type Word } from "./ctl";
import { type Figures, readFigures } from "./figures";
import { Refused } from "./http";
import type { PhoneStatus } from "./protocol/PhoneStatus";
import type { PhoneView } from "./protocol/PhoneView";
import type { LinkTrouble } from "./trouble";
import { Publication } from "./whip";

/** Plenty for a moving 720p at 30 in H.264 baseline; eight phones still fit on one access point. */
const MAX_BITRATE = 3_500_000;
const MAX_FRAMERATE = 30;
/** Without STUN, candidates are there within milliseconds; later ones are trickled. */
const GATHER_MS = 300;
/** From the answer to the first packet through: ICE on a LAN needs a tenth of it. */
const ESTABLISH_MS = 8000;
/**
 * Until the bandwidth is known. A show moves, so a fluent picture goes before a sharp one; but while the estimate is
 * still low Chromium would start at 640 pixels and take eight seconds to come back to 1280 (measured).
 */
const SETTLE_MS = 5000;
/** ICE often heals by itself within a second or two. */
const HEAL_MS = 2000;

/** What a connection tells its session. After `dropped`, `removed` or `failed` it says nothing more. */
export interface Listener {
  connected(): void;
  viewed(view: PhoneView): void;
  /** It stood and is gone. */
  dropped(): void;
  /** The director took the camera out. */
  removed(): void;
  /** It never came to stand. */
  failed(trouble: LinkTrouble): void;
}

/** One WHIP session with the desk, from offer to end. It is not used again: a reconnect is a new one. */
export class Connection {
  private readonly peer = new RTCPeerConnection({ bundlePolicy: "max-bundle" });
  private readonly ctl: Ctl;
  private readonly senders = new Map<string, RTCRtpSender>();
  private publication: Publication | null = null;
  private established = false;
  private over = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    stream: MediaStream,
    private readonly listener: Listener,
  ) {
    // Everything is in the offer at once: there is no renegotiation.
    this.ctl = new Ctl(
      this.peer,
      (word) => this.hear(word),
      () => this.end(),
    );
    for (const track of stream.getTracks()) this.add(track, stream);
    this.peer.onconnectionstatechange = () => this.follow(this.peer.connectionState);
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

  report(status: PhoneStatus): void {
    this.ctl.report(status);
  }

  /** What leaves the phone just now. */
  async figures(): Promise<Figures | null> {
    try {
      const stats = await this.peer.getStats();
      return readFigures(stats.values());
    } catch {
      // Safari has none of a closed connection.
      return null;
    }
  }

  /** Closes it without a word. */
  close(): void {
    this.over = true;
    clearTimeout(this.timer);
    clearTimeout(this.settling);
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
      ...(video ? { sendEncodings: [{ maxBitrate: MAX_BITRATE, maxFramerate: MAX_FRAMERATE }] } : {}),
    });
    if (video) prefer(transceiver);
    this.senders.set(track.kind, transceiver.sender);
  }

  private async negotiate(endpoint: URL, token: string): Promise<void> {
    const late: RTCIceCandidate[] = [];
    let posted = false;
    this.peer.onicecandidate = ({ candidate }) => {
      if (candidate === null || !posted) return;
      late.push(candidate);
      void this.flush(late);
    };
    await this.peer.setLocalDescription(await this.peer.createOffer());
    await gathered(this.peer);
    posted = true;
    this.publication = await Publication.open(endpoint, token, this.peer.localDescription?.sdp ?? "");
    // Stop was pressed meanwhile; nobody else knows of this session.
    if (this.over) return this.publication.close();
    this.timer = setTimeout(() => this.end("blocked"), ESTABLISH_MS);
    await this.peer.setRemoteDescription({ type: "answer", sdp: startFast(this.publication.answer) });
    await Promise.all([this.flush(late), this.tune("maintain-resolution")]);
  }

  private async flush(late: RTCIceCandidate[]): Promise<void> {
    if (this.publication === null) return;
    await this.publication.trickle(this.peer.localDescription?.sdp ?? "", late.splice(0));
  }

  private async tune(preference: RTCDegradationPreference): Promise<void> {
    const sender = this.senders.get("video");
    if (sender === undefined) return;
    const parameters = sender.getParameters();
    parameters.degradationPreference = preference;
    for (const encoding of parameters.encodings ?? []) {
      encoding.maxBitrate = MAX_BITRATE;
      encoding.maxFramerate = MAX_FRAMERATE;
    }
    try {
      await sender.setParameters(parameters);
    } catch {
      // A browser that does not know a parameter sends with its own defaults.
    }
  }

  private hear(word: Word): void {
    if (this.over) return;
    if ("removed" in word) {
      this.close();
      this.listener.removed();
    } else {
      this.listener.viewed(word);
    }
  }

  private follow(state: RTCPeerConnectionState): void {
    if (this.over) return;
    switch (state) {
      case "connected":
        clearTimeout(this.timer);
        if (this.established) return;
        this.established = true;
        this.settling = setTimeout(() => void this.tune("maintain-framerate"), SETTLE_MS);
        this.listener.connected();
        return;
      case "disconnected":
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.end(), HEAL_MS);
        return;
      case "failed":
      case "closed":
        this.end();
    }
  }

  private end(trouble: LinkTrouble = "blocked"): void {
    if (this.over) return;
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

function gathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      if (peer.iceGatheringState === "complete") resolve();
    };
    peer.onicegatheringstatechange = done;
    setTimeout(resolve, GATHER_MS);
    done();
  });
}
