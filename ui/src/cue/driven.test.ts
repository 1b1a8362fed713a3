import { afterEach, beforeEach, expect, test } from "vitest";
import type { PlayerState } from "../protocol/PlayerState";
import type { Snapshot } from "../protocol/Snapshot";
import { now } from "../store/clock";
import { state } from "../store/desk";
import { focusDrawer, foldDrawer, pullDrawer } from "../store/view";
import { angled, choosesAngle, driven, driveOther, shownAngle } from "./driven";

const player = (id: number, on: "program" | "cue", camera: number): PlayerState => ({
  id,
  on,
  desk: null,
  camera,
  segments: [{ camera, from: 1_000, to: 11_000 }],
  segment: 0,
  at: 1_000,
  since: 0,
  from: 1_000,
  to: 11_000,
  speed: 100,
  playing: null,
});

const players = (...all: PlayerState[]) => {
  state.value = { players: all } as unknown as Snapshot;
};

beforeEach(() => {
  globalThis.window ??= { innerWidth: 1280 } as typeof window;
  now.value = 2_000;
});

afterEach(() => {
  state.value = null;
  focusDrawer(false);
  foldDrawer();
});

test("what is newer is driven: a cue, then the replay that it was taken to, then the cue again", () => {
  players(player(1, "program", 1), player(2, "cue", 2));
  expect(driven.value?.on).toBe("cue");
  players(player(2, "cue", 2), player(3, "program", 2));
  expect(driven.value?.on).toBe("program");
  players(player(2, "cue", 2));
  expect(driven.value?.on).toBe("cue");
  players();
  expect(driven.value).toBeNull();
});

test("the other one is driven by hand, until there is a newer one", () => {
  players(player(1, "program", 1), player(2, "cue", 2));
  driveOther();
  expect(driven.value?.on).toBe("program");
  // It is at another place now, and still the same.
  players({ ...player(1, "program", 1), at: 3_000 }, player(2, "cue", 2));
  expect(driven.value?.on).toBe("program");
  driveOther();
  expect(driven.value?.on).toBe("cue");
  driveOther();
  players(player(1, "program", 1), player(3, "cue", 2));
  expect(driven.value?.on).toBe("cue");
});

test("where there is one alone, no other is driven", () => {
  players(player(1, "cue", 2));
  driveOther();
  expect(driven.value?.on).toBe("cue");
});

test("figures cut while something is cued, and choose its angle where the drawer has the focus", () => {
  players(player(2, "cue", 2));
  expect([choosesAngle.value, shownAngle.value]).toEqual([false, null]);
  pullDrawer();
  expect(choosesAngle.value).toBe(false);
  focusDrawer(true);
  expect([angled.value?.on, shownAngle.value]).toEqual(["cue", 2]);
  focusDrawer(false);
  expect(choosesAngle.value).toBe(false);
});

test("they choose the angle of a replay on program from everywhere, and of the cue in the drawer alone", () => {
  players(player(5, "program", 1), player(6, "cue", 2));
  expect([angled.value?.on, shownAngle.value]).toEqual(["program", 1]);
  pullDrawer();
  focusDrawer(true);
  expect(angled.value?.on).toBe("cue");
  foldDrawer();
  expect(angled.value?.on).toBe("program");
});
