import { archive } from "./archive";
import type { Stretch } from "./spans";

/** How long holes are whose ends are not fetched: the engine is asked once for each stretch that is played. */
export class Holes {
  #key = "";
  #covered: readonly Stretch[] | null = null;
  readonly #changed: () => void;

  /** `changed` is called when an end is known. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The hole around a moment, within a stretch of a camera; an end that is known is given. */
  around(at: number, camera: number, within: Stretch, known: { from: number | null; to: number | null }): Stretch {
    if (known.from === null || known.to === null) this.#ask(camera, within);
    const ends = this.#covered?.map(({ to }) => to).filter((to) => to <= at) ?? [];
    const begins = this.#covered?.map(({ from }) => from).filter((from) => from > at) ?? [];
    return { from: known.from ?? Math.max(within.from, ...ends), to: known.to ?? Math.min(within.to, ...begins) };
  }

  #ask(camera: number, within: Stretch): void {
    const key = `${camera}/${within.from}/${within.to}`;
    if (key === this.#key) return;
    [this.#key, this.#covered] = [key, null];
    void archive.coverage(camera, within).then((covered) => {
      if (key !== this.#key) return;
      // Asked again where the engine did not say.
      if (!covered) this.#key = "";
      this.#covered = covered;
      this.#changed();
    });
  }
}
