import { afterEach, expect, test } from "vitest";
import type { Clip } from "../protocol/Clip";
import type { PlayerState } from "../protocol/PlayerState";
import type { Playlist } from "../protocol/Playlist";
import type { Snapshot } from "../protocol/Snapshot";
import { now } from "./clock";
import { state } from "./desk";
import { chosenPlaylist, entryLeft, liveIn, moved, playlist, totalLength } from "./playlists";

const clipOf = (id: number, length: number): Clip => ({
  id,
  name: `Clip ${id}`,
  from: 10_000,
  to: 10_000 + length,
  camera: null,
  cuts: [],
  tags: [],
  stars: 0,
});

const BREAK: Playlist = {
  id: 3,
  name: "Break",
  entries: [
    { clip: 1, camera: null, speed: 100 },
    { clip: 2, camera: 2, speed: 50 },
    { clip: 9, camera: null, speed: 100 },
  ],
  loops: false,
};

function plays(its: Partial<PlayerState>, list: Playlist = BREAK): void {
  const player = { id: 1, on: "program", segments: [{ camera: 1, from: 10_000, to: 14_000 }], segment: 0, ...its };
  state.value = {
    players: [{ at: 10_000, since: 50_000, speed: 100, playing: { playlist: 3, entry: 0 }, ...player }],
    playlists: [list],
    clips: [clipOf(1, 4_000), clipOf(2, 6_000)],
  } as unknown as Snapshot;
  now.value = 51_000;
}

afterEach(() => {
  state.value = null;
  chosenPlaylist.value = null;
});

test("a playlist is as long as its clips at their speeds; one that is gone takes no time", () => {
  const clips = new Map([clipOf(1, 4_000), clipOf(2, 6_000)].map((clip) => [clip.id, clip]));
  expect([0, 1, 2].map((from) => totalLength(BREAK, clips, from))).toEqual([16_000, 12_000, 0]);
});

test("program is live after what is left of the entry and all that follow", () => {
  plays({});
  expect([entryLeft.value, liveIn.value]).toEqual([3_000, 15_000]);
  plays({ playing: { playlist: 3, entry: 2 } });
  expect(liveIn.value).toBe(3_000);
});

test.each<[string, () => void, number | null]>([
  ["of a replay of no playlist: its own end", () => plays({ playing: null }), 3_000],
  ["of a playlist that was removed: its entry's end", () => plays({ playing: { playlist: 8, entry: 0 } }), 3_000],
  ["of a loop: none", () => plays({}, { ...BREAK, loops: true }), null],
  ["of what stands: none", () => plays({ speed: 0 }), null],
  ["of what runs backwards: none", () => plays({ speed: -50 }), null],
])("the countdown %s", (_, given, left) => {
  given();
  expect(liveIn.value).toBe(left);
});

test("an entry goes to another place, and the others follow", () => {
  const clips = (from: number, to: number) => moved(BREAK.entries, from, to).map(({ clip }) => clip);
  expect([clips(0, 2), clips(2, 0), clips(1, 1), clips(7, 0)]).toEqual([
    [2, 9, 1],
    [9, 1, 2],
    [1, 2, 9],
    [1, 2, 9],
  ]);
});

test("the newest playlist is seen, unless another one is chosen and still there", () => {
  state.value = { playlists: [BREAK, { ...BREAK, id: 4 }] } as Partial<Snapshot> as Snapshot;
  expect(playlist.value?.id).toBe(4);
  chosenPlaylist.value = 3;
  expect(playlist.value?.id).toBe(3);
  chosenPlaylist.value = 5;
  expect(playlist.value?.id).toBe(4);
});
