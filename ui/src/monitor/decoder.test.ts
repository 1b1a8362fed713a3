import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Decoder, decoderConfig } from "./decoder";
import type { Config, Frame } from "./wire";

/** A `VideoDecoder` whose output the test gives. */
class FakeDecoder {
  static all: FakeDecoder[] = [];
  state = "unconfigured";
  configured: VideoDecoderConfig[] = [];
  chunks: { type: string; timestamp: number }[] = [];
  flushes = 0;

  constructor(readonly init: VideoDecoderInit) {
    FakeDecoder.all.push(this);
  }

  configure(config: VideoDecoderConfig): void {
    this.state = "configured";
    this.configured.push(config);
  }

  decode(chunk: { type: string; timestamp: number }): void {
    if (this.state !== "configured") throw new Error("not configured");
    this.chunks.push(chunk);
  }

  flush(): Promise<void> {
    this.flushes++;
    return Promise.resolve();
  }

  close(): void {
    this.state = "closed";
  }

  /** Gives a picture out; says whether it was closed at once. */
  give(timestamp: number): boolean {
    const picture = { timestamp, close: vi.fn() };
    this.init.output(picture as unknown as VideoFrame);
    return picture.close.mock.calls.length > 0;
  }

  fail(): void {
    this.state = "closed";
    this.init.error(new DOMException("broken"));
  }
}

const VP8: Config = { codec: "vp8", width: 1280, height: 720 };
const H264: Config = { codec: "h264", width: 64, height: 64, description: new Uint8Array([1, 0x42, 0xc0, 0x1f]) };

function frame(timestamp: number, kind: { key?: boolean; hidden?: boolean } = {}): Frame {
  return { key: false, hidden: false, timestamp, data: new Uint8Array([0]), ...kind };
}

const last = () => FakeDecoder.all.at(-1) as FakeDecoder;
let shown: [number, boolean][];
let asked: number;
let blamed: boolean;
let decoder: Decoder;

