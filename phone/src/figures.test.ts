import { expect, test } from "vitest";
import { readFigures } from "./figures";

const sent = { type: "outbound-rtp", kind: "video", frameWidth: 720, frameHeight: 1280, framesPerSecond: 29.6 };
const sound = { type: "outbound-rtp", kind: "audio" };
const heard = (fractionLost: number, roundTripTime: number) => ({
  type: "remote-inbound-rtp",
  kind: "video",
  fractionLost,
  roundTripTime,
});

test("the shorter side counts, however the phone is held", () => {
  expect(readFigures([sound, sent])).toEqual({ lines: 720, fps: 30, signal: 3 });
});

test.each([
  [0, 0.01, 3],
  [0.03, 0.01, 2],
  [0, 0.15, 2],
  [0.1, 0.01, 1],
  [0, 0.5, 1],
])("a loss of %d and a round trip of %d s are %d bars", (loss, trip, signal) => {
  expect(readFigures([sent, heard(loss, trip)])?.signal).toBe(signal);
});

test("a picture that stands still is no signal to speak of", () => {
  const { framesPerSecond: _, ...still } = sent;
  expect(readFigures([still, heard(0, 0.01)])).toEqual({ lines: 720, fps: 0, signal: 1 });
});

test("nothing is sent yet", () => {
  expect(readFigures([sound, { type: "outbound-rtp", kind: "video" }])).toBeNull();
  expect(readFigures([])).toBeNull();
});
