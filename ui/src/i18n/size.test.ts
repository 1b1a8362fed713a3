import { expect, test } from "vitest";
import { minutesLeft, size, tenths } from "./size";

test.each([
  [0, "0 MB"],
  [940_000, "0.9 MB"],
  [12_600_000, "13 MB"],
  [999_000_000, "999 MB"],
  [3_440_000_000, "3.4 GB"],
  [120_000_000_000, "120 GB"],
])("%d bytes are %s", (bytes, text) => expect(size(bytes)).toBe(text));

test.each([
  [0, "0 min"],
  [59, "59 min"],
  [60, "1 h 00"],
  [200, "3 h 20"],
  [659, "10 h"],
  [60 * 47, "47 h"],
  [60 * 49, "2 days"],
])("%d minutes are %s", (minutes, text) => expect(minutesLeft(minutes)).toBe(text));

test.each([
  [3.5, "3.5"],
  [2, "2.0"],
  [0.04, "0.0"],
])("%d with its tenth is %s", (value, text) => expect(tenths(value)).toBe(text));
