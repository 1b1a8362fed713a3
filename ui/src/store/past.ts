import { effect, signal, untracked } from "@preact/signals-core";
import type { OnAir } from "../protocol/OnAir";
import { feeds, history, numbers } from "./desk";

/** Most entries that are kept: a cut every five seconds for a show of seven hours. The oldest go first. */
const MOST = 5_000;

/** What was on program before the history that the engine tells: cameras by their feeds, since their numbers change. */
export interface Past {
  readonly since: number;
  readonly kind: OnAir["source"]["kind"];
  readonly feed: number | null;
}

/** All that is known with what the history says now; where both know of a time, the history does. */
export function remembered(
  past: readonly Past[],
  told: readonly OnAir[],
  feed: (camera: number) => number | null,
): readonly Past[] {
  const begin = told[0]?.since ?? Number.POSITIVE_INFINITY;
  const news = told.map(({ source, since }) => {
    return { since, kind: source.kind, feed: source.kind === "camera" ? feed(source.camera) : null };
  });
  return [...past.filter(({ since }) => since < begin), ...news].slice(-MOST);
}

const known = signal<readonly Past[]>([]);

/** What was on program since this page was opened, and in the history before: the oldest first. */
export function pastOnAir(): { since: number; kind: Past["kind"]; camera: number | null }[] {
  return known.value.map(({ since, kind, feed }) => {
    return { since, kind, camera: feed === null ? null : (numbers.value.get(feed) ?? null) };
  });
}

/** Remembers what leaves the history, for as long as the page lives. */
export function watchPast(): void {
  effect(() => {
    const told = history.value;
    untracked(() => {
      known.value = remembered(known.value, told, (camera) => feeds.value.get(camera) ?? null);
    });
  });
}
