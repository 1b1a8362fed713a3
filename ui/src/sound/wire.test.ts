import { expect, test } from "vitest";
import { parseSound, samplesOf } from "./wire";

function message(kind: number, source: number, flags: number, at: number, payload: number[]): ArrayBuffer {
  const bytes = new ArrayBuffer(16 + payload.length);
  const view = new DataView(bytes);
  [kind, source, 0, flags].forEach((value, place) => {
    view.setUint8(place, value);
  });
  view.setUint32(4, 7, true);
  view.setFloat64(8, at, true);
  new Uint8Array(bytes, 16).set(payload);
  return bytes;
}

test("a packet has its feed, its time and its form", () => {
  const data = new Uint8Array([1, 2, 3]);
  expect(parseSound(message(4, 0, 0, 1_500_000, [1, 2, 3]))).toEqual({ feed: 7, at: 1_500, form: "opus", data });
  expect(parseSound(message(4, 0, 4, 1_500_250, [1, 2, 3]))).toMatchObject({ at: 1_500.25, form: "samples" });
});

test.each([
  ["nothing", new ArrayBuffer(0)],
  ["a picture", message(2, 0, 0, 0, [1])],
  ["another source", message(4, 1, 0, 0, [1])],
  ["a packet without a time", message(4, 0, 0, Number.NaN, [1])],
  ["a packet without sound", message(4, 0, 0, 0, [])],
])("%s is no sound", (_, bytes) => expect(parseSound(bytes)).toBeNull());

test("samples are left and right in turn", () => {
  const [left, right] = samplesOf(new Uint8Array([0, 0x40, 0, 0x80, 0xff, 0xff, 1, 0, 9]));
  expect([...left]).toEqual([0.5, -1 / 32_768]);
  expect([...right]).toEqual([-1, 1 / 32_768]);
});
