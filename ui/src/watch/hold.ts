import type { WatchSlate } from "../protocol/WatchSlate";

/**
 * Pauses between two questions, in milliseconds: short at first, and in the end longer than the ten seconds after which
 * the régie hangs up on an idle connection, so that a room that waits holds none.
 */
const [FIRST, LONGEST] = [1_000, 12_000];
/** How long the régie may take to answer. */
const ANSWER_MS = 4_000;

/** What the director has put on the hold slate: asked for as long as there are no pictures. */
export class Hold {
  #asking: object | null = null;
  #next: ReturnType<typeof setTimeout> | undefined;

  /** `tell` is given each answer. */
  constructor(
    private readonly endpoint: URL,
    private readonly tell: (slate: WatchSlate) => void,
  ) {}

  /** There are no pictures: asks now, and then again and again. */
  ask(): void {
    if (this.#asking !== null) return;
    const asking = {};
    this.#asking = asking;
    void this.#go(asking, FIRST);
  }

  /** There are pictures, or nobody to ask. An answer that is on its way is not told. */
  rest(): void {
    clearTimeout(this.#next);
    this.#asking = null;
  }

  async #go(asking: object, pause: number): Promise<void> {
    const slate = await this.#answer();
    if (this.#asking !== asking) return;
    if (slate !== null) this.tell(slate);
    // A quarter of it is left to chance: those who wait do not all ask at once.
    const wait = pause * (0.75 + 0.25 * Math.random());
    this.#next = setTimeout(() => void this.#go(asking, Math.min(LONGEST, pause * 2)), wait);
  }

  /** Null where there is no answer: the connection tells what is wrong with it by itself. */
  async #answer(): Promise<WatchSlate | null> {
    try {
      const response = await fetch(this.endpoint, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
      return response.ok ? ((await response.json()) as WatchSlate) : null;
    } catch {
      return null;
    }
  }
}
