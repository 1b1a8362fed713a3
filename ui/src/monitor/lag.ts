/** How much one picture's lag counts in the mean: a second's pictures to follow a change. */
const WEIGHT = 0.05;
/** A lag that is off by more than this is another one, not jitter, in milliseconds. */
const ANOTHER = 200;

/** How long after their time on the session clock a stream's pictures are drawn, on the page's clock; smoothed. */
export class Lag {
  #mean: number | null = null;

  /** The page's clock minus the session clock for its pictures, in milliseconds; null before the first. */
  get value(): number | null {
    return this.#mean;
  }

  /** A picture of the session time `at` was drawn at `now` on the page's clock, both in milliseconds. */
  drew(at: number, now: number): void {
    const lag = now - at;
    if (this.#mean === null || Math.abs(lag - this.#mean) > ANOTHER) this.#mean = lag;
    else this.#mean += (lag - this.#mean) * WEIGHT;
  }

  /** Forgets the stream. */
  clear(): void {
    this.#mean = null;
  }
}
