import { signal } from "@preact/signals-core";
import { beforeEach, expect, test, vi } from "vitest";
import type { PlayerState } from "../protocol/PlayerState";
import { sessionNow, setSessionClock } from "../store/clock";
import { Beginning } from "./beginning";

const told = signal<PlayerState | null>(null);
let beginning: Beginning;

beforeEach(() => {
  vi.useFakeTimers();
  setSessionClock(100_000);
  beginning = new Beginning(told);
});

/** A cue that came so long ago. */
function cued(id: number, ago: number, speed = 100): void {
  told.value = { id, at: 5_000, since: sessionNow() - ago, speed } as PlayerState;
}
/** Where the cue is. */
function at(): number {
  const { at, since, speed } = beginning.player as PlayerState;
  return Math.round(at + ((sessionNow() - since) * speed) / 100);
}

test("a cue stands at its beginning until its first picture is there, and begins once", () => {
  cued(1, 5);
  expect(at()).toBe(5_000);
  vi.advanceTimersByTime(300);
  expect(at()).toBe(5_000);
  expect(beginning.begin()?.id).toBe(1);
  expect(beginning.begin()).toBeNull();
  expect(at()).toBe(5_305);
});

test.each([
  ["one whose first picture does not come goes on without", 5, 100, 1_000, 6_005],
  ["one that this page finds playing is where the engine says", 3_000, 100, 0, 8_000],
  ["one that was told to stand has no beginning to wait for", 5, 0, 300, 5_000],
])("%s", (_, ago, speed, passes, where) => {
  cued(2, ago, speed);
  beginning.player;
  vi.advanceTimersByTime(passes);
  expect(at()).toBe(where);
  expect(beginning.begin()).toBeNull();
});

test("another cue has a beginning of its own", () => {
  cued(3, 0);
  beginning.begin();
  cued(4, 0);
  vi.advanceTimersByTime(200);
  expect(at()).toBe(5_000);
});
