import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Config } from "../monitor/wire";
import { Footage, type Spot, timeOf } from "./footage";
import { Reader } from "./reader";
import { wantedFrom } from "./wanted";

const SMALL: Config = { codec: "vp8", width: 640, height: 360 };
const LARGE: Config = { codec: "vp8", width: 1_280, height: 720 };

/** A picture that knows whether it was closed. */
class FakePicture {
  isOpen = true;
  constructor(readonly timestamp: number) {
    pictures.push(this);
  }
  close(): void {
    this.isOpen = false;
  }
}

/** A `VideoDecoder` that gives pictures when it is told to. */
class FakeDecoder {
  state = "unconfigured";
  waiting: number[] = [];
  fed: number[] = [];
  configured: VideoDecoderConfig[] = [];
  flushes = 0;
  constructor(readonly init: VideoDecoderInit) {
    decoders.push(this);
  }
  configure(config: VideoDecoderConfig): void {
    this.state = "configured";
    this.configured.push(config);
  }
  decode(chunk: { type: string; timestamp: number }): void {
    const before = this.fed[this.fed.length - 1];
    if (chunk.type === "delta" && (before === undefined || before >= chunk.timestamp)) throw new Error("no keyframe");
    this.fed.push(chunk.timestamp);
    this.waiting.push(chunk.timestamp);
  }
  reset(): void {
    this.state = "unconfigured";
    this.waiting = [];
  }
  flush(): Promise<void> {
    this.flushes++;
    return Promise.resolve();
  }
  close(): void {
    this.state = "closed";
  }
  /** Gives everything out that is in it, and what goes in meanwhile. */
  give(): void {
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      this.init.output(new FakePicture(next) as unknown as VideoFrame);
    }
  }
}

let decoders: FakeDecoder[] = [];
let pictures: FakePicture[] = [];

