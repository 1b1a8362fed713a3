import { signal } from "@preact/signals-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { OnAir } from "../protocol/OnAir";
import type { Source } from "../protocol/Source";
import { Landing } from "./landing";

const camera = (number: number): Source => ({ kind: "camera", camera: number });
const HOLD: Source = { kind: "hold" };
const REPLAY: Source = { kind: "replay", id: 1 };

const onAir = signal<OnAir | null>(null);
let heardAfter: number | null;
let landing: Landing;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  [onAir.value, heardAfter] = [null, null];
  landing = new Landing(onAir, () => heardAfter);
  stop = landing.start();
  take(camera(1));
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The page's clock is the session's. */
function take(source: Source): void {
  onAir.value = { source, since: performance.now() };
}

test("where nothing is heard a cut lands in its own turn", () => {
  expect(landing.source.value).toEqual(camera(1));
  take(camera(2));
  expect(landing.source.value).toEqual(camera(2));
});

test("where program is heard a cut lands when its sound does, and the newest of several alone", () => {
  heardAfter = 200;
  take(camera(2));
  vi.advanceTimersByTime(150);
  take(camera(3));
  vi.advanceTimersByTime(150);
  expect(landing.source.value).toEqual(camera(1));
  vi.advanceTimersByTime(50);
  expect(landing.source.value).toEqual(camera(3));
});

test("slates and replays wait for no sound, nor does a camera after them", () => {
  heardAfter = 200;
  for (const source of [HOLD, camera(2), REPLAY, camera(2)]) {
    take(source);
    expect(landing.source.value).toEqual(source);
  }
  take(camera(1));
  take(HOLD);
  vi.advanceTimersByTime(1_000);
  expect(landing.source.value).toEqual(HOLD);
});

test("no cut waits for a sound that nobody expects any more", () => {
  heardAfter = 60_000;
  take(camera(2));
  vi.advanceTimersByTime(2_500);
  expect(landing.source.value).toEqual(camera(2));
});
