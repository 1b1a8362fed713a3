import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Delay } from "./delay";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function stage() {
  const out: [number, number][] = [];
  const closed: number[] = [];
  const delay = new Delay(({ timestamp }, _, waited) => out.push([timestamp, waited]));
  const take = (timestamp: number) =>
    delay.take({ timestamp, close: () => closed.push(timestamp) } as unknown as VideoFrame, false);
  return { delay, out, closed, take };
}

test("without a delay a picture passes at once", () => {
  const { out, take } = stage();
  take(1);
  expect(out).toEqual([[1, 0]]);
});

test("pictures are kept for as long as is said, in their order, whatever changes meanwhile", () => {
  const { delay, out, take } = stage();
  delay.milliseconds = 50;
  take(1);
  vi.advanceTimersByTime(33);
  take(2);
  vi.advanceTimersByTime(16);
  expect(out).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(out).toEqual([[1, 50]]);
  delay.milliseconds = 0;
  // Not before the one that still waits.
  take(3);
  vi.advanceTimersByTime(33);
  expect(out.map(([picture]) => picture)).toEqual([1, 2, 3]);
  take(4);
  expect(out.at(-1)).toEqual([4, 0]);
});

test("what is forgotten is closed and never shown", () => {
  const { delay, out, closed, take } = stage();
  delay.milliseconds = 50;
  take(1);
  delay.clear();
  vi.advanceTimersByTime(100);
  expect([out, closed]).toEqual([[], [1]]);
  take(2);
  vi.advanceTimersByTime(50);
  expect(out).toEqual([[2, 50]]);
});
