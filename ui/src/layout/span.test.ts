import { expect, test } from "vitest";
import { followed, lengthAt, panned, shareOf, ticks, ZOOMS, zoomed } from "./span";

const NOW = 600_000;
const minute = { from: 500_000, to: 560_000 };

test("the zooms go from a minute to the whole show", () => {
  expect(lengthAt(0, 0, NOW)).toBe(60_000);
  expect(lengthAt(ZOOMS.length, 0, 7_200_000)).toBe(7_200_000);
  expect(lengthAt(ZOOMS.length, 599_000, NOW)).toBe(60_000);
});

test.each<[string, number | null, number | null, [number, number]]>([
  ["nothing cued: it ends now", null, null, [540_000, 600_000]],
  ["the position is in it", 530_000, 529_000, [500_000, 560_000]],
  ["it walks out at the end", 560_001, 560_000, [530_001, 590_001]],
  ["it walks out at the beginning", 499_000, 500_000, [469_000, 529_000]],
  ["it jumps to just now", 595_000, 530_000, [540_000, 600_000]],
  ["somebody looks elsewhere", 595_000, 594_000, [500_000, 560_000]],
  ["a cue that is new", 595_000, null, [540_000, 600_000]],
])("%s", (_, at, before, [from, to]) => expect(followed(minute, 60_000, at, before, NOW)).toEqual({ from, to }));

test("another length leaves what is pointed at in its place, and ends now at the latest", () => {
  const wide = zoomed(minute, 120_000, 515_000, 700_000);
  expect(shareOf(wide, 515_000)).toBe(shareOf(minute, 515_000));
  expect(wide.to - wide.from).toBe(120_000);
  expect(zoomed(minute, 300_000, 515_000, NOW)).toEqual({ from: 300_000, to: 600_000 });
});

test("it is moved by its own length, and no further than now", () => {
  expect(panned(minute, -0.5, NOW)).toEqual({ from: 470_000, to: 530_000 });
  expect(panned(minute, 2, NOW)).toEqual({ from: 540_000, to: 600_000 });
});

test.each([
  [60_000, 5, 15_000],
  [60_000, 12, 5_000],
  [3_600_000, 6, 600_000],
  [24 * 3_600_000, 6, 14_400_000],
])("a span of %d ms with %d labels has one every %d ms, at round times of the day", (length, most, step) => {
  const wall = Date.UTC(2026, 11, 1, 12, 40, 3, 217);
  const found = ticks({ from: 123_456, to: 123_456 + length }, wall, most);
  expect(found.length).toBeGreaterThan(1);
  expect(found.length).toBeLessThanOrEqual(most + 1);
  found.forEach((at, index) => {
    const time = new Date(wall + at);
    const day = (time.getHours() * 3600 + time.getMinutes() * 60 + time.getSeconds()) * 1000 + time.getMilliseconds();
    expect(day % step).toBe(0);
    expect(at).toBe((found[0] ?? 0) + index * step);
  });
});