beforeEach(() => {
  [decoders, pictures] = [[], []];
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
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Groups of ten pictures, 40 ms apart, of these sizes. */
function filmed(...sizes: Config[]): Footage {
  const footage = new Footage();
  const take = footage.intake();
  for (const [group, config] of sizes.entries()) {
    take({ type: "config", config });
    for (let index = 0; index < 10; index++) {
      const timestamp = (group * 10 + index) * 40_000;
      take({ type: "frame", frame: { key: index === 0, hidden: false, timestamp, data: new Uint8Array(1) } });
    }
  }
  footage.known.add({ from: 0, to: sizes.length * 400 });
  return footage;
}

function at(footage: Footage, time: number): Spot {
  const spot = footage.before(time);
  if (!spot) throw new Error(`no picture at ${time}`);
  return spot;
}

/** The times of the pictures that are kept. */
function kept(): number[] {
  return pictures.filter(({ isOpen }) => isOpen).map(({ timestamp }) => timestamp / 1_000);
}

test("a picture in the middle of its group is decoded from the keyframe, what follows never more than a few at once", () => {
  const footage = filmed(SMALL);
  const changed = vi.fn();
  const reader = new Reader(footage, changed);
  reader.want([at(footage, 360)], 4);
  expect(decoders[0]?.waiting).toHaveLength(10);
  expect(decoders[0]?.configured[0]?.hardwareAcceleration).toBe("prefer-software");
  decoders[0]?.give();
  expect(decoders[0]?.fed).toHaveLength(10);
  expect(reader.picture(at(footage, 360))?.timestamp).toBe(360_000);
  expect(changed).toHaveBeenCalled();
  expect(kept(), "what is nearest").toEqual([240, 280, 320, 360]);
});

test("who goes on decodes what follows, and nothing again", () => {
  const footage = filmed(SMALL, SMALL);
  const reader = new Reader(footage, () => {});
  for (let time = 0; time < 800; time += 40) {
    reader.want(wantedFrom(footage, at(footage, time), 100, 5), 5);
    decoders[0]?.give();
    expect(reader.picture(at(footage, time))).not.toBeNull();
  }
  expect(decoders[0]?.fed).toHaveLength(20);
  expect(pictures.filter(({ isOpen }) => isOpen).length).toBeLessThanOrEqual(5);
});

test("backwards a group is decoded once, and the one before it ahead of its time", () => {
  const footage = filmed(SMALL, SMALL, SMALL);
  const reader = new Reader(footage, () => {});
  for (let time = 1_160; time >= 0; time -= 40) {
    reader.want(wantedFrom(footage, at(footage, time), -100, 22), 22);
    decoders[0]?.give();
    expect(reader.picture(at(footage, time))).not.toBeNull();
  }
  expect(decoders[0]?.fed.length).toBeLessThanOrEqual(40);
});

test("less room than a group has still shows every picture backwards", () => {
  const footage = filmed(SMALL, SMALL);
  const reader = new Reader(footage, () => {});
  for (let time = 760; time >= 0; time -= 40) {
    reader.want(wantedFrom(footage, at(footage, time), -100, 4), 4);
    decoders[0]?.give();
    expect(reader.picture(at(footage, time))).not.toBeNull();
    expect(kept().length).toBeLessThanOrEqual(4);
  }
});

test("another size within the range is told to the decoder before its keyframe", () => {
  const footage = filmed(SMALL, LARGE);
  const reader = new Reader(footage, () => {});
  reader.want([at(footage, 360), at(footage, 400)], 4);
  decoders[0]?.give();
  expect(decoders[0]?.configured.map(({ codedWidth }) => codedWidth)).toEqual([640, 1_280]);
  expect(reader.picture(at(footage, 400))).not.toBeNull();
});

test("who goes elsewhere does not wait for what the decoder still has", () => {
  const footage = filmed(SMALL, SMALL, SMALL);
  const reader = new Reader(footage, () => {});
  reader.want([at(footage, 360)], 4);
  reader.want([at(footage, 800)], 4);
  decoders[0]?.give();
  expect(reader.picture(at(footage, 800))).not.toBeNull();
  expect(reader.picture(at(footage, 360))).toBeNull();
});

test("a decoder that keeps its last picture is told that no more come", () => {
  const footage = filmed(SMALL);
  const reader = new Reader(footage, () => {});
  reader.want([at(footage, 0)], 4);
  vi.advanceTimersByTime(100);
  reader.want([at(footage, 0)], 4);
  expect(decoders[0]?.flushes).toBe(0);
  vi.advanceTimersByTime(100);
  reader.want([at(footage, 0)], 4);
  expect(decoders[0]?.flushes).toBe(1);
  decoders[0]?.give();
  // What is decoded next begins at the keyframe.
  reader.want([at(footage, 40)], 4);
  decoders[0]?.give();
  expect(decoders[0]?.fed).toEqual([0, 0, 40_000]);
});

test("a group that fails twice is left out, and the others go on", () => {
  const footage = filmed(SMALL, SMALL);
  const reader = new Reader(footage, () => {});
  const broken = at(footage, 0).gop;
  for (let time = 0; time < 2; time++) {
    reader.want([at(footage, 0)], 4);
    const decoder = decoders.at(-1);
    decoder?.init.error(new DOMException("damaged"));
  }
  expect(footage.before(100)).toBeNull();
  expect(at(footage, 400).gop).not.toBe(broken);
  reader.want([at(footage, 400)], 4);
  decoders.at(-1)?.give();
  expect(reader.picture(at(footage, 400))).not.toBeNull();
  expect(decoders.at(-1)?.configured[0]?.hardwareAcceleration).not.toBe("prefer-software");
});

test("a reader that is closed keeps nothing", () => {
  const footage = filmed(SMALL);
  const reader = new Reader(footage, () => {});
  reader.want([at(footage, 360)], 9);
  decoders[0]?.give();
  reader.close();
  expect(kept()).toEqual([]);
  expect(decoders[0]?.state).toBe("closed");
});

test.each([
  [100, [400, 440, 480, 520, 560, 600, 640, 680, 720, 760]],
  [0, [400, 440, 480, 520, 560, 600, 360, 320]],
  [-100, [400, 360, 320, 280, 240, 200, 160, 440]],
])("what is wanted at %i %%, eleven at most, by blocks where it is before", (speed, times) => {
  const footage = filmed(SMALL, SMALL);
  const wanted = wantedFrom(footage, at(footage, 400), speed, 11).map(timeOf);
  expect(wanted.slice(0, times.length)).toEqual(times);
  expect(wanted.length).toBeLessThanOrEqual(11);
});

test("times of pictures are as they were taken", () => expect(timeOf(at(filmed(SMALL), 41))).toBe(40));
