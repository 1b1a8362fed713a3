import { effect } from "@preact/signals-core";
import { cameras, playout } from "../store/desk";
import { DisplayFrames } from "./display-frames";
import type { Feed } from "./feed";

/** Another delay that was asked for holds at once, whatever the engine says of it within so many milliseconds. */
const ASKED = 1_000;

/** Has every camera's pictures shown to an audience as far behind as the engine says, in their own rhythm. */
export class Behind {
  readonly #feeds: ReadonlyMap<number, Feed>;
  readonly #displayFrames = new DisplayFrames((now, interval) => {
    for (const feed of this.#feeds.values()) feed.displays(now, interval);
  });
  /** What was asked for last, and since when on the page's clock. */
  #asked = "";
  #askedAt = 0;

  /** `feeds` by their ids. */
  constructor(feeds: ReadonlyMap<number, Feed>) {
    this.#feeds = feeds;
  }

  /** Follows what the engine says, until it is told to stop by what this returns. */
  start(): () => void {
    const stop = effect(() => this.#follow());
    return () => {
      stop();
      this.#displayFrames.run(false);
    };
  }

  /** A camera's feed is new. */
  came(id: number): void {
    const wanted = playout.peek();
    const camera = cameras.peek().find(({ feed }) => feed === id);
    if (!wanted || !camera) return;
    const delay = wanted.kind === "as_it_comes" ? null : camera.playout_delay;
    this.#feeds.get(id)?.playBehind(delay, performance.now() - this.#askedAt < ASKED);
  }

  #follow(): void {
    if (!playout.value) return;
    const asked = JSON.stringify(playout.value);
    if (asked !== this.#asked) [this.#asked, this.#askedAt] = [asked, performance.now()];
    this.#displayFrames.run(playout.value.kind !== "as_it_comes");
    for (const { feed } of cameras.value) this.came(feed);
  }
}
