import { batch, signal } from "@preact/signals-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Camera } from "../protocol/Camera";
import type { Snapshot } from "../protocol/Snapshot";
import type { Source } from "../protocol/Source";
import { state } from "../store/desk";
import { BigMonitor } from "./big-monitor";
import type { Surface } from "./surface";
import type { Config } from "./wire";

/** A `VideoDecoder` that gives each frame out as a picture at once. */
class FakeDecoder {
  state = "unconfigured";
  constructor(readonly init: VideoDecoderInit) {}
  configure(): void {
    this.state = "configured";
  }
  decode({ timestamp }: { timestamp: number }): void {
    this.init.output(picture(timestamp));
  }
  flush = () => Promise.resolve();
  close(): void {
    this.state = "closed";
  }
}

const picture = (timestamp: number) => ({ timestamp, close: () => {} }) as unknown as VideoFrame;
const camera = (number: number): Source => ({ kind: "camera", camera: number });
const replay = (id: number): Source => ({ kind: "replay", id });
const HOLD: Source = { kind: "hold" };

const source = signal<Source>(HOLD);
const ahead = signal<number | null>(null);
let pictures: Map<number, VideoFrame>;
let drawn: (number | "black")[];
let rolling: number[];
let monitor: BigMonitor;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("VideoDecoder", FakeDecoder);
  vi.stubGlobal(
    "EncodedVideoChunk",
    class {
      constructor(init: object) {
        Object.assign(this, init);
      }
    },
  );
  vi.stubGlobal("requestAnimationFrame", (then: () => void) => setTimeout(then, 16));
  [pictures, drawn, rolling] = [new Map(), [], []];
  batch(() => {
    source.value = HOLD;
    ahead.value = null;
    roster([1, 1], [2, 2], [3, 3]);
  });
  monitor = opened(false);
});

