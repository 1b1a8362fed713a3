import { expect, test } from "vitest";
import { keptIn } from "./kept";

test.each<[string, [number, number][], number]>([
  ["all of it", [[0, 99_000]], 10_000],
  ["all of it, but for a picture at each end", [[10_033, 19_950]], 10_000],
  ["the end, where the beginning was overwritten", [[14_000, 99_000]], 6_000],
  [
    "what is around a hole",
    [
      [5_000, 12_000],
      [15_000, 30_000],
    ],
    7_000,
  ],
  ["nothing", [[25_000, 30_000]], 0],
  ["nothing at all", [], 0],
])("of a stretch of ten seconds there is %s", (_, kept, sum) => {
  const stretches = kept.map(([from, to]) => ({ from, to }));
  expect(keptIn(stretches, { from: 10_000, to: 20_000 })).toBe(sum);
});
