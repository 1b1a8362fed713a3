import { expect, test } from "vitest";
import { remaining } from "../i18n/time";
import { angleAt, replayLeft } from "./angle";

const segments = [
  { camera: 2, from: 1_000, to: 4_000 },
  { camera: 1, from: 4_000, to: 9_000 },
];

test.each([
  [1_000, 2],
  [3_999.967, 2],
  [4_000, 1],
  [8_999, 1],
  [9_500, 1],
  [500, 2],
])("a picture of %d ms is of camera %d", (time, camera) => expect(angleAt(segments, time)).toBe(camera));

test("a gap between segments belongs to the one before it", () => {
  const [first, second] = [segments[0] as (typeof segments)[0], { camera: 3, from: 6_000, to: 9_000 }];
  expect(angleAt([first, second], 5_000)).toBe(2);
  expect(angleAt([], 5_000)).toBeNull();
});

test.each([
  [4_800, "0:10"],
  [5_000, "0:10"],
  [5_001, "0:10"],
  [6_000, "0:09"],
  [14_999, "0:01"],
  [15_000, "0:00"],
  [16_000, "0:00"],
])("a replay of ten seconds that begins at 5 s shows at %d ms %s", (now, shown) => {
  expect(remaining(replayLeft({ rolling: 5_000, duration: 10_000 }, now))).toBe(shown);
});

test("a replay whose first picture is not there yet has all of its time", () => {
  expect(replayLeft({ rolling: null, duration: 10_000 }, 99_000)).toBe(10_000);
});
