import { effect } from "@preact/signals-core";
import { t } from "../i18n/language";
import type { Clip } from "../protocol/Clip";
import type { Playlist } from "../protocol/Playlist";
import type { PlaylistEntry } from "../protocol/PlaylistEntry";
import type { ReplayBus } from "../protocol/ReplayBus";
import { MOST_STARS } from "./clips";
import { sessionNow } from "./clock";
import { link, settings, state } from "./desk";
import { order, send, tellKept } from "./orders";
import { chosenPlaylist, moved, playlist, playlists } from "./playlists";
import { notify } from "./view";

/** Keeps the last seconds as a clip, and cues them. */
export async function keepLast(seconds: number): Promise<void> {
  const to = Math.floor(sessionNow());
  const from = Math.max(0, to - seconds * 1000);
  const kept = order({ type: "clip", from, to });
  void order({ type: "replay", on: "cue", from, to });
  if (await kept) tellKept();
}

/** Plays a clip, on program or on cue. */
export function playClip(clip: number, on: ReplayBus): void {
  void order({ type: "replay", on, clip });
}

/** Says what a clip is called, and its tags; a clip that is given no name keeps its own. */
export function describeClip(clip: number, { name, tags }: { name: string | null; tags: string[] }): void {
  void order({ type: "edit_clip", clip, tags, ...(name !== null && { name }) });
}

/** Says how good a clip is. */
export function rateClip(clip: number, stars: number): Promise<boolean> {
  return order({ type: "edit_clip", clip, stars: Math.max(0, Math.min(MOST_STARS, stars)) });
}

/** Takes a clip off the list. */
export function removeClip(clip: number): void {
  void order({ type: "remove_clip", clip });
}

/** Cues what followed a mark, as long as a replay is. */
export function cueMark(at: number): void {
  void order({ type: "replay", on: "cue", from: at, to: at + (settings.peek()?.replay_length ?? 0) });
}

/** Takes a mark off the list. */
export function removeMark(mark: number): void {
  void order({ type: "remove_mark", mark });
}

/** The change of a playlist that was asked for last. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Changes a playlist, once the changes before it have happened: it is sent whole, and who presses faster than the engine
 * answers must not undo what was pressed before. Whether it was accepted.
 */
function inTurn(change: () => Playlist | null): Promise<boolean> {
  const done = last.then(async () => {
    const playlist = change();
    const seq = playlist && (await send({ type: "set_playlist", playlist }));
    if (seq === null) return false;
    await happened(seq);
    return true;
  });
  last = done;
  return done;
}

/** Until the state has an event, or a connection that was lost begins with another one. */
function happened(seq: number): Promise<void> {
  return new Promise((done) => {
    const stop = effect(() => {
      const now = state.value?.seq ?? seq;
      if (now >= seq || link.value !== "up") queueMicrotask(() => end());
    });
    const end = () => {
      stop();
      done();
    };
  });
}

/** The playlist as it is when it is its turn. */
function current(id: number): Playlist | null {
  return playlists.peek().find((one) => one.id === id) ?? null;
}

/** Makes a playlist with nothing in it, which is the one that is seen from then on. */
export function makePlaylist(): void {
  chosenPlaylist.value = null;
  void inTurn(emptyPlaylist);
}

/** Puts a clip at the end of the playlist that is seen; of a new one where there is none. */
export async function addToPlaylist({ id, name }: Clip): Promise<void> {
  const entry: PlaylistEntry = { clip: id, camera: null, speed: 100 };
  let seen = "";
  const added = await inTurn(() => {
    const list = playlist.peek() ?? emptyPlaylist();
    seen = list.name;
    return { ...list, entries: [...list.entries, entry] };
  });
  if (added) notify(t("playlist.added", { clip: name, playlist: seen }), "done");
}

/** Changes something of a playlist. */
export function changePlaylist({ id }: Playlist, changes: (list: Playlist) => Partial<Playlist>): void {
  void inTurn(() => {
    const list = current(id);
    return list && { ...list, ...changes(list) };
  });
}

/** Changes something of an entry. */
export function changeEntry(playlist: Playlist, index: number, changes: Partial<PlaylistEntry>): void {
  changePlaylist(playlist, ({ entries }) => {
    return { entries: entries.map((entry, at) => (at === index ? { ...entry, ...changes } : entry)) };
  });
}

/** Puts an entry at another place. */
export function moveEntry(playlist: Playlist, from: number, to: number): void {
  if (from === to || to < 0 || to >= playlist.entries.length) return;
  changePlaylist(playlist, ({ entries }) => ({ entries: moved(entries, from, to) }));
}

/** Takes an entry out of a playlist; its clip stays. */
export function removeEntry(playlist: Playlist, index: number): void {
  changePlaylist(playlist, ({ entries }) => ({ entries: entries.filter((_, at) => at !== index) }));
}

/** Forgets a playlist; its clips stay. */
export function removePlaylist(playlist: number): void {
  void order({ type: "remove_playlist", playlist });
}

/** Plays a playlist on program, from an entry on. */
export function playPlaylist(playlist: number, entry: number): void {
  void order({ type: "play_playlist", playlist, entry });
}

/** Cues an entry as it will play. */
export function cueEntry({ clip, camera, speed }: PlaylistEntry): void {
  void order({ type: "replay", on: "cue", clip, speed, ...(camera !== null && { camera }) });
}

function emptyPlaylist(): Playlist {
  const numbers = new Set(playlists.peek().map(({ name }) => name));
  let number = 1;
  while (numbers.has(t("playlist.name", { number }))) number++;
  return { id: 0, name: t("playlist.name", { number }), entries: [], loops: false };
}
