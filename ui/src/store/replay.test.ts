import { expect, test } from "vitest";
import { remaining } from "../i18n/time";
import type { Replay } from "../protocol/Replay";
import type { Snapshot } from "../protocol/Snapshot";
import { now } from "./clock";
import { state } from "./desk";
import { angleAt, position, positionAt } from "./replay";

/** Ten seconds, and whatever they are of. */
const replayOf = (rolling: number | null): Replay => ({ id: 1, started: 0, rolling, duration: 10_000, segments: [] });

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
  expect(remaining(positionAt(replayOf(5_000), now).left ?? 0)).toBe(shown);
});

test("a replay whose first picture is not there yet has all of its time", () => {
  expect(positionAt(replayOf(null), 99_000)).toMatchObject({ share: 0, left: 10_000 });
});

test("a replay's moment goes through its segments, in order, and then is over", () => {
  const replay = {
    id: 1,
    started: 49_800,
    rolling: 50_000,
    duration: 10_000,
    segments: [
      { camera: 1, from: 40_000, to: 44_000 },
      { camera: 2, from: 44_000, to: 50_000 },
    ],
  };
  expect([49_900, 50_000, 53_000, 55_000, 59_999, 60_000].map((now) => positionAt(replay, now).at)).toEqual([
    40_000,
    40_000,
    43_000,
    45_000,
    49_999,
    null,
  ]);
});

test("the desk's position is that of the replay on program, at the beat of the page", () => {
  now.value = 6_000;
  expect(position.value).toBeNull();
  state.value = { replay: replayOf(5_000), players: [] as Snapshot["players"] } as Snapshot;
  expect(position.value).toMatchObject({ share: 0.1, left: 9_000 });
  now.value = 7_000;
  expect(position.value?.share).toBe(0.2);
  state.value = null;
});

test("a replay in slow motion takes as long as it plays, and one that stands has no end", () => {
  const player = { id: 1, on: "program", desk: null, camera: 1, playing: null, from: 40_000, to: 50_000, segment: 0 };
  const segments = [{ camera: 1, from: 40_000, to: 50_000 }];
  const at = (speed: number) =>
    ({ players: [{ ...player, segments, at: 42_000, since: 5_000, speed }] }) as unknown as Snapshot;
  now.value = 6_000;
  state.value = at(50);
  expect(position.value).toEqual({ share: 0.25, left: 15_000, at: 42_500 });
  state.value = at(0);
  expect(position.value).toEqual({ share: 0.2, left: null, at: 42_000 });
  state.value = null;
});
