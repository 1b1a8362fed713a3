import type { Codec } from "../protocol/Codec";

/** Which stream of pictures a message belongs to. */
export type Stream =
  | { kind: "camera"; feed: number }
  | { kind: "replay"; reading: number; id: number }
  /** What was on program as long ago as a replay begins. */
  | { kind: "behind" };

/** How a stream's frames are to be decoded from its next keyframe on. */
export interface Config {
  codec: Codec;
  width: number;
  height: number;
  /** The avcC record of H.264; nothing for VP8. */
  description?: Uint8Array<ArrayBuffer>;
}

/** One access unit. */
export interface Frame {
  key: boolean;
  /** Decode it, do not show it: it only leads in. */
  hidden: boolean;
  /** Session clock, in whole microseconds. */
  timestamp: number;
  data: Uint8Array<ArrayBuffer>;
}

/** The times of the last picture before a hole and of the next one behind it, on the session clock in ms. */
export interface Hole {
  from: number;
  to: number;
}

/** A binary message of the monitor WebSocket. */
export type Message =
  | { type: "config"; stream: Stream; config: Config }
  | { type: "frame"; stream: Stream; frame: Frame }
  /** Forget the stream's decoder and what was queued for it. */
  | { type: "reset"; stream: Stream }
  /** There is nothing to show. */
  | { type: "hole"; stream: Stream; hole: Hole };

/** A binary message that answers what was asked of the past, by the request's number. */
export type PastMessage = { request: number } & (
  | { type: "config"; config: Config }
  | { type: "frame"; frame: Frame }
  /** Behind the last frame. Until `until`, on the session clock in milliseconds, nothing more comes of what was asked for. */
  | { type: "end"; until: number }
  /** Where there are pictures, each stretch from its first to its last, on the session clock in milliseconds. */
  | { type: "coverage"; stretches: readonly { from: number; to: number }[] }
  | { type: "refused"; reason: string }
);

const HEADER = 16;
const CONFIG_HEADER = 6;
/** An avcC record has at least its version, profile, compatibility, level, length size and two counts. */
const SHORTEST_AVCC = 7;
const KEY = 1;
const HIDDEN = 2;
const REFUSED = 8;
/** What a message's source is when it was asked of the past. */
const FETCHED = 2;
/** The times of a stretch, in bytes. */
const STRETCH = 16;

/** Reads a message; null when it is none that this desk knows. The payload is a view, not a copy. */
export function parse(bytes: ArrayBuffer): Message | null {
  if (bytes.byteLength < HEADER) return null;
  const view = new DataView(bytes);
  const stream = streamOf(view);
  if (!stream) return null;
  const payload = new Uint8Array(bytes, HEADER);
  switch (view.getUint8(0)) {
    case 1: {
      const config = configOf(payload);
      return config && { type: "config", stream, config };
    }
    case 2: {
      const frame = frameOf(view, payload);
      return frame && { type: "frame", stream, frame };
    }
    case 3:
      return { type: "reset", stream };
    case 7: {
      if (payload.length < 8) return null;
      const [from, to] = [view.getFloat64(8, true) / 1_000, view.getFloat64(HEADER, true) / 1_000];
      return { type: "hole", stream, hole: { from, to } };
    }
    default:
      return null;
  }
}

/** Reads a message that answers what was asked of the past; null when it is none that this page knows. */
export function parsePast(bytes: ArrayBuffer): PastMessage | null {
  if (bytes.byteLength < HEADER) return null;
  const view = new DataView(bytes);
  if (view.getUint8(1) !== FETCHED) return null;
  const request = view.getUint32(4, true);
  const payload = new Uint8Array(bytes, HEADER);
  switch (view.getUint8(0)) {
    case 1: {
      const config = configOf(payload);
      return config && { type: "config", request, config };
    }
    case 2: {
      const frame = frameOf(view, payload);
      return frame && { type: "frame", request, frame };
    }
    case 5: {
      if (view.getUint8(3) & REFUSED) return { type: "refused", request, reason: new TextDecoder().decode(payload) };
      const until = view.getFloat64(8, true) / 1_000;
      return Number.isFinite(until) ? { type: "end", request, until } : null;
    }
    case 6: {
      const stretches = Array.from({ length: Math.floor(payload.length / STRETCH) }, (_, index) => ({
        from: view.getFloat64(HEADER + index * STRETCH, true) / 1_000,
        to: view.getFloat64(HEADER + index * STRETCH + STRETCH / 2, true) / 1_000,
      }));
      return { type: "coverage", request, stretches };
    }
    default:
      return null;
  }
}

function frameOf(view: DataView, payload: Uint8Array<ArrayBuffer>): Frame | null {
  const flags = view.getUint8(3);
  const timestamp = Math.round(view.getFloat64(8, true));
  if (!Number.isSafeInteger(timestamp) || payload.length === 0) return null;
  return { key: (flags & KEY) !== 0, hidden: (flags & HIDDEN) !== 0, timestamp, data: payload };
}

function streamOf(view: DataView): Stream | null {
  const [index, id] = [view.getUint8(2), view.getUint32(4, true)];
  switch (view.getUint8(1)) {
    case 0:
      return { kind: "camera", feed: id };
    case 1:
      return { kind: "replay", reading: index, id };
    case 3:
      return { kind: "behind" };
    default:
      return null;
  }
}

function configOf(payload: Uint8Array<ArrayBuffer>): Config | null {
  if (payload.length < CONFIG_HEADER) return null;
  const view = new DataView(payload.buffer, payload.byteOffset);
  const size = { width: view.getUint16(2, true), height: view.getUint16(4, true) };
  const description = payload.subarray(CONFIG_HEADER);
  switch (payload[0]) {
    case 1:
      return description.length < SHORTEST_AVCC ? null : { codec: "h264", ...size, description };
    case 2:
      return { codec: "vp8", ...size };
    default:
      return null;
  }
}