beforeEach(() => {
  FakeDecoder.all = [];
  vi.stubGlobal("VideoDecoder", FakeDecoder);
  vi.stubGlobal(
    "EncodedVideoChunk",
    class {
      constructor(init: object) {
        Object.assign(this, init);
      }
    },
  );
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.spyOn(console, "warn").mockImplementation(() => {});
  shown = [];
  asked = 0;
  blamed = false;
  decoder = new Decoder({
    picture: ({ timestamp }, behind) => shown.push([timestamp, behind]),
    needsKeyframe: (overloaded) => {
      asked++;
      blamed = overloaded;
    },
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("a decoder", () => {
  test("shows pictures, and decodes the hidden ones without showing them", () => {
    decoder.configure(VP8);
    decoder.decode(frame(1, { key: true, hidden: true }));
    decoder.decode(frame(2, { hidden: true }));
    decoder.decode(frame(3));
    expect([1, 2, 3].map((timestamp) => last().give(timestamp))).toEqual([true, true, false]);
    expect(shown).toEqual([[3, false]]);
  });

  test("tells a shown frame from a later lead-in over the same time", () => {
    decoder.configure(VP8);
    decoder.decode(frame(5, { key: true }));
    decoder.decode(frame(5, { key: true, hidden: true }));
    decoder.decode(frame(6));
    expect([5, 5, 6].map((timestamp) => last().give(timestamp))).toEqual([false, true, false]);
  });

  test("that saves decodes keyframes alone and asks for none, and afterwards goes on at a keyframe", () => {
    decoder.configure(VP8);
    decoder.decode(frame(1, { key: true }));
    decoder.save(true);
    decoder.decode(frame(2));
    decoder.decode(frame(3, { key: true }));
    decoder.decode(frame(4));
    expect([last().chunks.map(({ timestamp }) => timestamp), asked, decoder.dropped]).toEqual([[1, 3], 0, 2]);
    decoder.save(false);
    decoder.decode(frame(5));
    expect([asked, blamed]).toEqual([1, false]);
    decoder.decode(frame(6, { key: true }));
    decoder.decode(frame(7));
    expect(last().chunks.map(({ timestamp }) => timestamp)).toEqual([1, 3, 6, 7]);
  });

  test("takes nothing before a configuration and a keyframe, and asks for one now and then", () => {
    decoder.decode(frame(1, { key: true }));
    decoder.configure(VP8);
    decoder.decode(frame(2));
    decoder.decode(frame(3));
    expect([FakeDecoder.all.length, asked]).toEqual([0, 1]);
    vi.advanceTimersByTime(1_001);
    decoder.decode(frame(4));
    expect(asked).toBe(2);
    decoder.decode(frame(5, { key: true }));
    expect(last().chunks).toMatchObject([{ type: "key", timestamp: 5 }]);
  });

  test("goes on at the next keyframe with a new one after an error", () => {
    decoder.configure(H264);
    decoder.decode(frame(1, { key: true }));
    last().fail();
    decoder.decode(frame(2));
    expect([FakeDecoder.all.length, asked, decoder.dropped]).toEqual([1, 1, 2]);
    expect(blamed).toBe(false);
    decoder.decode(frame(3, { key: true }));
    expect(FakeDecoder.all.length).toBe(2);
    expect(last().configured).toMatchObject([{ codec: "avc1.42c01f", optimizeForLatency: true }]);
    last().give(3);
    expect(shown).toEqual([[3, false]]);
  });

  test("is flushed and configured again when a picture changes its size", () => {
    decoder.configure(VP8);
    decoder.decode(frame(1, { key: true }));
    decoder.configure({ ...VP8, width: 720, height: 1280 });
    decoder.decode(frame(2));
    expect(last().chunks.length).toBe(1);
    decoder.decode(frame(3, { key: true }));
    expect([FakeDecoder.all.length, last().flushes, last().configured.length]).toEqual([1, 1, 2]);
    expect(blamed).toBe(false);
    expect([last().give(1), last().give(3)]).toEqual([false, false]);
  });

  test("is another one for another codec", () => {
    decoder.configure(VP8);
    decoder.decode(frame(1, { key: true }));
    const first = last();
    decoder.configure(H264);
    decoder.decode(frame(2, { key: true }));
    expect([FakeDecoder.all.length, first.state]).toEqual([2, "closed"]);
    expect(first.give(1)).toBe(true);
    expect(shown).toEqual([]);
  });

  test("that has not shown a frame for too long is dropped, up to the next keyframe", () => {
    decoder.configure(VP8);
    decoder.decode(frame(1, { key: true }));
    for (let timestamp = 2; timestamp <= 17; timestamp++) {
      vi.advanceTimersByTime(100);
      decoder.decode(frame(timestamp));
    }
    expect([last().state, decoder.dropped, asked]).toEqual(["closed", 17, 1]);
    expect(blamed).toBe(true);
    decoder.hurry();
    expect([asked, blamed]).toEqual([2, false]);
    decoder.decode(frame(20, { key: true }));
    last().give(20);
    expect(shown).toEqual([[20, false]]);
  });

  test("is not blamed for a page that was held up", () => {
    decoder.configure(VP8);
    decoder.decode(frame(1, { key: true }));
    vi.advanceTimersByTime(2_000);
    decoder.decode(frame(2));
    decoder.decode(frame(3));
    expect([1, 2, 3].map((timestamp) => last().give(timestamp))).toEqual([false, false, false]);
    expect(decoder.dropped).toBe(0);
  });

  test("has as long as a lead-in takes", () => {
    decoder.configure(VP8);
    decoder.decode(frame(1, { key: true, hidden: true }));
    decoder.decode(frame(2));
    for (let timestamp = 3; timestamp <= 25; timestamp++) {
      vi.advanceTimersByTime(100);
      if (timestamp === 15) last().give(1);
      decoder.decode(frame(timestamp));
    }
    expect(last().state).toBe("configured");
  });

  test("says when many pictures are about to follow", () => {
    decoder.configure(VP8);
    for (let timestamp = 1; timestamp <= 6; timestamp++) decoder.decode(frame(timestamp, { key: timestamp === 1 }));
    for (let timestamp = 1; timestamp <= 6; timestamp++) last().give(timestamp);
    expect(shown.map(([, behind]) => behind)).toEqual([true, true, false, false, false, false]);
  });

  test("goes on with what it has when a configuration comes again", () => {
    decoder.configure(H264);
    decoder.decode(frame(1, { key: true }));
    decoder.configure({ ...H264, description: new Uint8Array(H264.description ?? []) });
    decoder.decode(frame(2));
    decoder.decode(frame(3, { key: true }));
    expect([FakeDecoder.all.length, last().configured.length, last().flushes]).toEqual([1, 1, 0]);
    expect([last().give(1), last().give(3)]).toEqual([false, false]);
  });

  test("that was prepared is the one that the stream gets, and shows nothing of what prepared it", () => {
    decoder.prepare(VP8, frame(5, { key: true }));
    decoder.prepare(VP8, frame(6, { key: true }));
    decoder.reset();
    expect(last().chunks).toMatchObject([{ type: "key", timestamp: 0 }]);
    decoder.configure(VP8);
    decoder.decode(frame(2));
    decoder.decode(frame(3, { key: true }));
    expect([FakeDecoder.all.length, last().configured.length]).toEqual([1, 1]);
    expect([last().give(0), last().give(3)]).toEqual([true, false]);
    expect(shown).toEqual([[3, false]]);
    // At work it is left alone, and a reset is one.
    decoder.prepare(H264, frame(4, { key: true }));
    expect(FakeDecoder.all.length).toBe(1);
    decoder.reset();
    expect(last().state).toBe("closed");
  });

  test("that was prepared for another stream serves nobody", () => {
    decoder.prepare(VP8, frame(1, { key: true }));
    decoder.prepare(H264, frame(2, { key: true }));
    expect(FakeDecoder.all.map(({ state }) => state)).toEqual(["closed", "configured"]);
    decoder.configure(VP8);
    decoder.decode(frame(3, { key: true }));
    expect(FakeDecoder.all.map(({ state }) => state)).toEqual(["closed", "closed", "configured"]);
    expect(last().chunks).toMatchObject([{ timestamp: 3 }]);
  });

  test("shows nothing of what was in it before a reset, and keeps its configuration", () => {
    decoder.configure(VP8);
    decoder.decode(frame(1, { key: true }));
    const first = last();
    decoder.reset();
    expect(first.give(1)).toBe(true);
    decoder.decode(frame(2, { key: true }));
    expect(last().give(2)).toBe(false);
    expect(shown).toEqual([[2, false]]);
  });
});

test("H.264 is told as avcC, with the codec string of its record", () => {
  expect(decoderConfig(H264)).toMatchObject({ codec: "avc1.42c01f", description: H264.description });
  expect(decoderConfig(VP8)).toMatchObject({ codec: "vp8", codedWidth: 1280, codedHeight: 720 });
});
