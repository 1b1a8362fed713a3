/** What marks the time of sending in a picture's bytes (`e2e/publisher/src/stamp.rs`); 16 digits of microseconds follow. */
export const MARK = "8b1d6a52e3944f77a53c19c67e28d15f";

/**
 * Runs in a page that reads stamps (`installReader`, `watchDesk`): of clips whose pictures carry a number instead of a time
 * the age is from their sending, which stands in their bytes.
 */
export function readSentTimes(mark: string): void {
  const wanted = mark.match(/../g)?.map((hex) => Number.parseInt(hex, 16)) ?? [];
  // The stamp stands before a picture's slices; and as many pictures as sixteen cameras send in a minute.
  const [near, digits, most] = [512, 16, 30_000];
  /** When each picture was sent, by its time on the session clock; and by its source and number once it was drawn. */
  const [byTime, byNumber] = [new Map<number, number>(), new Map<number, number>()];
  let drawing: number | undefined;

  const sentAt = (data: Uint8Array): number | undefined => {
    const last = Math.min(near, data.length) - wanted.length - digits;
    for (let at = 0; at <= last; at++) {
      if (data[at] !== wanted[0] || !wanted.every((byte, index) => data[at + index] === byte)) continue;
      const from = at + wanted.length;
      return Number(String.fromCharCode(...data.subarray(from, from + digits))) / 1000;
    }
    return undefined;
  };
  const Chunk = EncodedVideoChunk;
  window.EncodedVideoChunk = class extends Chunk {
    constructor(init: EncodedVideoChunkInit) {
      super(init);
      const when = init.data instanceof Uint8Array ? sentAt(init.data) : undefined;
      if (when === undefined) return;
      byTime.set(init.timestamp, when);
      const [oldest] = byTime.keys();
      if (oldest !== undefined && byTime.size > most) byTime.delete(oldest);
    }
  };
  const draw = CanvasRenderingContext2D.prototype.drawImage as (...args: unknown[]) => void;
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    drawing = args[0] instanceof VideoFrame ? args[0].timestamp : undefined;
    draw.apply(this, args);
    drawing = undefined;
  };
  const read = window.readStamp;
  window.readStamp = (picture, at) => {
    const seen = read(picture, at);
    if (seen === null) return null;
    const key = seen.source * 65_536 + seen.picture;
    const when = drawing === undefined ? undefined : byTime.get(drawing);
    if (when !== undefined) byNumber.set(key, when);
    const sent = byNumber.get(key);
    return sent === undefined ? null : { ...seen, age: at - sent };
  };
}
