import { expect, test } from "vitest";
import { Lag } from "./lag";

test("the pictures' lag is smoothed, and another stream's is taken at once", () => {
  const lag = new Lag();
  expect(lag.value).toBeNull();
  lag.drew(1_000, 1_040);
  for (let picture = 1; picture <= 100; picture++)
    lag.drew(1_000 + picture * 33, 1_040 + picture * 33 + (picture % 2) * 10);
  expect(lag.value).toBeCloseTo(45, 0);
  lag.drew(10_000, 12_000);
  expect(lag.value).toBe(2_000);
  lag.clear();
  expect(lag.value).toBeNull();
});
