import { expect, test } from "vitest";
import { Spans, type Stretch } from "./spans";

/** Whole milliseconds that are in them, of the first hundred. */
function moments(spans: readonly Stretch[]): number[] {
  return Array.from({ length: 100 }, (_, at) => at).filter((at) => spans.some(({ from, to }) => from <= at && at < to));
}

test("whatever is added and removed, they are what is left of it", () => {
  for (let seed = 0; seed < 30; seed++) {
    const next = random(seed);
    const spans = new Spans();
    let expected = new Set<number>();
    for (let step = 0; step < 20; step++) {
      const from = next(90);
      const stretch = { from, to: from + next(30) };
      const within = moments([stretch]);
      if (next(3) > 0) {
        spans.add(stretch);
        expected = new Set([...expected, ...within]);
      } else {
        spans.remove(stretch);
        for (const at of within) expected.delete(at);
      }
      expect(moments(spans.all)).toEqual([...expected].sort((a, b) => a - b));
      // In order, and none touches another.
      for (const [index, span] of spans.all.entries())
        expect(span.from).toBeGreaterThan(spans.all[index - 1]?.to ?? -1);
      const all = { from: 0, to: 100 };
      expect(moments(spans.missing(all))).toEqual(moments([all]).filter((at) => !expected.has(at)));
      for (const at of [0, 17, 50]) expect(spans.around(at) !== null).toBe(expected.has(at));
    }
  }
});

/** Numbers from 0 to `most`, the same for the same seed. */
function random(seed: number): (most: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * (most + 1));
  };
}
