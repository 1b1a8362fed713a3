import { expect, test } from "vitest";
import { length } from "./length";

test("a stretch is said in tenths of a second, and from a minute on in minutes", () => {
  expect([0, 7_449, 59_949, 59_950, 64_400, 3_600_000].map(length)).toEqual([
    "0.0 s",
    "7.4 s",
    "59.9 s",
    "1:00",
    "1:04",
    "1:00:00",
  ]);
});
