import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Surface } from "../monitor/surface";
import type { PastMessage } from "../monitor/wire";
import type { Camera } from "../protocol/Camera";
import type { PlayerState } from "../protocol/PlayerState";
import type { Snapshot } from "../protocol/Snapshot";
import { setSessionClock } from "../store/clock";
import { state } from "../store/desk";
import type { Stretch } from "./spans";
import { Stage } from "./stage";

/** The pictures of each camera, in milliseconds. */
const film = new Map<number, number[]>();
/** What was asked for: the camera, and from when. */
let asked: [number, Stretch][] = [];
let drawn: unknown[] = [];
let frames: FrameRequestCallback[] = [];
let open = 0;
/** How many display frames a picture takes to be decoded; 0 for none. What waits in the decoders, in their order. */
let [slowness, queue] = [0, [] as (() => void)[]];
/** So many of the next decoders give nothing, and don't say why. */
let deaf = 0;

vi.mock("./archive", () => ({
  archive: {
    fetch(camera: number, stretch: Stretch, _: boolean, take: (message: PastMessage) => void) {
      asked.push([camera, stretch]);
      const all = film.get(camera) ?? [];
      const config = { codec: "vp8", width: 640, height: 360 } as const;
      // From the keyframe before: every tenth is one.
      const first = all.filter((at, index) => index % 10 === 0 && at <= stretch.from).at(-1) ?? stretch.from;
      const there = all.filter((at) => at >= first && at < stretch.to);
      if (there.some((at) => at >= stretch.from)) {
        take({ type: "config", request: 1, config });
        for (const at of there) {
          const frame = {
            key: all.indexOf(at) % 10 === 0,
            hidden: false,
            timestamp: at * 1_000,
            data: new Uint8Array(1),
          };
          take({ type: "frame", request: 1, frame });
        }
      }
      take({ type: "end", request: 1, until: stretch.to });
      return () => {};
    },
    coverage: (camera: number) => {
      const all = film.get(camera) ?? [];
      const gap = all.findIndex((at, index) => at - (all[index - 1] ?? at) > 500);
      const [first = 0, end = 0] = [all[0], all.at(-1)];
      if (gap < 0) return Promise.resolve([{ from: first, to: end }]);
      return Promise.resolve([
        { from: first, to: all[gap - 1] },
        { from: all[gap], to: end },
      ]);
    },
  },
}));

class FakeDecoder {
  state = "unconfigured";
  readonly #isDeaf = deaf-- > 0;
  constructor(readonly init: VideoDecoderInit) {}
  configure(): void {
    this.state = "configured";
  }
  decode({ timestamp }: { timestamp: number }): void {
    if (this.#isDeaf) return;
    open++;
    const picture = { timestamp, close: () => open-- };
    const give = () => this.init.output(picture as unknown as VideoFrame);
    if (slowness === 0) void Promise.resolve().then(give);
    else queue.push(give);
  }
  reset(): void {}
  flush = () => Promise.resolve();
  close(): void {
    this.state = "closed";
  }
}

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
  vi.stubGlobal("requestAnimationFrame", (then: FrameRequestCallback) => frames.push(then));
  vi.stubGlobal("cancelAnimationFrame", () => {
    frames = [];
  });
  film.clear();
  [asked, drawn, frames, open] = [[], [], [], 0];
  [slowness, queue] = [0, []];
  deaf = 0;
  setSessionClock(100_000);
  cast(1, 2);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  state.value = null;
});

/** These cameras are in the roster. */
function cast(...numbers: number[]): void {
  const cameras = numbers.map((number) => ({ number, feed: number, state: "live" }) as Camera);
  state.value = { cameras, players: [] } as unknown as Snapshot;
}

function every(step: number, from: number, to: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
}

function player(changes: Partial<PlayerState> = {}, camera = 1): PlayerState {
  const range = { from: 10_000, to: 20_000 };
  const state = { id: 1, on: "cue" as const, desk: 1, camera, playing: null, ...range, segment: 0 };
  return { ...state, segments: [{ camera, ...range }], at: 10_000, since: 100_000, speed: 0, ...changes };
}

function opened(first: PlayerState) {
  let playing: PlayerState | null = first;
  const stage = new Stage(
    () => playing,
    () => true,
    "all",
  );
  const surface = {
    draw: (picture: { timestamp: number }) => drawn.push(picture.timestamp / 1_000),
    clear: () => drawn.push(null),
  };
  stage.showOn(surface as unknown as Surface);
  return {
    stage,
    play(next: PlayerState | null) {
      playing = next;
      stage.look();
    },
    /** So many display frames of a sixtieth pass, with what is decoded in them. */
    async pass(count: number) {
      for (let frame = 0; frame < count; frame++) {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        vi.advanceTimersByTime(1_000 / 60);
        if (slowness > 0 && frame % slowness === 0) queue.shift()?.();
        const [next] = frames.splice(0);
        next?.(performance.now());
      }
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    },
  };
}

