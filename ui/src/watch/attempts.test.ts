import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Attempts } from "./attempts";

/** A session that the test opens or refuses. */
interface Asked {
  readonly isWanted: () => boolean;
  open(): { name: number; close: ReturnType<typeof vi.fn> };
  refuse(): void;
}

let asked: Asked[];
let told: string[];
let attempts: Attempts<{ name: number; close(): void }>;

beforeEach(() => {
  vi.useFakeTimers();
  [asked, told] = [[], []];
  attempts = new Attempts(
    (isWanted) =>
      new Promise((resolve, reject) => {
        const name = asked.length;
        asked.push({
          isWanted,
          open: () => {
            const session = { name, close: vi.fn() };
            resolve(session);
            return session;
          },
          refuse: () => reject(new Error(`${name}`)),
        });
      }),
    {
      opened: ({ name }) => told.push(`${name} opened`),
      failed: (error) => told.push(`${(error as Error).message} failed`),
    },
  );
});

afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

test("five calls are one attempt, before it is made and while it is under way", async () => {
  for (let call = 0; call < 5; call++) attempts.after(0);
  await settle();
  for (let call = 0; call < 5; call++) attempts.after(0);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked.length).toBe(1);
  asked[0]?.open();
  await settle();
  expect([told, attempts.session?.name]).toEqual([["0 opened"], 0]);
});

test("a new attempt ends the session that it replaces", async () => {
  attempts.after(0);
  await settle();
  const first = asked[0]?.open();
  await settle();
  attempts.after(500);
  await vi.advanceTimersByTimeAsync(499);
  expect(first?.close).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(first?.close).toHaveBeenCalledOnce();
  expect([asked.length, attempts.session]).toEqual([2, null]);
});

test("a session that heals by itself is not replaced", async () => {
  attempts.after(0);
  await settle();
  asked[0]?.open();
  await settle();
  attempts.after(500);
  attempts.stay();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([asked.length, attempts.session?.name]).toEqual([1, 0]);
});

test("a failed attempt may be followed by another one", async () => {
  attempts.after(0);
  await settle();
  asked[0]?.refuse();
  await settle();
  attempts.after(100);
  await vi.advanceTimersByTimeAsync(100);
  asked[1]?.open();
  await settle();
  expect(told).toEqual(["0 failed", "1 opened"]);
});

test("what comes of an attempt after the end is closed, and a stale one does not end a good one", async () => {
  attempts.after(0);
  await settle();
  attempts.end();
  attempts.after(0);
  await settle();
  const good = asked[1]?.open();
  await settle();
  expect(asked[0]?.isWanted()).toBe(false);
  const stale = asked[0]?.open();
  await settle();
  expect(stale?.close).toHaveBeenCalledOnce();
  expect(good?.close).not.toHaveBeenCalled();
  expect([told, attempts.session?.name]).toEqual([["1 opened"], 1]);
});

test("a stale failure is not heard of", async () => {
  attempts.after(0);
  await settle();
  attempts.end();
  asked[0]?.refuse();
  await settle();
  expect(told).toEqual([]);
});

test("nothing is tried after the end", async () => {
  attempts.after(100);
  attempts.end();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.length).toBe(0);
});
