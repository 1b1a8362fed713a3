import { expect, test } from "vitest";
import type { OnAir } from "../protocol/OnAir";
import { remembered } from "./past";

const shown = (since: number, camera: number): OnAir => ({ since, source: { kind: "camera", camera } });
const feed = (camera: number) => 100 + camera;

test("what leaves the history is remembered, and what is in it is told once", () => {
  const first = remembered([], [{ since: 0, source: { kind: "slate" } }, shown(1_000, 1)], feed);
  const second = remembered(first, [shown(1_000, 1), shown(5_000, 2)], feed);
  const third = remembered(second, [shown(5_000, 2), shown(9_000, 1)], feed);
  expect(third.map(({ since, kind, feed }) => [since, kind, feed])).toEqual([
    [0, "slate", null],
    [1_000, "camera", 101],
    [5_000, "camera", 102],
    [9_000, "camera", 101],
  ]);
});

test("nothing is told before the first state, and the oldest go where it is too much", () => {
  expect(remembered([], [], feed)).toEqual([]);
  const many = Array.from({ length: 6_000 }, (_, index) => shown(index, 1));
  const kept = remembered([], many, feed);
  expect([kept.length, kept[0]?.since]).toEqual([5_000, 1_000]);
});
