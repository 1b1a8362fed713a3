import { expect, test } from "vitest";
import { retryDelay } from "./retry";

test("the pause doubles up to its cap", () => {
  const longest = [0, 1, 2, 99, 100, 5000].map((failures) => retryDelay(failures, false, 1));
  expect(longest).toEqual([250, 500, 700, 700, 4000, 4000]);
});

test("the phones of a room spread over the upper half of it", () => {
  expect(retryDelay(300, false, 0)).toBe(2000);
  expect(retryDelay(300, false, 0.5)).toBe(3000);
});

test("a full desk is not asked more often at first", () => {
  expect(retryDelay(0, true, 1)).toBe(5000);
  expect(retryDelay(0, true, 0)).toBe(2500);
});
