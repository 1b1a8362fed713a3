import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Countdown } from "./countdown";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

test("each second is said when it begins, down to the last", () => {
  const said: (number | null)[] = [];
  new Countdown((seconds) => said.push(seconds)).start(2500);
  expect(said).toEqual([3]);
  vi.advanceTimersByTime(499);
  expect(said).toEqual([3]);
  vi.advanceTimersByTime(1);
  expect(said).toEqual([3, 2]);
  vi.advanceTimersByTime(5000);
  expect(said).toEqual([3, 2, 1, 0]);
});

test("what is told anew counts from then, and nothing when nobody knows", () => {
  const said: (number | null)[] = [];
  const countdown = new Countdown((seconds) => said.push(seconds));
  countdown.start(10_000);
  vi.advanceTimersByTime(500);
  countdown.start(4000);
  countdown.start(null);
  vi.advanceTimersByTime(20_000);
  expect(said).toEqual([10, 4, null]);
});
