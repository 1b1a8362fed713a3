/** The share of the page's time that all tiles together may be drawn for. The rest is program's, and the director's. */
const SHARE = 0.3;
/** How much one draw's time counts in the mean: a dozen draws to follow a change. */
const WEIGHT = 0.1;
/** However slow the machine, a tile moves at least this often, in milliseconds. */
const SLOWEST = 500;

/**
 * How often a tile is drawn, the same for all: with each of its camera's pictures where drawing is cheap, less often
 * where many tiles on a machine without a GPU would otherwise hold up the page, and the next cut with it.
 */
export class TilePace {
  #mean = 0;
  #tiles = 0;

  /** A tile came, or went. */
  count(change: 1 | -1): void {
    this.#tiles += change;
  }

  /** A tile was drawn, in this many milliseconds. */
  drew(milliseconds: number): void {
    this.#mean += (milliseconds - this.#mean) * WEIGHT;
  }

  /** Milliseconds from one draw of a tile to its next. */
  get interval(): number {
    return Math.min(SLOWEST, (this.#mean * this.#tiles) / SHARE);
  }
}
