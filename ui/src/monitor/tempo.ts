/** So much faster at most: a picture of 30 a second has one or two display frames ... */
const FASTER = 0.5;
/** ... from so far behind its rhythm on, in milliseconds; less far behind it is less. */
const FASTEST = 90;
/** What is further behind is not caught up with, in milliseconds: it goes on where its rhythm is. */
export const MOST_BEHIND = 500;
/**
 * Where nothing comes behind it, the last picture there is comes so long after the one before it, in milliseconds: to
 * an audience a moment's stumbling is less than a picture that stands still, and what comes meanwhile often saves it.
 */
const STAY = 160;
/** What is longer behind the one before, in milliseconds, is so because others were left out. */
const LONGEST = 100;

/**
 * How fast what waits to be shown is shown: in its own rhythm, but faster while it is behind that, and slower where nothing
 * follows (adaptive media playout, as Kalman, Steinbach and Girod call it). So a stream need not be as far behind its
 * capture as its worst moments are.
 */
export class Tempo {
  /** The time of the newest frame, how long that is after the one before, and when it came, in milliseconds. */
  #newest = Number.NaN;
  #gap = LONGEST;
  #cameAt = Number.NEGATIVE_INFINITY;

  /** A frame of this time has come. */
  came(time: number, now: number): void {
    const gap = time - this.#newest;
    if (gap > 0) this.#gap = Math.min(LONGEST, gap);
    [this.#newest, this.#cameAt] = [time, now];
  }

  /**
   * How long the picture of a time stays on until that of a later one is shown, in milliseconds. `behind` is how far
   * behind its rhythm it was shown.
   */
  stay(time: number, later: number, behind: number, now: number): number {
    const gap = later - time;
    const isLast = later === this.#newest && now - this.#cameAt > this.#gap;
    if (isLast && behind < MOST_BEHIND) return Math.max(gap, STAY);
    return behind > MOST_BEHIND ? 0 : gap / (1 + FASTER * Math.min(1, Math.max(0, behind) / FASTEST));
  }
}
