import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Sound } from "./sound";
import type { ToWorker } from "./worker";

vi.mock("../monitor/monitors", () => ({
  monitors: { keepBack: () => {}, lag: () => null, onProgram: { peek: () => ({ kind: "slate" }) } },
}));

const made = { contexts: 0, workers: [] as FakeWorker[], players: [] as FakePlayer[] };
let broken: Error | null;

class FakeContext {
  state = "running";
  audioWorklet = { addModule: () => (broken ? Promise.reject(broken) : Promise.resolve()) };
  constructor() {
    made.contexts++;
  }
  resume = () => Promise.resolve();
  suspend = () => Promise.resolve();
  close = () => Promise.resolve();
}

class FakePlayer {
  port = { onmessage: null as ((event: { data: object }) => void) | null, postMessage: () => {} };
  onprocessorerror: () => void = () => {};
  constructor() {
    made.players.push(this);
  }
  connect(): void {}
  disconnect(): void {}
}

class FakeWorker {
  said: ToWorker[] = [];
  isTerminated = false;
  onmessage: (event: object) => void = () => {};
  onerror: (event: { message: string }) => void = () => {};
  onmessageerror: () => void = () => {};
  constructor() {
    made.workers.push(this);
  }
  postMessage(message: ToWorker): void {
    this.said.push(message);
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

const worker = () => made.workers.at(-1) as FakeWorker;
const player = () => made.players.at(-1) as FakePlayer;
const kinds = () => worker().said.map(({ type }) => type);
const settle = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds);
/** Longer than any pause before another attempt. */
const PAUSE = 4_000;

let sound: Sound;
let address: () => Promise<string>;
let notices: string[];
let stop: () => void;

beforeEach(async () => {
  Object.assign(made, { contexts: 0, workers: [], players: [] });
  broken = null;
  vi.useFakeTimers();
  vi.stubGlobal("window", { setTimeout, clearTimeout, setInterval });
  vi.stubGlobal("AudioContext", FakeContext);
  vi.stubGlobal("AudioWorkletNode", FakePlayer);
  vi.stubGlobal("Worker", FakeWorker);
  vi.spyOn(console, "warn").mockImplementation(() => {});
  notices = [];
  const { notice } = await import("../store/view");
  stop = notice.subscribe((now) => {
    if (now) notices.push(now.text);
  });
  sound = new (await import("./sound")).Sound();
  address = () => Promise.resolve("ws://127.0.0.1:1/monitor");
  sound.start(() => address());
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("an address that is not there is asked for again", async () => {
  address = () => Promise.reject(new Error("the engine is being restarted"));
  sound.listen({ kind: "program" });
  await settle();
  expect(kinds()).toEqual(["listen"]);
  address = () => Promise.resolve("ws://127.0.0.1:2/monitor");
  await settle(PAUSE);
  expect(worker().said.at(-1)).toMatchObject({ type: "start", url: "ws://127.0.0.1:2/monitor" });
  // The same for an engine that goes later.
  address = () => Promise.reject(new Error("gone"));
  worker().onmessage({ data: { type: "closed" } });
  await settle();
  address = () => Promise.resolve("ws://127.0.0.1:3/monitor");
  await settle(PAUSE);
  expect(worker().said.at(-1)).toMatchObject({ type: "start", url: "ws://127.0.0.1:3/monitor", player: null });
  expect(made.workers.length).toBe(1);
});

test.each<[string, () => void]>([
  ["a worker that throws", () => worker().onerror({ message: "broken" })],
  ["a worker that is not understood", () => worker().onmessageerror()],
  ["a player that throws", () => player().onprocessorerror()],
])("%s is replaced, and the same is listened to", async (_, fail) => {
  sound.listen({ kind: "program" });
  await settle();
  const first = worker();
  fail();
  expect(first.isTerminated).toBe(true);
  await settle(PAUSE);
  expect([made.workers.length, made.contexts]).toEqual([2, 2]);
  expect(worker().said).toContainEqual({ type: "listen", to: { kind: "program" } });
  expect(sound.listening.value).toEqual({ kind: "program" });
});

test("what fails again and again is said, and a press tries again", async () => {
  broken = new Error("no such module");
  sound.listen({ kind: "program" });
  await settle(10 * PAUSE);
  expect(made.contexts).toBe(6);
  expect(notices).toEqual(["The sound cannot be played here: press again to try once more"]);
  expect(sound.listening.value).toEqual({ kind: "nothing" });
  broken = null;
  sound.listen({ kind: "program" });
  await settle();
  expect(worker().said).toContainEqual({ type: "listen", to: { kind: "program" } });
});

test("sound that is heard forgives what failed before", async () => {
  sound.listen({ kind: "program" });
  await settle();
  for (let time = 0; time < 12; time++) {
    player().port.onmessage?.({ data: { late: 3, missed: 0 } });
    worker().onerror({ message: "broken" });
    await settle(PAUSE);
  }
  expect(sound.listening.value).toEqual({ kind: "program" });
  expect(notices).toEqual([]);
});

test("nothing is made anew for who listens to nothing any more", async () => {
  sound.listen({ kind: "program" });
  await settle();
  worker().onerror({ message: "broken" });
  sound.listen({ kind: "nothing" });
  await settle(PAUSE);
  expect(made.workers.length).toBe(1);
});
