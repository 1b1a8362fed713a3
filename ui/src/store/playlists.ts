import { computed, signal } from "@preact/signals-core";
import type { Clip } from "../protocol/Clip";
import type { Playlist } from "../protocol/Playlist";
import type { PlaylistEntry } from "../protocol/PlaylistEntry";
import { clipsById, lengthOf } from "./clips";
import { now } from "./clock";
import { state } from "./desk";
import { leftOf } from "./player";
import { programPlayer } from "./players";

/** The speeds that an entry is offered, in percent. */
export const ENTRY_SPEEDS: readonly number[] = [25, 33, 50, 75, 100, 150, 200];

const NONE: readonly Playlist[] = [];

/** The playlists, by id. */
export const playlists = computed(() => state.value?.playlists ?? NONE);

/** The playlist that the director chose to see; none for the newest. */
export const chosenPlaylist = signal<number | null>(null);

/** The playlist that is seen, and that clips are added to. */
export const playlist = computed(() => {
  return playlists.value.find(({ id }) => id === chosenPlaylist.value) ?? playlists.value.at(-1) ?? null;
});

/** How long an entry plays, in milliseconds; nothing where its clip is gone. */
export function entryLength({ clip, speed }: PlaylistEntry, clips: ReadonlyMap<number, Clip>): number {
  const its = clips.get(clip);
  return its ? (lengthOf(its) * 100) / speed : 0;
}

/** How long a playlist plays once, from an entry on, in milliseconds. */
export function totalLength({ entries }: Playlist, clips: ReadonlyMap<number, Clip>, from = 0): number {
  return entries.slice(from).reduce((sum, entry) => sum + entryLength(entry, clips), 0);
}

/** The entries in another order: the one at `from` at `to`. */
export function moved(entries: readonly PlaylistEntry[], from: number, to: number): PlaylistEntry[] {
  const all = [...entries];
  all.splice(to, 0, ...all.splice(from, 1));
  return all;
}

/** What plays on program of a playlist. */
export const playing = computed(() => programPlayer.value?.playing ?? null);

/**
 * How long the entry on program still plays, or the replay that is of no playlist, in milliseconds; null where it comes to
 * no end, since it stands or runs backwards.
 */
export const entryLeft = computed(() => {
  const player = programPlayer.value;
  return player && player.speed > 0 ? leftOf(player, now.value) : null;
});

/** In how many milliseconds program returns to live by itself; null where it does not. */
export const liveIn = computed(() => {
  const left = entryLeft.value;
  if (left === null || !playing.value) return left;
  const { playlist, entry } = playing.value;
  const its = playlists.value.find(({ id }) => id === playlist);
  // One that was removed goes on to the end of its entry.
  if (!its) return left;
  return its.loops ? null : left + totalLength(its, clipsById.value, entry + 1);
});
