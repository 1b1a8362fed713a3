/** Program pictures that have to come in a look before anything is said about them. */
const ENOUGH = 10;
/** Program keeps its rate when this share of its pictures is shown, and no more than this share of them late. */
const [SHOWN, LATE] = [0.8, 0.5];
/** Looks without strain after which one more tile has its full rate again; doubled each time that it was one too many. */
const CALM = 5;
/** Longest such wait: a machine that was busy with something else gets its tiles back within a minute. */
const LONGEST_CALM = 60;

/**
 * Which tiles have to save, so that program keeps its frame rate on a machine that cannot decode everything: a saving
 * tile shows its camera's keyframes alone. Half of the others save at once when program falls behind; when it has kept
 * up for some seconds, they come back one by one.
 */
export class Economy {
  #came = 0;
  #shown = 0;
  #late = 0;
  /** How many tiles may have their full rate. */
  #allowed: number;
  #calm = 0;
  #wait = CALM;

  /** Starts with so many tiles at their full rate; more come when program keeps up. */
  constructor(allowed = Number.POSITIVE_INFINITY) {
    this.#allowed = allowed;
  }

  /** A picture of program came from the engine. */
  came(): void {
    this.#came++;
  }

  /** A picture of program came out of its decoder; `late` when others already waited behind it. */
  shown(late: boolean): void {
    this.#shown++;
    if (late) this.#late++;
  }

  /** Looks at what happened since the last look, a second ago. Returns those of the tiles that save from now on. */
  look(tiles: readonly number[]): Set<number> {
    const [came, shown, late] = [this.#came, this.#shown, this.#late];
    this.#came = 0;
    this.#shown = 0;
    this.#late = 0;
    if (came < ENOUGH) return this.#saving(tiles);
    if (shown < came * SHOWN || late > shown * LATE) this.#strained(tiles.length);
    else this.#relaxed(tiles.length);
    return this.#saving(tiles);
  }

  #saving(tiles: readonly number[]): Set<number> {
    return new Set(this.#allowed >= tiles.length ? [] : tiles.slice(this.#allowed));
  }

  #strained(tiles: number): void {
    // One that has just come back was one too many.
    if (Number.isFinite(this.#allowed)) this.#wait = Math.min(this.#wait * 2, LONGEST_CALM);
    this.#allowed = Math.floor(Math.min(this.#allowed, tiles) / 2);
    this.#calm = 0;
  }

  #relaxed(tiles: number): void {
    if (!Number.isFinite(this.#allowed)) return;
    this.#calm++;
    if (this.#calm < this.#wait) return;
    this.#calm = 0;
    this.#allowed++;
    if (this.#allowed < tiles) return;
    this.#allowed = Number.POSITIVE_INFINITY;
    this.#wait = CALM;
  }
}
