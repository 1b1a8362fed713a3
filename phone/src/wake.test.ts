import { afterEach, expect, test, vi } from "vitest";
import { Wake } from "./wake";

/** A browser whose answers to requests for a lock wait until the test gives them. */
function browser() {
  const requests: { grant(): void; refuse(): void }[] = [];
  const held = new Set<object>();
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  vi.stubGlobal("document", page);
  const request = () =>
    new Promise((resolve, reject) => {
      const sentinel = {
        released: false,
        release: () => {
          sentinel.released = true;
          held.delete(sentinel);
        },
      };
      requests.push({
        grant: () => {
          held.add(sentinel);
          resolve(sentinel);
        },
        refuse: () => reject(new DOMException("hidden", "NotAllowedError")),
      });
    });
  vi.stubGlobal("navigator", { wakeLock: { request } });
  const outcomes: boolean[] = [];
  const wake = new Wake((kept) => outcomes.push(kept));
  const visible = () => page.dispatchEvent(new Event("visibilitychange"));
  return { requests, held, outcomes, wake, visible };
}

const answered = () => new Promise((done) => setTimeout(done));

afterEach(() => vi.unstubAllGlobals());

test("a page that becomes visible while it asks holds one lock, and lets go of it", async () => {
  const { requests, held, wake, visible } = browser();
  wake.hold();
  visible();
  for (const { grant } of requests) grant();
  await answered();
  expect([requests.length, held.size]).toEqual([1, 1]);
  wake.release();
  expect(held.size).toBe(0);
});

test("a lock that comes after the release is let go of", async () => {
  const { requests, held, wake } = browser();
  wake.hold();
  wake.release();
  requests[0]?.grant();
  await answered();
  expect(held.size).toBe(0);
});

test("a refusal of before is asked again, and is not said", async () => {
  const { requests, held, outcomes, wake, visible } = browser();
  wake.hold();
  visible();
  requests[0]?.refuse();
  await answered();
  expect([requests.length, outcomes]).toEqual([2, []]);
  requests[1]?.grant();
  await answered();
  expect([held.size, outcomes]).toEqual([1, [true]]);
});

test("a lock that the system took is asked for again", async () => {
  const { requests, held, wake, visible } = browser();
  wake.hold();
  requests[0]?.grant();
  await answered();
  for (const sentinel of held) Object.assign(sentinel, { released: true });
  held.clear();
  visible();
  requests[1]?.grant();
  await answered();
  expect([requests.length, held.size]).toEqual([2, 1]);
});
