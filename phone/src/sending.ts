import type { EncoderLimit } from "./protocol/EncoderLimit";
import type { PhoneSending } from "./protocol/PhoneSending";

/** The fields that are read of `outbound-rtp`, `remote-inbound-rtp` and `media-source` (Identifiers for WebRTC's Statistics API). */
export interface Stat {
  readonly type: string;
  readonly kind?: string;
  readonly timestamp?: number;
  readonly bytesSent?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
  readonly framesPerSecond?: number;
  readonly qualityLimitationReason?: string;
  readonly fractionLost?: number;
  readonly roundTripTime?: number;
}

/** What a look at the statistics says: what is sent, and what the camera gives, in pictures a second. */
export interface Look {
  readonly sending: PhoneSending | null;
  readonly captured: number | null;
}

const LIMITS: ReadonlySet<string> = new Set<EncoderLimit>(["none", "cpu", "bandwidth", "other"]);

/** Reads one connection's statistics again and again: a rate is between two looks. */
export class Sending {
  private last: { bytes: number; at: number } | null = null;

  look(stats: Iterable<Stat>): Look {
    const video = [...stats].filter(({ kind }) => kind === "video");
    const captured = video.find(({ type }) => type === "media-source")?.framesPerSecond ?? null;
    const sent = video.find(({ type }) => type === "outbound-rtp");
    if (!sent?.frameWidth || !sent.frameHeight) return { sending: null, captured };
    const heard = video.find(({ type }) => type === "remote-inbound-rtp");
    const { bytesSent: bytes = 0, timestamp: at = 0, qualityLimitationReason: limit = "none" } = sent;
    const { last } = this;
    this.last = { bytes, at };
    const passed = last && at > last.at && bytes >= last.bytes ? at - last.at : null;
    return {
      sending: {
        fps: sent.framesPerSecond ?? 0,
        width: sent.frameWidth,
        height: sent.frameHeight,
        kbps: passed && last ? Math.round(((bytes - last.bytes) * 8) / passed) : 0,
        round_trip: heard?.roundTripTime === undefined ? null : heard.roundTripTime * 1_000,
        loss: heard?.fractionLost ?? null,
        limited_by: LIMITS.has(limit) ? (limit as EncoderLimit) : "other",
      },
      captured,
    };
  }
}
