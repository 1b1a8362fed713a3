import { expect, test } from "vitest";
import type { OnAir } from "../protocol/OnAir";
import { stretches } from "./timeline";

const camera = (number: number, since: number): OnAir => ({ source: { kind: "camera", camera: number }, since });

test("each stretch ends where the next begins, and the last one now", () => {
  const shown = stretches([camera(1, 0), camera(2, 70_000), camera(3, 85_000)], 100_000, 60_000);
  expect(shown.map(({ from, to }) => [from, to])).toEqual([
    [0, 0.5],
    [0.5, 0.75],
    [0.75, 1],
  ]);
});

test("what ended before the time line, or lasted no time, is not on it", () => {
  const shown = stretches([camera(1, 0), camera(2, 30_000), camera(3, 90_000), camera(4, 90_000)], 100_000, 60_000);
  expect(shown.map(({ source }) => source)).toEqual([
    { kind: "camera", camera: 2 },
    { kind: "camera", camera: 4 },
  ]);
});

test("a young session fills the right of the line only", () => {
  expect(stretches([camera(1, 0)], 15_000, 60_000)).toMatchObject([{ from: 0.75, to: 1 }]);
});