test("a cue that stands shows its picture, and a step the next one", async () => {
  film.set(1, every(40, 9_000, 21_000));
  const { stage, play, pass } = opened(player({ at: 12_000 }));
  await pass(3);
  expect(stage.shown.value).toEqual({ camera: 1, at: 12_000 });
  expect(stage.waits.value).toBe(false);
  const next = stage.neighbour(1, 12_000, { from: 10_000, to: 20_000 }, 1);
  expect(next).toBe(12_040);
  expect(stage.neighbour(1, 12_000, { from: 10_000, to: 20_000 }, -2)).toBe(11_920);
  play(player({ at: next ?? 0 }));
  // It is decoded already: the step is not even a display frame.
  expect(stage.shown.value?.at).toBe(12_040);
});

test("another angle is shown in the turn in which it is asked for", async () => {
  film.set(1, every(40, 9_000, 21_000));
  film.set(2, every(40, 9_010, 21_000));
  const { stage, play, pass } = opened(player({ speed: 100 }));
  await pass(40);
  expect(stage.shown.value?.camera).toBe(1);
  play(player({ speed: 100 }, 2));
  expect(stage.shown.value?.camera).toBe(2);
  expect(stage.shown.value?.at).toBeCloseTo(10_000 + 40 * (1_000 / 60), -2);
});

test("a range is played to its last picture, each picture once, and stands there", async () => {
  film.set(1, every(40, 9_000, 21_000));
  const range = { from: 10_010, to: 12_010 };
  const { stage, pass } = opened(player({ ...range, at: 10_010, speed: 100, segments: [{ camera: 1, ...range }] }));
  await pass(200);
  expect(drawn.slice(1)).toEqual(every(40, 10_040, 12_010));
  expect(stage.shown.value?.at).toBe(12_000);
});

test("backwards it shows every picture of the range, down to the first", async () => {
  film.set(1, every(40, 9_000, 21_000));
  const { pass } = opened(player({ at: 12_000, speed: -100 }));
  await pass(200);
  const seen = drawn.filter((at) => at !== null);
  expect(seen).toEqual(every(40, 10_000, 12_001).reverse());
});

test("a hole is black and says how long it is, though its end is not fetched", async () => {
  film.set(1, [...every(40, 9_000, 12_000), ...every(40, 19_000, 21_000)]);
  const { stage, play, pass } = opened(player({ at: 11_000 }));
  await pass(3);
  play(player({ at: 13_000 }));
  await pass(3);
  expect(drawn.at(-1)).toBeNull();
  expect(stage.hole.value).toEqual({ from: 11_960, to: 19_000 });
  expect(stage.shown.value).toBeNull();
  play(player({ at: 19_000 }));
  await pass(3);
  expect(stage.hole.value).toBeNull();
  expect(stage.shown.value?.at).toBe(19_000);
});

test("of a camera that is erased nothing is seen any more", async () => {
  film.set(1, every(40, 9_000, 21_000));
  const { stage, pass } = opened(player({ at: 12_000 }));
  await pass(3);
  film.delete(1);
  cast(2);
  stage.look();
  await pass(3);
  expect(stage.shown.value).toBeNull();
  expect(stage.hole.value).not.toBeNull();
});

test("what is decoded is bounded, and let go of with the cue", async () => {
  film.set(1, every(40, 0, 99_000));
  film.set(2, every(40, 0, 99_000));
  const range = { from: 10_000, to: 90_000 };
  const { play, pass } = opened(player({ ...range, segments: [{ camera: 1, ...range }], speed: 400 }));
  // 96 MB of what there is at 640x360, what is in the decoders, and a few of the other angle.
  const most = (96 * 1_024 * 1_024) / (640 * 360 * 1.5) + 20;
  for (let look = 0; look < 20; look++) {
    await pass(20);
    expect(open).toBeLessThan(most);
  }
  play(null);
  await pass(1);
  expect(open).toBe(0);
});

test("it asks for what it shows first, and for nothing twice", async () => {
  film.set(1, every(40, 0, 99_000));
  film.set(2, every(40, 0, 99_000));
  const { pass } = opened(player({ speed: 100 }));
  await pass(300);
  const own = asked.filter(([camera]) => camera === 1).map(([, stretch]) => stretch);
  expect(own[0]?.from).toBe(10_000);
  const sum = own.reduce((sum, { from, to }) => sum + to - from, 0);
  expect(sum).toBeLessThan(10_500);
});

test("a machine that is slower than the cue leaves out pictures, and goes on with what it plays", async () => {
  film.set(1, every(40, 9_000, 41_000));
  cast(1);
  slowness = 8;
  const range = { from: 10_000, to: 40_000 };
  const { pass } = opened(player({ ...range, segments: [{ camera: 1, ...range }], speed: 100 }));
  await pass(60 * 12);
  const seen = drawn.filter((at) => at !== null) as number[];
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  // Of twelve seconds.
  expect(seen.at(-1)).toBeGreaterThan(19_000);
  expect(seen.length).toBeGreaterThan(5);
});

test("what never comes is fetched and decoded anew", async () => {
  film.set(1, every(40, 9_000, 21_000));
  deaf = 1;
  const { stage, pass } = opened(player({ at: 12_000 }));
  await pass(60);
  expect([stage.shown.value, stage.waits.value]).toEqual([null, true]);
  await pass(240);
  expect(stage.shown.value).toEqual({ camera: 1, at: 12_000 });
});
