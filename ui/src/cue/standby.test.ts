import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Message } from "../monitor/wire";
import type { Camera } from "../protocol/Camera";
import type { OnAir } from "../protocol/OnAir";
import type { Snapshot } from "../protocol/Snapshot";
import { now, sessionNow, setSessionClock } from "../store/clock";
import { state } from "../store/desk";
import { Standby } from "./standby";

/** How far back a replay begins, how much earlier the frames are here, and from one to the next, in milliseconds. */
const [LENGTH, EARLY, STEP] = [10_000, 300, 40];
/** Frames from one keyframe to the next. */
const GROUP = 25;

let open = 0;
let failed: string[] = [];
vi.mock("./archive", () => ({ archive: { fetch: () => () => {} } }));

class FakeDecoder {
  state = "unconfigured";
  #hasKey = false;
  constructor(readonly init: VideoDecoderInit) {}
  configure(): void {
    this.state = "configured";
  }
  decode({ type, timestamp }: { type: string; timestamp: number }): void {
    this.#hasKey ||= type === "key";
    if (!this.#hasKey) failed.push(`${timestamp} without a keyframe`);
    open++;
    this.init.output({ timestamp, close: () => open-- } as unknown as VideoFrame);
  }
  reset(): void {}
  flush = () => Promise.resolve();
  close(): void {
    this.state = "closed";
  }
}

let standby: Standby;
let sent = 0;
let isBusy = false;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", globalThis);
  vi.stubGlobal("VideoDecoder", FakeDecoder);
  vi.stubGlobal(
    "EncodedVideoChunk",
    class {
      constructor(init: object) {
        Object.assign(this, init);
      }
    },
  );
  [open, failed, sent] = [0, [], 0];
  setSessionClock(100_000);
  now.value = sessionNow();
  program(1);
  isBusy = false;
  standby = new Standby(() => isBusy);
  standby.start();
});
afterEach(() => {
  state.value = null;
  vi.unstubAllGlobals();
  vi.useRealTimers();
  expect(failed).toEqual([]);
});

/** This camera is on program, and has been for long. */
function program(camera: number): void {
  const cameras = [1, 2].map((number) => ({ number, feed: number + 10, state: "live" }) as Camera);
  const history: OnAir[] = [{ source: { kind: "camera", camera }, since: 0 }];
  const settings = { replay_length: LENGTH };
  state.value = { cameras, players: [], history, settings, replay: null } as unknown as Snapshot;
}

/** The engine sends so many frames, each when its time has come. */
function runs(frames: number): void {
  for (let frame = 0; frame < frames; frame++) {
    const stream = { kind: "behind" } as const;
    const config = { codec: "vp8", width: 640, height: 360 } as const;
    if (sent === 0) standby.message({ type: "config", stream, config });
    const at = sessionNow() - LENGTH + EARLY;
    const one = { key: sent % GROUP === 0, hidden: false, timestamp: at * 1_000, data: new Uint8Array(1) };
    standby.message({ type: "frame", stream, frame: one } satisfies Message);
    sent++;
    vi.advanceTimersByTime(STEP);
  }
}

/** What a cue that begins now would take: whether its first picture is decoded. */
const taken = (camera = 1) => standby.take(camera, camera + 10, sessionNow() - LENGTH);

test("a cue takes an angle whose first pictures are decoded, and in which the next ones are", () => {
  runs(40);
  const at = sessionNow() - LENGTH;
  const angle = taken();
  const due = angle?.due(at, { from: at, to: at + 1_000 });
  expect(due?.kind).toBe("picture");
  expect(angle?.due(at + EARLY - 2 * STEP, { from: at, to: at + 1_000 }).kind).toBe("picture");
  expect(taken()).toBe(null);
});

test("there is none of another camera, of another moment, nor before its keyframe was there", () => {
  expect(taken()).toBe(null);
  runs(40);
  expect(taken(2)).toBe(null);
  expect(standby.take(1, 99, sessionNow() - LENGTH)).toBe(null);
  expect(standby.take(1, 11, sessionNow() - LENGTH - 5_000)).toBe(null);
  expect(taken()).not.toBe(null);
});

test("after one was taken there is another one a little later, from frames that have come already", () => {
  runs(40);
  taken()?.close();
  runs(2);
  expect(taken()).toBe(null);
  runs(8);
  expect(taken()).not.toBe(null);
});

test("when another camera was on program, nothing is left of the one before", () => {
  runs(40);
  program(2);
  expect(open).toBe(0);
  runs(1);
  expect(taken(2)).toBe(null);
  sent = 0;
  runs(40);
  expect(taken(2)).not.toBe(null);
});

test("it keeps few pictures, and what they need", () => {
  runs(400);
  expect(open).toBeLessThanOrEqual(4);
  const angle = taken();
  expect(angle?.footage.bytes).toBeLessThan(5 * GROUP);
  angle?.close();
  expect(open).toBe(0);
});

test("while a cue plays nothing is made ready beside it; afterwards it is again, at once", () => {
  runs(40);
  isBusy = true;
  runs(40);
  expect([open, taken()]).toEqual([0, null]);
  isBusy = false;
  runs(2);
  expect(taken()).not.toBe(null);
});
