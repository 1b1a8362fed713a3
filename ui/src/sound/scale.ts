/** The quietest that a meter shows, in dBov: a quiet room. */
export const QUIETEST = -60;
/** How long the loudest of late is marked, in milliseconds. */
const HOLD = 1_500;

/** Where a level stands on a meter: 0 at its foot, 1 at its end. In steps of a hundredth: less is not seen. */
export function shareOf(peak: number): number {
  return Math.round(Math.max(0, Math.min(1, 1 - peak / QUIETEST)) * 100) / 100;
}

/** Marks the loudest for a while. */
export class Hold {
  #share = 0;
  #since = Number.NEGATIVE_INFINITY;

  /** Where the mark stands once a level was shown at `now`, in milliseconds. */
  take(share: number, now: number): number {
    if (share >= this.#share || now - this.#since > HOLD) {
      this.#share = share;
      this.#since = now;
    }
    return this.#share;
  }
}
