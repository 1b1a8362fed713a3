import { beforeEach, expect, test, vi } from "vitest";
import { sessionNow, setSessionClock } from "../store/clock";
import { Trail } from "./trail";
import type { Message } from "./wire";

const stream = { kind: "behind" } as const;
const config: Message = { type: "config", stream, config: { codec: "vp8", width: 64, height: 36 } };
const BY = 10_000;

let given: (string | number)[];
let trail: Trail;

beforeEach(() => {
  vi.useFakeTimers();
  setSessionClock(60_000);
  given = [];
  trail = new Trail((message) => given.push(message.type === "frame" ? message.frame.timestamp / 1_000 : message.type));
});

/** A frame of so long before its turn, in milliseconds. */
function frame(early: number): void {
  const timestamp = Math.round(sessionNow() - BY + early) * 1_000;
  trail.take({ type: "frame", stream, frame: { key: true, hidden: false, timestamp, data: new Uint8Array(1) } }, BY);
}

test("each frame is given when its turn has come, and what was told before it with it", () => {
  trail.take(config, BY);
  frame(100);
  frame(140);
  expect(given).toEqual(["config"]);
  vi.advanceTimersByTime(100);
  frame(140);
  expect(given).toEqual(["config", 50_100]);
  vi.advanceTimersByTime(100);
  trail.take(config, BY);
  expect(given).toEqual(["config", 50_100, 50_140]);
  frame(200);
  vi.advanceTimersByTime(50);
  frame(200);
  expect(given).toEqual(["config", 50_100, 50_140, 50_240, "config"]);
});

test("what is forgotten is never given", () => {
  frame(50);
  trail.clear();
  vi.advanceTimersByTime(100);
  frame(100);
  expect(given).toEqual([]);
});
