import { afterEach, expect, describe as group, test } from "vitest";
import type { Clip } from "../protocol/Clip";
import type { Snapshot } from "../protocol/Snapshot";
import { clips, describe, described, firstCamera, foundClips, isGone, lengthOf, search } from "./clips";
import { state } from "./desk";

const clip = (id: number, its: Partial<Clip> = {}): Clip => ({
  id,
  name: `Clip ${id}`,
  from: 1_000,
  to: 3_500,
  camera: null,
  cuts: [{ camera: 2, from: 1_000, to: 3_500 }],
  tags: [],
  stars: 0,
  ...its,
});

function clipsAre(...clips: Clip[]): void {
  state.value = { clips } as Partial<Snapshot> as Snapshot;
}

afterEach(() => {
  state.value = null;
  search.value = "";
});

test("the newest clip is the first, and the list is another one only when a clip is", () => {
  clipsAre(clip(1), clip(2), clip(3));
  const before = clips.value;
  expect(before.map(({ id }) => id)).toEqual([3, 2, 1]);
  state.value = state.value && { ...state.value, seq: 9 };
  expect(clips.value).toBe(before);
});

group("a search", () => {
  const all = [
    clip(1, { name: "But d’Émile", tags: ["nord", "1re mi-temps"], stars: 5 }),
    clip(2, { name: "Corner", tags: ["sud"], stars: 3 }),
    clip(3, { name: "Poteau nord", stars: 0 }),
  ];

  test.each<[string, string, number[]]>([
    ["nothing finds all", "  ", [3, 2, 1]],
    ["a part of a name, without case and accents", "EMIL", [1]],
    ["names and tags", "nord", [3, 1]],
    ["# finds tags alone, by their beginning", "#nor", [1]],
    ["# alone finds what has a tag", "#", [2, 1]],
    ["so many stars, or more", "***", [2, 1]],
    ["stars as they are shown", "★★★★", [1]],
    ["each word has to be found", "nord *****", [1]],
    ["none", "penalty", []],
  ])("%s", (_, asked, found) => {
    clipsAre(...all);
    search.value = asked;
    expect(foundClips.value.map(({ id }) => id)).toEqual(found);
  });
});

test.each<[string, string | null, string[]]>([
  ["Goal", "Goal", []],
  ["  Goal   #north stand #cup ", "Goal", ["north stand", "cup"]],
  ["#cup", null, ["cup"]],
  ["Goal # #cup #cup", "Goal", ["cup"]],
  ["C# minor", "C# minor", []],
  ["", null, []],
])("%j is typed for a name and tags", (text, name, tags) => {
  expect(described(text)).toEqual({ name, tags });
});

test("what is said of a clip is typed as it is read", () => {
  const its = { name: "Goal", tags: ["north stand", "cup"] };
  expect(described(describe(its))).toEqual(its);
});

test("a clip has a length and begins with a camera", () => {
  expect([lengthOf(clip(1)), firstCamera(clip(1)), firstCamera(clip(1, { camera: 4 }))]).toEqual([2_500, 2, 4]);
  expect(firstCamera(clip(1, { cuts: [] }))).toBeNull();
});

test("a clip is gone once nothing of it is kept", () => {
  expect([null, 0, 3_499, 3_500].map((begin) => isGone(clip(1), begin))).toEqual([false, false, false, true]);
});
