import { expect, test } from "vitest";
import { TilePace } from "./pace";

function pace(tiles: number, milliseconds: number): TilePace {
  const it = new TilePace();
  for (let tile = 0; tile < tiles; tile++) it.count(1);
  for (let draw = 0; draw < 200; draw++) it.drew(milliseconds);
  return it;
}

test("cheap tiles move with every picture of 30 a second", () => {
  expect(pace(16, 0.5).interval).toBeLessThan(33);
  expect(pace(4, 2).interval).toBeLessThan(33);
});

test("dear tiles share their part of the time, and still move", () => {
  expect(pace(9, 6).interval).toBeCloseTo(180, 0);
  expect(pace(16, 100).interval).toBe(500);
});

test("a tile that goes gives its time to the others", () => {
  const it = pace(2, 8);
  const before = it.interval;
  it.count(-1);
  expect(it.interval).toBeCloseTo(before / 2, 5);
});
