import { expect, test } from "vitest";
import { elapsed, remaining, timeOfDay } from "./time";

test.each([
  [-500, "0:00"],
  [0, "0:00"],
  [999, "0:00"],
  [12_400, "0:12"],
  [61_000, "1:01"],
  [3_599_999, "59:59"],
  [3_600_000, "1:00:00"],
  [36_061_000, "10:01:01"],
])("%d ms have passed: %s", (milliseconds, text) => expect(elapsed(milliseconds)).toBe(text));

test.each([
  [10_000, "0:10"],
  [9_999, "0:10"],
  [6_001, "0:07"],
  [1, "0:01"],
  [0, "0:00"],
  [-20, "0:00"],
])("%d ms are left: %s", (milliseconds, text) => expect(remaining(milliseconds)).toBe(text));

test("the time of day has two figures everywhere", () => {
  expect(timeOfDay(new Date(2026, 0, 2, 3, 4, 5))).toBe("03:04:05");
});
