import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Camera } from "../protocol/Camera";
import type { Playout } from "../protocol/Playout";
import type { Snapshot } from "../protocol/Snapshot";
import type { Source } from "../protocol/Source";
import { setSessionClock } from "../store/clock";
import type { Monitors } from "./monitors";
import type { Surface } from "./surface";
import type { Config, Frame, Message } from "./wire";

/** A `VideoDecoder` that gives out what the test says. */
class FakeDecoder {
  static all: FakeDecoder[] = [];
  state = "unconfigured";
  chunks: number[] = [];
  constructor(readonly init: VideoDecoderInit) {
    FakeDecoder.all.push(this);
  }
  configure(): void {
    this.state = "configured";
  }
  decode({ timestamp }: { timestamp: number }): void {
    this.chunks.push(timestamp);
  }
  flush = () => Promise.resolve();
  close(): void {
    this.state = "closed";
  }
  give(timestamp: number): { close: ReturnType<typeof vi.fn> } {
    const picture = { timestamp, displayWidth: 64, displayHeight: 64, close: vi.fn() };
    this.init.output(picture as unknown as VideoFrame);
    return picture;
  }
}

class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = FakeSocket.OPEN;
  sent: string[] = [];
  onopen: () => void = () => {};
  onclose: () => void = () => {};
  constructor() {
    FakeSocket.all.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {}
}

/** A display frame of the page, in milliseconds. */
const SHOWN = 10;
const CONFIG: Config = { codec: "vp8", width: 64, height: 64 };
const camera = (number: number): Camera =>
  ({
    number,
    feed: number,
    name: "",
    state: "live",
    since: 0,
    tally: "off",
    sound: { mode: "music", delay: 0 },
    playout_delay: 0,
  }) as Camera;
const toCamera = (number: number, message: { type: "config"; config: Config } | { type: "frame"; frame: Frame }) =>
  monitors.message({ ...message, stream: { kind: "camera", feed: number } } as Message);
const frame = (timestamp: number, key = true): Frame => ({
  key,
  hidden: false,
  timestamp,
  data: new Uint8Array([0]),
});

/** The decoder that a frame went into; a replay's are made before they are needed. */
const decoderOf = (timestamp: number) => FakeDecoder.all.find(({ chunks }) => chunks.includes(timestamp));

let monitors: Monitors;
let drawn: number[];
let desk: typeof import("../store/desk");
let hide: (hidden: boolean) => void;

/** Puts a camera on program. */
function onAir(number: number, cameras = [camera(1), camera(2)], playout: Playout = { kind: "as_it_comes" }): void {
  const source: Source = { kind: "camera", camera: number };
  desk.state.value = {
    cameras,
    selected: number,
    history: [{ source, since: 0 }],
    playout,
  } as unknown as Snapshot;
}

beforeEach(async () => {
  [FakeDecoder.all, FakeSocket.all, drawn] = [[], [], []];
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
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("window", { setTimeout, clearTimeout, setInterval, clearInterval });
  vi.stubGlobal("requestAnimationFrame", (then: (now: number) => void) =>
    setTimeout(() => then(performance.now()), SHOWN - (performance.now() % SHOWN)),
  );
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
  const page = {
    hidden: false,
    told: () => {},
    addEventListener: (_: string, told: () => void) => Object.assign(page, { told }),
    removeEventListener: () => {},
  };
  vi.stubGlobal("document", page);
  hide = (hidden) => {
    page.hidden = hidden;
    page.told();
  };
  vi.spyOn(console, "warn").mockImplementation(() => {});
  desk = await import("../store/desk");
  const { Monitors } = await import("./monitors");
  monitors = new Monitors();
  // The monitors of an earlier test draw elsewhere.
  const here = drawn;
  const surface = {
    draw: ({ timestamp }: VideoFrame) => here.push(timestamp),
    clear: () => here.push(-1),
    canvas: null,
  } as unknown as Surface;
  monitors.program.showOn(surface);
});

