import { computed, signal } from "@preact/signals-core";
import { numbers } from "../store/desk";

/** Some of the feeds. */
export class FeedSet {
  readonly #feeds = signal<ReadonlySet<number>>(new Set());

  /** The numbers of the cameras that they are of. */
  readonly cameras = computed<ReadonlySet<number>>(
    () => new Set([...this.#feeds.value].flatMap((feed) => numbers.value.get(feed) ?? [])),
  );

  /** Puts a feed in, or takes it out; a set that does not change stays the same. */
  include(feed: number, is: boolean): void {
    if (this.#feeds.peek().has(feed) === is) return;
    const next = new Set(this.#feeds.peek());
    if (is) next.add(feed);
    else next.delete(feed);
    this.#feeds.value = next;
  }
}