afterEach(() => {
  state.value = null;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function opened(keepsLast: boolean): BigMonitor {
  const mine: (number | "black")[] = [];
  const asked: number[] = [];
  const bus = {
    source,
    ahead,
    picture: (number: number) => pictures.get(number) ?? null,
    rolling: (id: number) => asked.push(id),
  };
  const made = new BigMonitor(bus);
  made.showOn({
    draw: ({ timestamp }: VideoFrame) => mine.push(timestamp),
    clear: () => mine.push("black"),
    canvas: null,
  } as unknown as Surface);
  made.start(keepsLast);
  // The monitors of an earlier test draw elsewhere.
  [drawn, rolling] = [mine, asked];
  return made;
}

/** The cameras' numbers and feeds. */
function roster(...cameras: [number, number][]): void {
  state.value = { cameras: cameras.map(([number, feed]) => ({ number, feed }) as Camera) } as Snapshot;
}

/** A camera has a new picture, which reaches the monitor when it takes that camera. */
function shot(number: number, timestamp: number, behind = false): void {
  pictures.set(number, picture(timestamp));
  if (monitor.camera === number) monitor.picture(picture(timestamp), behind);
}

function replayed(id: number, timestamp: number): void {
  const stream = { kind: "replay", reading: 0, id } as const;
  const config: Config = { codec: "vp8", width: 64, height: 64 };
  const frame = { key: true, hidden: false, timestamp, data: new Uint8Array([0]) };
  monitor.message({ type: "config", stream, config }, stream);
  monitor.message({ type: "frame", stream, frame }, stream);
}

test("a cut draws the newest picture that there is, and each new one after it", () => {
  shot(1, 10);
  source.value = camera(1);
  expect(drawn.at(-1)).toBe(10);
  shot(1, 20);
  expect([drawn.at(-1), monitor.shown.value]).toEqual([20, camera(1)]);
});

test("without a picture it is black, or keeps the last one where an audience looks", () => {
  shot(1, 10);
  source.value = camera(1);
  source.value = camera(2);
  expect([drawn.at(-1), monitor.shown.value]).toEqual(["black", null]);

  source.value = camera(1);
  monitor = opened(true);
  source.value = camera(2);
  expect(drawn.at(-1)).toBe(10);
  shot(2, 30);
  expect([drawn.at(-1), monitor.shown.value]).toEqual([30, camera(2)]);
  source.value = HOLD;
  expect([drawn.at(-1), monitor.shown.value]).toEqual(["black", null]);
});

test("a cut that was pressed is shown ahead of the bus, once, and what the bus does meanwhile is not", () => {
  shot(1, 10);
  shot(2, 20);
  shot(3, 30);
  source.value = camera(1);
  ahead.value = 2;
  expect([drawn.at(-1), monitor.camera]).toEqual([20, 2]);
  shot(1, 11);
  source.value = camera(3);
  expect(drawn.at(-1)).toBe(20);
  const before = drawn.length;
  source.value = camera(2);
  ahead.value = null;
  expect(drawn.length, "it is there already").toBe(before);
  shot(2, 21);
  expect(drawn.at(-1)).toBe(21);
});

test("what was shown ahead and did not come is taken back", () => {
  shot(1, 10);
  shot(2, 20);
  source.value = camera(1);
  ahead.value = 2;
  ahead.value = null;
  expect([drawn.at(-1), monitor.shown.value]).toEqual([10, camera(1)]);
});

test("a camera without a picture is not shown ahead: the bus goes on until it has one", () => {
  shot(1, 10);
  source.value = camera(1);
  ahead.value = 2;
  shot(1, 11);
  expect([drawn.at(-1), monitor.camera]).toEqual([11, 1]);
  shot(2, 20);
  monitor.picture(picture(20), false);
  expect([drawn.at(-1), monitor.shown.value]).toEqual([20, camera(2)]);
});

test("until a replay's first picture the camera before it goes on; then the replay is told that it rolls, once", async () => {
  shot(1, 10);
  source.value = camera(1);
  source.value = replay(4);
  shot(1, 11);
  expect([drawn.at(-1), rolling, monitor.replayed.value]).toEqual([11, [], null]);
  replayed(4, 5_000);
  replayed(4, 6_000);
  await vi.advanceTimersByTimeAsync(100);
  expect([drawn.slice(-2), rolling, monitor.replayed.value]).toEqual([[5_000, 6_000], [4], 6]);
  shot(1, 12);
  expect(drawn.at(-1)).toBe(6_000);
  source.value = camera(1);
  expect([drawn.at(-1), monitor.replayed.value]).toEqual([12, null]);
  replayed(4, 7_000);
  expect(drawn.at(-1), "it is over").toBe(12);
});

test("a replay's hole is black, and its standing picture gets never old", async () => {
  source.value = replay(4);
  replayed(4, 5_000);
  await vi.advanceTimersByTimeAsync(10_000);
  monitor.dropStale();
  expect([drawn.at(-1), monitor.hole.value]).toEqual([5_000, null]);
  const hole = { from: 5, to: 3_000 };
  const stream = { kind: "replay", reading: 0, id: 4 } as const;
  monitor.message({ type: "hole", stream, hole }, stream);
  expect([drawn.at(-1), monitor.hole.value, monitor.shown.value]).toEqual(["black", hole, null]);
  replayed(4, 3_000_000);
  await vi.advanceTimersByTimeAsync(100);
  expect([drawn.at(-1), monitor.hole.value, monitor.shown.value]).toEqual([3_000_000, null, replay(4)]);
});

test("a replay that begins in a hole is black from when it is on program", () => {
  shot(1, 10);
  source.value = camera(1);
  const hole = { from: 0, to: 3_000 };
  const stream = { kind: "replay", reading: 0, id: 4 } as const;
  monitor.message({ type: "hole", stream, hole }, stream);
  expect(drawn.at(-1)).toBe(10);
  source.value = replay(4);
  expect([drawn.at(-1), monitor.hole.value]).toEqual(["black", hole]);
});

test("a cut that is pressed in a replay hides it, and one that is refused shows it again", async () => {
  shot(2, 20);
  source.value = replay(4);
  replayed(4, 5_000);
  ahead.value = 2;
  replayed(4, 6_000);
  await vi.advanceTimersByTimeAsync(100);
  expect(drawn.at(-1)).toBe(20);
  ahead.value = null;
  expect([drawn.at(-1), monitor.shown.value]).toEqual([6_000, replay(4)]);
});

test("of pictures that come late all at once some are left out, and a cut never is", async () => {
  source.value = camera(1);
  shot(1, 10);
  shot(1, 11, true);
  expect(drawn.at(-1)).toBe(10);
  await vi.advanceTimersByTimeAsync(60);
  shot(1, 12, true);
  expect(drawn.at(-1)).toBe(12);
  source.value = camera(2);
  shot(2, 20, true);
  expect(drawn.at(-1)).toBe(20);
});

test("what is old is black, and so is a camera that is not live and a connection that is gone", async () => {
  shot(1, 10);
  source.value = camera(1);
  await vi.advanceTimersByTimeAsync(3_100);
  monitor.dropStale();
  expect([drawn.at(-1), monitor.shown.value]).toEqual(["black", null]);
  for (const end of [() => monitor.forget(1), () => monitor.closed()]) {
    shot(1, 20);
    expect(monitor.shown.value).toEqual(camera(1));
    monitor.forget(2);
    expect(monitor.shown.value).toEqual(camera(1));
    end();
    expect([drawn.at(-1), monitor.shown.value]).toEqual(["black", null]);
  }
});

test("cameras that change places are the same pictures", () => {
  shot(1, 10);
  source.value = camera(1);
  const before = drawn.length;
  pictures.set(2, picture(10));
  batch(() => {
    roster([1, 2], [2, 1], [3, 3]);
    source.value = camera(2);
  });
  expect([drawn.length, monitor.shown.value]).toEqual([before, camera(2)]);
});

test("a replay that stands or runs backwards shows the pictures that the page fetched, and never gets old", () => {
  source.value = replay(7);
  replayed(7, 40);
  monitor.pull(true);
  replayed(7, 50);
  monitor.pulled(picture(30));
  monitor.pulled(picture(20));
  expect(drawn.slice(-3)).toEqual([40, 30, 20]);
  vi.advanceTimersByTime(60_000);
  monitor.dropStale();
  expect(monitor.shown.value).toEqual(replay(7));
  monitor.pull(false);
  replayed(7, 60);
  vi.advanceTimersByTime(100);
  expect(drawn.at(-1)).toBe(60);
  source.value = HOLD;
  monitor.pull(true);
  monitor.pulled(picture(10));
  expect(drawn.at(-1), "it is not on program any more").toBe("black");
});
