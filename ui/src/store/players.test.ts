import { afterEach, expect, test } from "vitest";
import type { PlayerState } from "../protocol/PlayerState";
import type { Snapshot } from "../protocol/Snapshot";
import { desk, state } from "./desk";
import { cuePlayer, leftOf, programPlayer } from "./players";

const player = (its: Partial<PlayerState>): PlayerState => ({
  id: 1,
  on: "program",
  desk: null,
  camera: null,
  segments: [
    { camera: 1, from: 10_000, to: 14_000 },
    { camera: 2, from: 14_000, to: 20_000 },
  ],
  segment: 0,
  at: 10_000,
  since: 50_000,
  from: 10_000,
  to: 20_000,
  speed: 100,
  playing: null,
  ...its,
});

afterEach(() => {
  state.value = null;
  desk.value = null;
});

test.each<[string, Partial<PlayerState>, number, number | null]>([
  ["all of it", {}, 50_000, 10_000],
  ["all of it, until its first picture is there", {}, 49_000, 10_000],
  ["what is left after three seconds", {}, 53_000, 7_000],
  ["twice as long at half the speed", { speed: 50, at: 12_000 }, 50_000, 16_000],
  ["of the segment that it is in alone", { segment: 1, at: 19_000 }, 50_500, 500],
  ["nothing once it is over", {}, 70_000, 0],
  ["no end while it stands", { speed: 0 }, 50_000, null],
  ["no end backwards", { speed: -50 }, 50_000, null],
])("a replay has left: %s", (_, its, now, left) => {
  expect(leftOf(player(its), now)).toBe(left);
});

test("a desk's cue is its own, else the one that no desk asked for", () => {
  const cues = [player({ id: 2, on: "cue", desk: 7 }), player({ id: 3, on: "cue", desk: 8 })];
  state.value = { players: [player({}), ...cues] } as Partial<Snapshot> as Snapshot;
  expect([programPlayer.value?.id, cuePlayer.value]).toEqual([1, null]);
  desk.value = 8;
  expect(cuePlayer.value?.id).toBe(3);
  state.value = { players: [player({ id: 4, on: "cue", desk: null }), cues[0]] } as Partial<Snapshot> as Snapshot;
  expect([programPlayer.value, cuePlayer.value?.id]).toEqual([null, 4]);
});