afterEach(() => {
  monitors.stop();
  desk.state.value = null;
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function started(audience: "desk" | "screen"): Promise<void> {
  onAir(1);
  monitors.start(() => Promise.resolve("ws://127.0.0.1:1/monitor"), audience);
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.all[0]?.onopen();
}

test("a camera that is not watched any more leaves nothing in its decoder, and a cut back waits for a new picture", async () => {
  await started("screen");
  toCamera(1, { type: "config", config: CONFIG });
  toCamera(1, { type: "frame", frame: frame(10) });
  toCamera(1, { type: "frame", frame: frame(20, false) });
  decoderOf(10)?.give(10);
  expect(drawn.at(-1)).toBe(10);

  onAir(2);
  expect(drawn.at(-1), "the old picture stays until there is a new one").toBe(10);
  expect(decoderOf(20)?.state).toBe("closed");
  expect(decoderOf(20)?.give(20).close, "what was in the decoder is let go").toHaveBeenCalled();
  // What was on its way is not decoded for nobody.
  toCamera(1, { type: "frame", frame: frame(30) });
  expect(decoderOf(30)).toBeUndefined();

  toCamera(2, { type: "config", config: CONFIG });
  toCamera(2, { type: "frame", frame: frame(40) });
  decoderOf(40)?.give(40);
  onAir(1);
  expect(drawn.at(-1), "an old picture of camera 1 is not live").toBe(40);
});

test("a desk behind another window keeps program alone, and nothing old of the others", async () => {
  await started("desk");
  for (const number of [1, 2]) {
    toCamera(number, { type: "config", config: CONFIG });
    toCamera(number, { type: "frame", frame: frame(number * 10) });
    decoderOf(number * 10)?.give(number * 10);
  }
  expect([...monitors.withPicture.value]).toEqual([1, 2]);
  hide(true);
  expect([...monitors.withPicture.value]).toEqual([1]);
  expect([10, 20].map((timestamp) => decoderOf(timestamp)?.state)).toEqual(["configured", "closed"]);
  hide(false);
  expect(JSON.parse(FakeSocket.all[0]?.sent.at(-1) ?? "")).toEqual({ type: "watch", feeds: [1, 2] });
});

test("a connection that is gone takes its decoders along", async () => {
  await started("desk");
  toCamera(1, { type: "config", config: CONFIG });
  toCamera(1, { type: "frame", frame: frame(10) });
  FakeSocket.all[0]?.onclose();
  expect(decoderOf(10)?.state).toBe("closed");
  expect(decoderOf(10)?.give(10).close).toHaveBeenCalled();
  expect(monitors.program.shown.value).toBeNull();
});

test("cameras that change places go on as they are: no decoder begins anew, and program shows no other picture", async () => {
  await started("desk");
  for (const number of [1, 2]) {
    toCamera(number, { type: "config", config: CONFIG });
    toCamera(number, { type: "frame", frame: frame(number * 10) });
    decoderOf(number * 10)?.give(number * 10);
  }
  const tiles = [1, 2].map((number) => {
    const shown: number[] = [];
    const draw = ({ timestamp }: VideoFrame) => shown.push(timestamp);
    monitors.showCameraOn(number, { draw, clear: () => shown.push(-1) } as unknown as Surface);
    return shown;
  });
  expect(tiles.map((shown) => shown.at(-1))).toEqual([10, 20]);
  drawn.length = 0;

  // The first camera is on program, under the second's number from now on.
  onAir(2, [
    { ...camera(1), feed: 2 },
    { ...camera(2), feed: 1 },
  ]);
  expect(tiles.map((shown) => shown.at(-1))).toEqual([20, 10]);
  expect(drawn.filter((timestamp) => timestamp !== 10)).toEqual([]);
  expect(monitors.program.shown.value).toEqual({ kind: "camera", camera: 2 });
  const [first, second] = [decoderOf(10), decoderOf(20)];
  toCamera(1, { type: "frame", frame: frame(50, false) });
  toCamera(2, { type: "frame", frame: frame(60, false) });
  expect([decoderOf(50), decoderOf(60)]).toEqual([first, second]);
  first?.give(50);
  second?.give(60);
  expect(drawn.at(-1)).toBe(50);
  expect(JSON.parse(FakeSocket.all[0]?.sent.at(-1) ?? "")).toEqual({ type: "watch", feeds: [1, 2] });
});

/** Two cameras of which each has a picture every 30 ms, 10 ms on its way, into decoders that take no time. */
async function film(milliseconds: number): Promise<void> {
  for (const end = performance.now() + milliseconds; performance.now() < end; await vi.advanceTimersByTimeAsync(30)) {
    for (const number of [1, 2]) {
      // Microseconds, and the camera's number as the last figure of them.
      toCamera(number, { type: "frame", frame: frame((performance.now() - 10) * 1_000 + number, false) });
    }
  }
}

/** What was drawn last: of which camera, and how far behind its time. */
const last = () => {
  const timestamp = drawn.at(-1) ?? 0;
  return { camera: timestamp % 10, behind: performance.now() - (timestamp - (timestamp % 10)) / 1_000 };
};

async function audience(playout: Playout): Promise<void> {
  setSessionClock(performance.now());
  onAir(1, delayed(), playout);
  monitors.start(() => Promise.resolve("ws://127.0.0.1:1/monitor"), "screen");
  vi.spyOn(FakeDecoder.prototype, "decode").mockImplementation(function (this: FakeDecoder, { timestamp }) {
    setTimeout(() => this.give(timestamp));
  });
  await vi.advanceTimersByTimeAsync(0);
  for (const number of [1, 2]) {
    toCamera(number, { type: "config", config: CONFIG });
    toCamera(number, { type: "frame", frame: frame((performance.now() - 40) * 1_000) });
  }
}

const delayed = () => [
  { ...camera(1), playout_delay: 100 },
  { ...camera(2), playout_delay: 400 },
];

test("an audience sees each camera as far behind as the engine says, and a cut to one on standby at once", async () => {
  await audience({ kind: "automatic" });
  // Program keeps its rate: the other camera is decoded on standby.
  for (let second = 0; second < 8; second++) await film(1_000);
  expect(JSON.parse(FakeSocket.all[0]?.sent.at(-1) ?? "")).toEqual({ type: "watch", feeds: [1, 2] });
  toCamera(2, { type: "config", config: CONFIG });
  toCamera(2, { type: "frame", frame: frame((performance.now() - 10) * 1_000) });
  await film(2_000);
  expect(last().camera).toBe(1);
  expect(Math.abs(last().behind - 115)).toBeLessThan(20);

  onAir(2, delayed(), { kind: "automatic" });
  expect(last().camera).toBe(2);
  expect(Math.abs(last().behind - 415)).toBeLessThan(35);
  await film(500);
  expect(Math.abs(last().behind - 415)).toBeLessThan(35);

  onAir(2, delayed(), { kind: "as_it_comes" });
  await film(200);
  expect(last().behind).toBeLessThan(50);
});

test("a camera that is back is whole, though the state still says that it is lost", async () => {
  await audience({ kind: "automatic" });
  const start = (performance.now() + 30) * 1_000;
  await vi.advanceTimersByTimeAsync(40);
  const decode = vi.spyOn(FakeDecoder.prototype, "decode");
  toCamera(1, { type: "frame", frame: frame(start) });
  toCamera(1, { type: "frame", frame: frame(start + 33_000, false) });
  onAir(1, [{ ...camera(1), state: "lost", playout_delay: 200 }], { kind: "automatic" });
  await vi.advanceTimersByTimeAsync(400);
  expect(decode.mock.calls.slice(-2).map(([{ timestamp }]) => timestamp)).toEqual([start, start + 33_000]);
});

test("as it comes every picture is drawn in the turn in which it is decoded", async () => {
  onAir(1, delayed(), { kind: "as_it_comes" });
  monitors.start(() => Promise.resolve("ws://127.0.0.1:1/monitor"), "screen");
  await vi.advanceTimersByTimeAsync(0);
  toCamera(1, { type: "config", config: CONFIG });
  toCamera(1, { type: "frame", frame: frame(10) });
  decoderOf(10)?.give(10);
  expect(drawn.at(-1)).toBe(10);
});

test("the engine is told of a standstill that this page made, and of no other", async () => {
  await started("desk");
  toCamera(1, { type: "config", config: CONFIG });
  const shown = async (timestamp: number, key: boolean, decoding: number) => {
    toCamera(1, { type: "frame", frame: frame(timestamp, key) });
    await vi.advanceTimersByTimeAsync(decoding);
    decoderOf(timestamp)?.give(timestamp);
  };
  const told = () =>
    FakeSocket.all[0]?.sent.map((text) => JSON.parse(text)).filter(({ type }) => type === "standstill");
  await shown(10, true, 5);
  await vi.advanceTimersByTimeAsync(400);
  await shown(20, false, 5);
  expect(told(), "nothing came").toEqual([]);
  await shown(30, false, 300);
  expect(told()).toEqual([{ type: "standstill", feed: 1, decoder: 300, drawing: 0 }]);
});
