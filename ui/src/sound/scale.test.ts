import { expect, test } from "vitest";
import { Hold, shareOf } from "./scale";

test("a meter goes from a quiet room to full scale", () => {
  expect([-127, -60, -30, -6, 0].map(shareOf)).toEqual([0, 0, 0.5, 0.9, 1]);
});

test("the loudest is marked for a second and a half, or until something is louder", () => {
  const hold = new Hold();
  expect([hold.take(0.8, 0), hold.take(0.2, 1_000), hold.take(0.9, 1_200)]).toEqual([0.8, 0.8, 0.9]);
  expect([hold.take(0.3, 2_700), hold.take(0.2, 2_701), hold.take(0.1, 4_300)]).toEqual([0.9, 0.2, 0.1]);
});
