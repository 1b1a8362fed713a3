import { expect, test } from "vitest";
import { placeOf } from "./place";

test("a picture lies whole in its box or fills it, at the side that the page gives it", () => {
  const [tall, wide] = [
    { width: 300, height: 600 },
    { width: 1600, height: 900 },
  ];
  const half = 300 * (9 / 16);
  expect(placeOf(tall, wide, false, [0.5, 0.5])).toEqual({ left: 0, top: (600 - half) / 2, width: 300, height: half });
  expect(placeOf(tall, wide, false, [0.5, 0])).toMatchObject({ top: 0 });
  expect(placeOf(wide, tall, false, [0, 0.5])).toEqual({ left: 0, top: 0, width: 450, height: 900 });
  // Filling, as before the start, it reaches over both sides.
  const filled = placeOf(tall, wide, true, [0.5, 0.5]);
  expect(filled).toMatchObject({ top: 0, height: 600 });
  expect(filled.left).toBeCloseTo((300 - (600 * 16) / 9) / 2);
});
