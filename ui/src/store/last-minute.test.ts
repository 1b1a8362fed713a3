import { expect, test } from "vitest";
import { LastMinute } from "./last-minute";

function totals(air: number, loss: number) {
  const none = { count: 0, ms: 0 };
  return {
    air: { count: 1, ms: air },
    loss: { count: 1, ms: loss },
    keyframe: none,
    sender: none,
    decoder: none,
    drawing: none,
  };
}

test("what was before the page came, or more than a minute ago, is not told", () => {
  const minute = new LastMinute();
  expect(minute.take(1, totals(900, 100), 0)).toEqual([]);
  expect(minute.take(1, totals(900, 300), 1_000)).toEqual([["loss", 200]]);
  expect(minute.take(1, totals(1_400, 300), 30_000)).toEqual([
    ["air", 500],
    ["loss", 200],
  ]);
  expect(minute.take(1, totals(1_400, 300), 60_500)).toEqual([
    ["air", 500],
    ["loss", 200],
  ]);
  expect(minute.take(1, totals(1_400, 300), 61_500)).toEqual([["air", 500]]);
  expect(minute.take(1, totals(1_400, 300), 90_500)).toEqual([]);
});

test("another camera, or one that joined anew, begins anew", () => {
  const minute = new LastMinute();
  minute.take(1, totals(0, 0), 0);
  expect(minute.take(1, totals(200, 0), 1_000)).toEqual([["air", 200]]);
  expect(minute.take(2, totals(900, 0), 2_000)).toEqual([]);
  expect(minute.take(2, totals(1_000, 0), 3_000)).toEqual([["air", 100]]);
  expect(minute.take(2, totals(10, 0), 4_000)).toEqual([]);
});
