import type { ReadonlySignal } from "@preact/signals-core";
import type { PlayerState } from "../protocol/PlayerState";
import { sessionNow } from "../store/clock";

/** A cue that came so long ago, in milliseconds, plays already: on a page that was loaded anew, say. */
const FRESH = 500;
/** How long a cue that plays waits for its first picture, in milliseconds: then it goes on without. */
const LONGEST = 1_000;

/**
 * A cue that has come stands at its beginning until its first picture is there: what that takes to be fetched and decoded
 * is not taken from what is to be seen.
 */
export class Beginning {
  readonly #told: ReadonlySignal<PlayerState | null>;
  /** The cue that has begun, or was given up. */
  #begun = 0;
  #waiting = { id: 0, since: 0 };

  /** Of the cues that come. */
  constructor(told: ReadonlySignal<PlayerState | null>) {
    this.#told = told;
  }

  /** The cue where it is: at its beginning for as long as it waits. */
  get player(): PlayerState | null {
    const told = this.#told.peek();
    if (!told || !this.#waits(told)) return told;
    return { ...told, since: sessionNow() };
  }

  /** Whether the cue waits for its first picture. */
  #waits({ id, since, speed }: PlayerState): boolean {
    if (id <= this.#begun) return false;
    const isNew = this.#waiting.id !== id;
    if (isNew) this.#waiting = { id, since: performance.now() };
    const isFresh = !isNew || sessionNow() - since < FRESH;
    if (isFresh && speed !== 0 && performance.now() - this.#waiting.since < LONGEST) return true;
    this.#begun = id;
    return false;
  }

  /** A picture of the cue is shown. Gives back the cue that begins with it; null where none has waited. */
  begin(): PlayerState | null {
    const told = this.#told.peek();
    if (!told || !this.#waits(told)) return null;
    this.#begun = told.id;
    return told;
  }
}
