/** How much faster or slower than it was captured a stream may be shown: a second's pictures in 0.95 s. Nobody sees it. */
const SLEW = 0.05;
/** Needed behind by more than this, in milliseconds, the next picture is held once, rather than several come late. */
const HOLD = 20;
/** More than this is no other delay but another clock: an engine that was restarted. In milliseconds. */
const ANOTHER = 2_500;

/**
 * How far the page's clock is ahead of a stream's times when its pictures are shown: quickly more where more is needed,
 * by one hold of a picture, and slowly less, by a rhythm that is a little faster.
 */
export class Rhythm {
  #shift: number | null = null;
  #since = 0;

  /** The page's clock minus the session clock for a picture to be shown, in milliseconds; null before it is known. */
  get shift(): number | null {
    return this.#shift;
  }

  /**
   * Comes nearer to what is wanted, `now` on the page's clock; or is there at once, where the director wanted another. Says
   * whether it has jumped: what waits then is to be shown where the rhythm is now.
   */
  follow(wanted: number, now: number, atOnce: boolean): boolean {
    const off = wanted - (this.#shift ?? wanted);
    const most = SLEW * (now - this.#since);
    this.#since = now;
    const jumps = this.#shift === null || atOnce || off < -ANOTHER;
    if (this.#shift === null || jumps || off > HOLD) this.#shift = wanted;
    else this.#shift += Math.max(-most, Math.min(most, off));
    return jumps;
  }
}
