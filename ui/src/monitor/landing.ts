import { effect, type ReadonlySignal, signal } from "@preact/signals-core";
import type { OnAir } from "../protocol/OnAir";
import type { Source } from "../protocol/Source";

/** A cut lands within so many milliseconds, whatever is said of the sound. */
const LONGEST = 2_500;

const SLATE: Source = { kind: "slate" };

/**
 * Program as an audience sees it: a cut lands at once, or, where its sound is heard from this page, when what was said at
 * the cut is heard.
 */
export class Landing {
  /** What has landed. */
  readonly source: ReadonlySignal<Source>;
  readonly #source = signal<Source>(SLATE);
  readonly #onAir: ReadonlySignal<OnAir | null>;
  readonly #heardAfter: (camera: number) => number | null;
  #timer = 0;

  /**
   * `heardAfter` is the page's clock minus the session clock for a camera's sound to be heard, in milliseconds; null
   * where none is.
   */
  constructor(onAir: ReadonlySignal<OnAir | null>, heardAfter: (camera: number) => number | null) {
    this.source = this.#source;
    [this.#onAir, this.#heardAfter] = [onAir, heardAfter];
  }

  /** Follows program, until it is told to stop by what this returns. */
  start(): () => void {
    const stop = effect(() => this.#follow(this.#onAir.value));
    return () => {
      stop();
      window.clearTimeout(this.#timer);
    };
  }

  #follow(onAir: OnAir | null): void {
    window.clearTimeout(this.#timer);
    const land = () => {
      this.#source.value = onAir?.source ?? SLATE;
    };
    const wait = onAir ? this.#wait(onAir) : 0;
    if (wait > 0) this.#timer = window.setTimeout(land, wait);
    else land();
  }

  #wait({ source, since }: OnAir): number {
    const shown = this.#source.peek();
    // Only from picture to picture: a replay has no sound of its own, and a slate is no cut.
    if (source.kind !== "camera" || shown.kind !== "camera" || shown.camera === source.camera) return 0;
    const shift = this.#heardAfter(source.camera);
    return shift === null ? 0 : Math.min(LONGEST, since + shift - performance.now());
  }
}
