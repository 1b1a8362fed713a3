/** A packet of sound from the engine. */
export interface Packet {
  /** The feed that it is of. */
  readonly feed: number;
  /** When it is to be heard, on the session clock in milliseconds. */
  readonly at: number;
  /** An Opus packet, or samples that the engine has decoded: 16 bits, left and right in turn, 48 kHz. */
  readonly form: "opus" | "samples";
  readonly data: Uint8Array<ArrayBuffer>;
}

const HEADER = 16;
const SOUND = 4;
const SAMPLES = 4;

/** Reads a message of the monitor WebSocket (`engine/src/monitor/wire.rs`) that is sound; null when it is not. */
export function parseSound(bytes: ArrayBuffer): Packet | null {
  if (bytes.byteLength <= HEADER) return null;
  const view = new DataView(bytes);
  const at = view.getFloat64(8, true) / 1_000;
  if (view.getUint8(0) !== SOUND || view.getUint8(1) !== 0 || !Number.isFinite(at)) return null;
  const form = view.getUint8(3) & SAMPLES ? "samples" : "opus";
  return { feed: view.getUint32(4, true), at, form, data: new Uint8Array(bytes, HEADER) };
}

/** The samples of a packet that the engine has decoded, a channel each, from -1 to 1. */
export function samplesOf(data: Uint8Array<ArrayBuffer>): [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] {
  const count = Math.floor(data.byteLength / 4);
  const view = new DataView(data.buffer, data.byteOffset);
  const [left, right] = [new Float32Array(count), new Float32Array(count)];
  for (let sample = 0; sample < count; sample++) {
    left[sample] = view.getInt16(4 * sample, true) / 32_768;
    right[sample] = view.getInt16(4 * sample + 2, true) / 32_768;
  }
  return [left, right];
}
