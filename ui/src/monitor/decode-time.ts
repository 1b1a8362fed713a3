/** How fast it follows, in milliseconds a picture. */
const STEP = 0.2;
/** More than this is no decoder at work but one that catches up, in milliseconds. */
const LONGEST = 100;

/** Frames that are remembered; a decoder that has more inside has failed. */
const MOST_INSIDE = 100;

/**
 * How long half of a stream's pictures take at most from the decoder's entry to its exit, measured. No more than half:
 * only what comes in the last moment has to be decoded in it, and to wait for the slowest would put all the others off.
 */
export class DecodeTime {
  #time = 0;
  /** The frames inside, by their timestamps, and since when. */
  readonly #inside = new Map<number, number>();

  /** Milliseconds. */
  get milliseconds(): number {
    return this.#time;
  }

  /** How many frames are inside, but for those that will hardly come out any more. */
  inside(now: number): number {
    return [...this.#inside.values()].filter((since) => now - since < LONGEST).length;
  }

  /** A frame that will be shown went in. */
  begins(timestamp: number, now: number): void {
    if (this.#inside.size >= MOST_INSIDE) this.#inside.clear();
    this.#inside.set(timestamp, now);
  }

  /** Its picture came out. Those before it that did not never will. */
  ends(timestamp: number, now: number): void {
    const since = this.#inside.get(timestamp);
    for (const before of this.#inside.keys()) if (before <= timestamp) this.#inside.delete(before);
    if (since === undefined) return;
    // The median: as many take longer as do not.
    this.#time += now - since > this.#time ? STEP : -STEP;
    this.#time = Math.max(0, Math.min(LONGEST, this.#time));
  }

  /** Forgets what is inside. */
  clear(): void {
    this.#inside.clear();
  }
}
