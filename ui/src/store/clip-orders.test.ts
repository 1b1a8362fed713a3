import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Host } from "../host/host";
import type { Clip } from "../protocol/Clip";
import type { Command } from "../protocol/Command";
import type { Playlist } from "../protocol/Playlist";
import type { Snapshot } from "../protocol/Snapshot";
import { addToPlaylist, changeEntry, moveEntry, removeEntry } from "./clip-orders";
import { link, state } from "./desk";
import { sendOrdersTo } from "./orders";

const clip = (id: number) => ({ id, name: `Clip ${id}` }) as Clip;
const list = () => state.peek()?.playlists[0] as Playlist;
const clipsOf = () => list().entries.map((entry) => entry.clip);

/** An engine that says what came of a command only later. */
function happen(command: Command): number {
  const { seq, playlists } = state.peek() as Snapshot;
  if (command.type !== "set_playlist") throw new Error(command.type);
  const playlist = { ...command.playlist, id: command.playlist.id || playlists.length + 1 };
  const others = playlists.filter(({ id }) => id !== playlist.id);
  setTimeout(() => {
    state.value = { seq: seq + 1, playlists: [...others, playlist] } as Snapshot;
  }, 20);
  return seq + 1;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", { setTimeout, clearTimeout });
  link.value = "up";
  state.value = { seq: 1, playlists: [] as Playlist[] } as Snapshot;
  const host: Pick<Host, "send"> = { send: (command) => Promise.resolve(happen(command)) };
  sendOrdersTo(host as Host);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  state.value = null;
});

test("clips that are added faster than the engine answers are all in the playlist", async () => {
  for (const id of [1, 2, 3]) void addToPlaylist(clip(id));
  await vi.advanceTimersByTimeAsync(200);
  expect(state.peek()?.playlists.length).toBe(1);
  expect(clipsOf()).toEqual([1, 2, 3]);
});

test("one change does not undo the one before it", async () => {
  for (const id of [1, 2, 3, 4]) void addToPlaylist(clip(id));
  await vi.advanceTimersByTimeAsync(200);
  const seen = list();
  moveEntry(seen, 0, 1);
  moveEntry(seen, 1, 2);
  changeEntry(seen, 2, { speed: 50 });
  removeEntry(seen, 3);
  await vi.advanceTimersByTimeAsync(200);
  expect(list().entries.map((entry) => [entry.clip, entry.speed])).toEqual([
    [2, 100],
    [3, 100],
    [1, 50],
  ]);
});
