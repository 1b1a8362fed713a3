import { expect, test } from "vitest";
import { rowsIn, scrolledTo } from "./rows";

test.each<[string, Parameters<typeof rowsIn>, { first: number; end: number }]>([
  ["few rows are all made", [0, 200, 50, 7], { first: 0, end: 7 }],
  ["of many those that are seen, and some below", [0, 200, 50, 1_000], { first: 0, end: 16 }],
  ["some above too", [25_010, 200, 50, 1_000], { first: 488, end: 517 }],
  ["none beyond the last", [49_800, 200, 50, 1_000], { first: 984, end: 1_000 }],
  ["none of an empty list", [0, 200, 0, 0], { first: 0, end: 0 }],
  ["the first of a list that is not laid out yet", [0, 0, 0, 1_000], { first: 0, end: 12 }],
  ["the last of one that has become shorter", [49_800, 200, 50, 5], { first: 0, end: 5 }],
])("%s", (_, list, made) => {
  expect(rowsIn(...list)).toEqual(made);
});

test("a row is scrolled to from above, from below, and not at all where it is seen", () => {
  expect([scrolledTo(2, 500, 200, 50), scrolledTo(20, 500, 200, 50), scrolledTo(12, 500, 200, 50)]).toEqual([
    100, 850, 500,
  ]);
});
