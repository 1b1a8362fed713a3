import { describe, expect, test } from "vitest";
import type { PlayerState } from "../protocol/PlayerState";
import { leftOf, lengthOf, playedOf, positionOf } from "./player";

function playerOf(changes: Partial<PlayerState>): PlayerState {
  const segments = [
    { camera: 1, from: 40_000, to: 44_000 },
    { camera: 2, from: 44_000, to: 50_000 },
  ];
  const fixed = { id: 1, on: "cue" as const, desk: 1, camera: null, playing: null, from: 40_000, to: 50_000 };
  return { ...fixed, segments, segment: 0, at: 40_000, since: 100_000, speed: 100, ...changes };
}

test.each<[string, Partial<PlayerState>, number, [number, number, boolean]]>([
  ["at its beginning", {}, 100_000, [0, 40_000, false]],
  ["a clock that is behind it", {}, 99_000, [0, 40_000, false]],
  ["three seconds on", {}, 103_000, [0, 43_000, false]],
  ["at the cut", {}, 104_000, [1, 44_000, false]],
  ["at half the speed, beyond the cut", { speed: 50 }, 110_000, [1, 45_000, false]],
  ["at its end", {}, 110_000, [1, 50_000, true]],
  ["long after", {}, 999_000, [1, 50_000, true]],
  ["standing", { speed: 0, at: 42_000 }, 999_000, [0, 42_000, false]],
  ["backwards over the cut", { speed: -200, segment: 1, at: 46_000 }, 102_000, [0, 42_000, false]],
  ["backwards to its beginning", { speed: -200, segment: 1, at: 46_000 }, 103_000, [0, 40_000, false]],
  ["backwards beyond it", { speed: -200, segment: 1, at: 46_000 }, 103_001, [0, 40_000, true]],
])("%s", (_, changes, now, [segment, at, over]) => {
  expect(positionOf(playerOf(changes), now)).toEqual({ segment, camera: segment + 1, at, over });
});

test("angles one after the other play the same range again", () => {
  const segments = [1, 3, 2].map((camera) => ({ camera, from: 40_000, to: 42_000 }));
  const player = playerOf({ segments, to: 42_000 });
  const shown = [0, 1_999, 2_000, 4_500, 5_999].map((after) => positionOf(player, 100_000 + after));
  expect(shown.map(({ camera, at }) => [camera, at])).toEqual([
    [1, 40_000],
    [1, 41_999],
    [3, 40_000],
    [2, 40_500],
    [2, 41_999],
  ]);
});

test("nothing to play is nowhere", () => {
  expect(positionOf(playerOf({ segments: [] }), 105_000).camera).toBeNull();
});

test.each([
  [100, 100_000, 10_000],
  [50, 104_000, 16_000],
  [-100, 101_000, 0],
  [0, 101_000, null],
])("at %d %% at %d ms it goes on for %s ms", (speed, now, left) => {
  expect(leftOf(playerOf({ speed }), now)).toBe(left);
});

describe("whatever is played", () => {
  const players = Array.from({ length: 300 }, (_, seed) => anyPlayer(random(seed)));

  test("time that passes is what is played, at its speed, until the end", () => {
    for (const { player, past } of players) {
      const length = lengthOf(player);
      const begun = playedOf(player, positionOf(player, player.since));
      const wanted = begun + (past * player.speed) / 100;
      const position = positionOf(player, player.since + past);
      expect(playedOf(player, position)).toBeCloseTo(Math.max(0, Math.min(length, wanted)), 4);
      expect(position.over).toBe(player.speed > 0 ? wanted >= length : wanted < 0);
    }
  });

  test("where it is lies in its segment, and that segment's camera is shown", () => {
    for (const { player, past } of players) {
      const { segment, camera, at } = positionOf(player, player.since + past);
      const its = player.segments[segment];
      expect(at).toBeGreaterThanOrEqual(its?.from ?? Number.NaN);
      expect(at).toBeLessThanOrEqual(its?.to ?? Number.NaN);
      expect(camera).toBe(its?.camera);
    }
  });

  test("a state that is taken on the way says the same from there on", () => {
    for (const { player, past } of players) {
      const now = player.since + past;
      const { segment, at } = positionOf(player, now);
      const taken = { ...player, segment, at, since: now };
      const [later, sooner] = [positionOf(player, now + 700), positionOf(taken, now + 700)];
      expect(sooner.at).toBeCloseTo(later.at, 4);
      expect([sooner.segment, sooner.camera, sooner.over]).toEqual([later.segment, later.camera, later.over]);
    }
  });

  test("it goes on for as long as it says", () => {
    for (const { player, past } of players) {
      const now = player.since + past;
      const left = leftOf(player, now);
      if (left === null) expect(player.speed).toBe(0);
      else if (!positionOf(player, now).over) {
        if (left > 2) expect(positionOf(player, now + left - 1).over).toBe(false);
        expect(positionOf(player, now + left + 1).over).toBe(true);
      }
    }
  });
});

function anyPlayer(any: (most: number) => number) {
  const segments = Array.from({ length: 1 + any(4) }, (_, index) => {
    const from = any(100_000);
    return { camera: index + 1, from, to: from + 1 + any(20_000) };
  });
  const segment = any(segments.length - 1);
  const { from = 0, to = 0 } = segments[segment] ?? {};
  const changes = { segments, segment, at: from + any(to - from - 1), since: any(1_000_000), speed: any(800) - 400 };
  return { player: playerOf(changes), past: any(60_000) };
}

/** Whole numbers up to `most`, always the same ones for a seed. */
function random(seed: number): (most: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * (most + 1));
  };
}
