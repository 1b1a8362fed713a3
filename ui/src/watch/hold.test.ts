import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { WatchSlate } from "../protocol/WatchSlate";
import { Hold } from "./hold";

const HOLD: WatchSlate = { kind: "hold", text: "Back at 9", picture: null };

let asked: number;
let answer: () => Promise<Response>;
let told: WatchSlate[];
let hold: Hold;

beforeEach(() => {
  vi.useFakeTimers();
  [asked, told] = [0, []];
  answer = () => Promise.resolve(Response.json(HOLD));
  vi.stubGlobal("fetch", () => {
    asked++;
    return answer();
  });
  hold = new Hold(new URL("http://127.0.0.1:1/watch/slate"), (slate) => told.push(slate));
});

afterEach(() => {
  hold.rest();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("it asks at once, and ever more rarely", async () => {
  hold.ask();
  hold.ask();
  await vi.advanceTimersByTimeAsync(0);
  expect([asked, told]).toEqual([1, [HOLD]]);
  await vi.advanceTimersByTimeAsync(60_000);
  // 1, 2, 4, 8 and then 12 seconds, less a quarter at most.
  expect(asked).toBeGreaterThanOrEqual(7);
  expect(asked).toBeLessThanOrEqual(10);
});

test("where there are pictures nothing is asked, and a late answer is not told", async () => {
  let give: (response: Response) => void = () => {};
  answer = () =>
    new Promise((resolve) => {
      give = resolve;
    });
  hold.ask();
  hold.rest();
  give(Response.json(HOLD));
  await vi.advanceTimersByTimeAsync(60_000);
  expect([asked, told]).toEqual([1, []]);
});

test("no answer is no slate, and it is asked again", async () => {
  answer = () => Promise.reject(new TypeError("unreachable"));
  hold.ask();
  await vi.advanceTimersByTimeAsync(0);
  answer = () => Promise.resolve(new Response("", { status: 404 }));
  await vi.advanceTimersByTimeAsync(1_000);
  answer = () => Promise.resolve(Response.json(HOLD));
  await vi.advanceTimersByTimeAsync(2_000);
  expect([asked, told]).toEqual([3, [HOLD]]);
});

test("a new silence is asked about at once", async () => {
  hold.ask();
  await vi.advanceTimersByTimeAsync(40_000);
  const before = asked;
  hold.rest();
  hold.ask();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toBe(before + 1);
});
