import { expect, test } from "vitest";
import { pause } from "./backoff";

test("pauses double, are capped, and at most half of one is left to chance", () => {
  expect([0, 1, 2, 3, 4, 50].map((attempt) => pause(attempt, () => 1))).toEqual([250, 500, 1000, 2000, 3000, 3000]);
  expect(pause(1, () => 0)).toBe(250);
});
