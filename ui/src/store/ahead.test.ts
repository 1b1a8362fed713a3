import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Snapshot } from "../protocol/Snapshot";
import { ahead, showAhead } from "./ahead";
import { state } from "./desk";

let answers: ((effect: number | null) => Promise<void>)[];

/** A cut is pressed; the test answers it. */
function cut(camera: number): (effect: number | null) => Promise<void> {
  let resolve = (_: number | null) => {};
  showAhead(
    camera,
    new Promise((done) => {
      resolve = done;
    }),
  );
  const answer = async (effect: number | null) => {
    resolve(effect);
    await vi.advanceTimersByTimeAsync(0);
  };
  answers.push(answer);
  return answer;
}

/** The state has this event, which may be anybody's. */
function event(seq: number): void {
  state.value = { seq } as Snapshot;
}

beforeEach(() => {
  answers = [];
  vi.useFakeTimers();
  vi.stubGlobal("window", { setTimeout });
  event(10);
});

afterEach(async () => {
  for (const answer of answers) await answer(null);
  vi.useRealTimers();
  vi.unstubAllGlobals();
  state.value = null;
});

test("a cut is shown until the state has it, whichever of answer and event comes first", async () => {
  const first = cut(2);
  expect(ahead.value).toBe(2);
  await first(11);
  expect(ahead.value).toBe(2);
  event(11);
  expect(ahead.value).toBeNull();

  const second = cut(3);
  event(12);
  expect(ahead.value).toBe(3);
  await second(12);
  expect(ahead.value).toBeNull();
});

test("of two cuts in quick succession the second stays, whatever becomes of the first", async () => {
  const [first, second] = [cut(2), cut(3)];
  await first(11);
  event(11);
  expect(ahead.value).toBe(3);
  await second(12);
  expect(ahead.value).toBe(3);
  event(12);
  expect(ahead.value).toBeNull();
});

test("another desk's cut in between does not end it", async () => {
  const mine = cut(2);
  event(11);
  expect(ahead.value, "theirs was first").toBe(2);
  await mine(12);
  event(12);
  expect(ahead.value).toBeNull();

  const again = cut(3);
  event(13);
  event(14);
  await again(13);
  expect(ahead.value, "mine was first, and theirs is on air").toBeNull();
});

test("a refusal takes back what that very press showed", async () => {
  const [first, second] = [cut(2), cut(3)];
  await first(null);
  expect(ahead.value).toBe(3);
  await second(null);
  expect(ahead.value).toBeNull();
});

test("a cut to what is on program already has no event to wait for", async () => {
  await cut(2)(10);
  expect(ahead.value).toBeNull();
});

test("without a word of the engine it is over after two seconds, and so it is when events stay away", async () => {
  cut(2);
  await vi.advanceTimersByTimeAsync(1_900);
  expect(ahead.value).toBe(2);
  await vi.advanceTimersByTimeAsync(200);
  expect(ahead.value).toBeNull();

  await cut(3)(11);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(ahead.value).toBeNull();
  state.value = null;
  event(1);
  expect(ahead.value, "an engine that was started anew counts anew").toBeNull();
});
