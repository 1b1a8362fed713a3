import type { OnAir } from "../protocol/OnAir";
import type { Source } from "../protocol/Source";

/** A stretch of the program on the time line; `from` and `to` are shares of it, 0 its oldest moment and 1 now. */
export interface Stretch {
  /** When the source went on, in milliseconds: tells stretches apart. */
  since: number;
  source: Source;
  from: number;
  to: number;
}

/** What of a program history is seen on a time line of `length` milliseconds that ends now. */
export function stretches(history: readonly OnAir[], now: number, length: number): Stretch[] {
  const share = (time: number) => Math.min(1, Math.max(0, 1 - (now - time) / length));
  return history
    .map(({ since, source }, index) => {
      return { since, source, from: share(since), to: share(history[index + 1]?.since ?? now) };
    })
    .filter(({ from, to }) => to > from);
}
