import { t } from "../i18n/language";
import type { Clip } from "../protocol/Clip";
import type { Playlist } from "../protocol/Playlist";
import type { PlaylistEntry } from "../protocol/PlaylistEntry";
import type { ReplayBus } from "../protocol/ReplayBus";
import { MOST_STARS } from "./clips";
import { sessionNow } from "./clock";
import { settings } from "./desk";
import { order, tellKept } from "./orders";
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
export function rateClip(clip: number, stars: number): void {
  void order({ type: "edit_clip", clip, stars: Math.max(0, Math.min(MOST_STARS, stars)) });
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

/** Makes a playlist with nothing in it, which is the one that is seen from then on. */
export function makePlaylist(): void {
  chosenPlaylist.value = null;
  void order({ type: "set_playlist", playlist: emptyPlaylist() });
}

/** Puts a clip at the end of the playlist that is seen; of a new one where there is none. */
export async function addToPlaylist({ id, name }: Clip): Promise<void> {
  const seen = playlist.peek() ?? emptyPlaylist();
  const entry: PlaylistEntry = { clip: id, camera: null, speed: 100 };
  const changed = { ...seen, entries: [...seen.entries, entry] };
  if (!(await order({ type: "set_playlist", playlist: changed }))) return;
  notify(t("playlist.added", { clip: name, playlist: seen.name }), "done");
}

/** Changes something of a playlist. */
export function changePlaylist(playlist: Playlist, changes: Partial<Playlist>): void {
  void order({ type: "set_playlist", playlist: { ...playlist, ...changes } });
}

/** Changes something of an entry. */
export function changeEntry(playlist: Playlist, index: number, changes: Partial<PlaylistEntry>): void {
  const entries = playlist.entries.map((entry, at) => (at === index ? { ...entry, ...changes } : entry));
  changePlaylist(playlist, { entries });
}

/** Puts an entry at another place. */
export function moveEntry(playlist: Playlist, from: number, to: number): void {
  if (from !== to && to >= 0 && to < playlist.entries.length) {
    changePlaylist(playlist, { entries: moved(playlist.entries, from, to) });
  }
}

/** Takes an entry out of a playlist; its clip stays. */
export function removeEntry(playlist: Playlist, index: number): void {
  changePlaylist(playlist, { entries: playlist.entries.filter((_, at) => at !== index) });
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
