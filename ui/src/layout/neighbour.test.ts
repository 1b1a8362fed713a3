import { expect, test } from "vitest";
import { type Direction, neighbour } from "./neighbour";

// 0 and 1 at program's right, 2 to 4 under it, 4 in the corner.
const PLACES = [
  { x: 700, y: 0, width: 300, height: 200 },
  { x: 700, y: 208, width: 300, height: 200 },
  { x: 0, y: 416, width: 346, height: 184 },
  { x: 354, y: 416, width: 338, height: 184 },
  { x: 700, y: 416, width: 300, height: 184 },
];

test.each<[number, Direction, number | null]>([
  [0, "down", 1],
  [1, "down", 4],
  [4, "up", 1],
  [4, "left", 3],
  [3, "left", 2],
  [2, "right", 3],
  [2, "left", null],
  [0, "up", null],
  [0, "right", null],
  [4, "down", null],
  [9, "up", null],
])("from place %d %s is place %s", (from, direction, to) => {
  expect(neighbour(PLACES, from, direction)).toBe(to);
});
