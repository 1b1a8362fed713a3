import { describe, expect, test } from "vitest";
import { parse, parsePast } from "./wire";

interface Header {
  kind: number;
  source: number;
  index: number;
  flags?: number;
  id?: number;
  pts?: number;
}

function message({ kind, source, index, flags = 0, id = 0, pts = 0 }: Header, payload: number[] = []): ArrayBuffer {
  const bytes = new ArrayBuffer(16 + payload.length);
  const view = new DataView(bytes);
  [kind, source, index, flags].forEach((value, at) => {
    view.setUint8(at, value);
  });
  view.setUint32(4, id, true);
  view.setFloat64(8, pts, true);
  new Uint8Array(bytes, 16).set(payload);
  return bytes;
}

const AVCC = [1, 0x42, 0xc0, 0x1f, 0xff, 0xe1, 0];

describe("parse", () => {
  test("an H.264 configuration of a camera", () => {
    const bytes = message({ kind: 1, source: 0, index: 0, id: 3 }, [1, 0, 0x00, 0x05, 0xd0, 0x02, ...AVCC]);
    expect(parse(bytes)).toEqual({
      type: "config",
      stream: { kind: "camera", feed: 3 },
      config: { codec: "h264", width: 1280, height: 720, description: new Uint8Array(AVCC) },
    });
  });

  test("a VP8 configuration of a replay's reading", () => {
    expect(parse(message({ kind: 1, source: 1, index: 1, id: 7 }, [2, 0, 0xd0, 0x02, 0x00, 0x05]))).toEqual({
      type: "config",
      stream: { kind: "replay", reading: 1, id: 7 },
      config: { codec: "vp8", width: 720, height: 1280 },
    });
  });

  test("a frame, its flags and its time in whole microseconds", () => {
    const bytes = message({ kind: 2, source: 0, index: 0, id: 12, flags: 0b11, pts: 123_456_789.6 }, [9, 8, 7]);
    expect(parse(bytes)).toEqual({
      type: "frame",
      stream: { kind: "camera", feed: 12 },
      frame: { key: true, hidden: true, timestamp: 123_456_790, data: new Uint8Array([9, 8, 7]) },
    });
    expect(parse(message({ kind: 2, source: 1, index: 0, id: 0xffff_ffff }, [1]))).toMatchObject({
      stream: { id: 4_294_967_295 },
      frame: { key: false, hidden: false },
    });
  });

  test("a reset", () => {
    const stream = { kind: "camera", feed: 1 };
    expect(parse(message({ kind: 3, source: 0, index: 0, id: 1 }))).toEqual({ type: "reset", stream });
  });

  test("a hole of a replay, in milliseconds", () => {
    const end = new Uint8Array(new Float64Array([4_500_000]).buffer);
    expect(parse(message({ kind: 7, source: 1, index: 0, id: 7, pts: 1_500_000 }, [...end]))).toEqual({
      type: "hole",
      stream: { kind: "replay", reading: 0, id: 7 },
      hole: { from: 1_500, to: 4_500 },
    });
  });

  test.each([
    ["nothing", new ArrayBuffer(0)],
    ["a header cut short", new ArrayBuffer(15)],
    ["an unknown kind", message({ kind: 9, source: 0, index: 1 })],
    ["an unknown source", message({ kind: 3, source: 2, index: 1 })],
    ["a hole without an end", message({ kind: 7, source: 1, index: 0 }, [1])],
    ["a frame without a payload", message({ kind: 2, source: 0, index: 1 })],
    ["a frame without a time", message({ kind: 2, source: 0, index: 1, pts: Number.NaN }, [1])],
    ["a configuration cut short", message({ kind: 1, source: 0, index: 1 }, [1, 0, 0, 5, 0])],
    ["H.264 without its record", message({ kind: 1, source: 0, index: 1 }, [1, 0, 0, 5, 0, 3, 1, 66])],
    ["an unknown codec", message({ kind: 1, source: 0, index: 1 }, [3, 0, 0, 5, 0, 3])],
  ])("%s is no message", (_, bytes) => expect(parse(bytes)).toBeNull());
});

describe("parsePast", () => {
  const fetched = (kind: number, more: Partial<Header> = {}, payload: number[] = []) =>
    parsePast(message({ kind, source: 2, index: 0, id: 9, ...more }, payload));
  const times = (...values: number[]) => [...new Uint8Array(new Float64Array(values).buffer)];

  test("a configuration and a frame", () => {
    const config = { codec: "vp8", width: 720, height: 1280 };
    expect(fetched(1, {}, [2, 0, 0xd0, 0x02, 0x00, 0x05])).toEqual({ type: "config", request: 9, config });
    const frame = { key: true, hidden: true, timestamp: 5_000, data: new Uint8Array([1, 2]) };
    expect(fetched(2, { flags: 3, pts: 5_000 }, [1, 2])).toEqual({ type: "frame", request: 9, frame });
  });

  test("an end, and a refusal in words", () => {
    expect(fetched(5, { pts: 61_500_000 })).toEqual({ type: "end", request: 9, until: 61_500 });
    const reason = [...new TextEncoder().encode("no camera 7")];
    expect(fetched(5, { flags: 8 }, reason)).toEqual({ type: "refused", request: 9, reason: "no camera 7" });
  });

  test("what there is", () => {
    const stretches = [
      { from: 1_000, to: 2_000 },
      { from: 3_000.5, to: 3_000.5 },
    ];
    const payload = times(1_000_000, 2_000_000, 3_000_500, 3_000_500);
    expect(fetched(6, {}, payload)).toEqual({ type: "coverage", request: 9, stretches });
    expect(fetched(6)).toEqual({ type: "coverage", request: 9, stretches: [] });
  });

  test.each([
    ["live pictures", message({ kind: 2, source: 0, index: 0, id: 9 }, [1])],
    ["an unknown kind", message({ kind: 9, source: 2, index: 0 })],
    ["a header cut short", new ArrayBuffer(15)],
    ["an end without a time", message({ kind: 5, source: 2, index: 0, pts: Number.NaN })],
  ])("%s are none", (_, bytes) => expect(parsePast(bytes)).toBeNull());

  test("live monitors do not take it", () =>
    expect(parse(message({ kind: 2, source: 2, index: 0, id: 9 }, [1]))).toBeNull());
});
