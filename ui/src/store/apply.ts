import type { Camera } from "../protocol/Camera";
import type { Event } from "../protocol/Event";
import type { Numbered } from "../protocol/Numbered";
import type { OnAir } from "../protocol/OnAir";
import type { Segment } from "../protocol/Segment";
import type { Snapshot } from "../protocol/Snapshot";

/**
 * Takes in the next event, exactly as the engine's `Snapshot::apply` does. What did not change keeps its identity.
 *
 * Null when the event is not the next one: the desk asks for a new snapshot.
 */
export function apply(snapshot: Snapshot, { seq, event }: Numbered): Snapshot | null {
  if (seq !== snapshot.seq + 1) return null;
  return { ...snapshot, seq, ...change(snapshot, event) };
}

function change(snapshot: Snapshot, event: Event): Partial<Snapshot> {
  switch (event.type) {
    case "camera":
      return { cameras: withCamera(snapshot.cameras, event.camera) };
    case "camera_removed":
      return { cameras: snapshot.cameras.filter(({ number }) => number !== event.camera) };
    case "renumbered":
      return renumbered(snapshot, event.camera, event.to);
    case "selected":
      return { selected: event.camera };
    case "on_air":
      return { history: pushOnAir(snapshot.history, event.on_air, snapshot.settings.history_length) };
    case "replay_started":
      return { replay: event.replay };
    case "replay_rolling":
      return { replay: snapshot.replay && { ...snapshot.replay, rolling: event.at } };
    case "replay_ended":
      return { replay: null };
    case "player":
      return { players: put(snapshot.players, event.player) };
    case "player_gone":
      return { players: without(snapshot.players, event.id) };
    case "mark":
      return { marks: put(snapshot.marks, event.mark) };
    case "mark_removed":
      return { marks: without(snapshot.marks, event.mark) };
    case "clip":
      return { clips: put(snapshot.clips, event.clip) };
    case "clip_removed":
      return { clips: without(snapshot.clips, event.clip) };
    case "playlist":
      return { playlists: put(snapshot.playlists, event.playlist) };
    case "playlist_removed":
      return { playlists: without(snapshot.playlists, event.playlist) };
    case "archive":
      return { archive: event.archive };
    case "hold":
      return { hold: event.hold };
    case "fallback":
      return { fallback: event.fallback };
    case "recording":
      return { recording: event.recording };
    case "show_finished":
      return { last_show: event.show };
    case "sound":
      return { sound: event.sound };
    case "talk":
      return { talk: event.talk };
    case "playout":
      return { playout: event.playout };
    case "link":
      return { links: put(snapshot.links, event.link) };
    case "link_removed":
      return { links: without(snapshot.links, event.link) };
    case "join":
      return { join: event.join };
    case "settings":
      return { settings: event.settings };
  }
}

/** Says one number for the other, wherever there is one. */
function renumbered(snapshot: Snapshot, one: number, other: number): Partial<Snapshot> {
  const number = (camera: number) => swapped(camera, one, other);
  const { cameras, selected, history, replay, sound, talk, players, clips, playlists, fallback } = snapshot;
  const angle = (camera: number | null) => (camera === null ? null : number(camera));
  const moved = (segments: Segment[]) => segments.map((segment) => ({ ...segment, camera: number(segment.camera) }));
  const source = sound.source;
  return {
    cameras: cameras
      .map((camera) =>
        number(camera.number) === camera.number ? camera : { ...camera, number: number(camera.number) },
      )
      .sort((a, b) => a.number - b.number),
    selected: selected === null ? null : number(selected),
    history: history.map(({ source, since }) => ({
      source: source.kind === "camera" ? { ...source, camera: number(source.camera) } : source,
      since,
    })),
    replay: replay && {
      ...replay,
      segments: moved(replay.segments),
    },
    players: players.map((player) => ({ ...player, camera: angle(player.camera), segments: moved(player.segments) })),
    clips: clips.map((clip) => ({ ...clip, camera: angle(clip.camera), cuts: moved(clip.cuts) })),
    playlists: playlists.map((playlist) => ({
      ...playlist,
      entries: playlist.entries.map((entry) => ({ ...entry, camera: angle(entry.camera) })),
    })),
    talk: talk && { ...talk, camera: angle(talk.camera) },
    fallback: {
      ...fallback,
      to: typeof fallback.to === "number" ? number(fallback.to) : fallback.to,
      used: fallback.used && { ...fallback.used, camera: number(fallback.used.camera), to: angle(fallback.used.to) },
    },
    sound: source.kind === "camera" ? { ...sound, source: { ...source, camera: number(source.camera) } } : sound,
  };
}

/** A camera's number after these two have changed places. */
export function swapped(number: number, one: number, other: number): number {
  if (number === one) return other;
  return number === other ? one : number;
}

function withCamera(cameras: Camera[], camera: Camera): Camera[] {
  return [...cameras.filter(({ number }) => number !== camera.number), camera].sort((a, b) => a.number - b.number);
}

/** Replaces what has the same id, or puts it in its place in the order. */
function put<T extends { id: number }>(list: T[], value: T): T[] {
  return [...without(list, value.id), value].sort((a, b) => a.id - b.id);
}

function without<T extends { id: number }>(list: T[], gone: number): T[] {
  return list.filter(({ id }) => id !== gone);
}

/** Appends to a program history and drops what ended more than `length` milliseconds before the new entry. */
function pushOnAir(history: OnAir[], onAir: OnAir, length: number): OnAir[] {
  const horizon = Math.max(0, onAir.since - length);
  const after = history.findIndex(({ since }) => since > horizon);
  // The first entry that is still on at the horizon, or the last one there is.
  const keep = Math.max(0, (after < 0 ? history.length : after) - 1);
  return [...history.slice(keep), onAir];
}
