import { computed } from "@preact/signals-core";
import type { PlayerState } from "../protocol/PlayerState";
import { desk, state } from "./desk";

const NONE: readonly PlayerState[] = [];

/** The replays that are on program or cued, by id. */
export const players = computed(() => state.value?.players ?? NONE);

/** The replay on program. */
export const programPlayer = computed(() => players.value.find(({ on }) => on === "program") ?? null);

/** This desk's cue; where it has none, the one that no desk asked for. */
export const cuePlayer = computed(() => {
  const cues = players.value.filter(({ on }) => on === "cue");
  return cues.find((cue) => cue.desk === desk.value) ?? cues.find((cue) => cue.desk === null) ?? null;
});

/**
 * How long it plays until its end at this time of the session clock, in milliseconds; null where it comes to none: it
 * stands, or runs backwards.
 */
export function leftOf({ segments, segment, at, since, speed }: PlayerState, now: number): number | null {
  if (speed <= 0) return null;
  const here = (segments[segment]?.to ?? at) - at;
  const rest = segments.slice(segment + 1).reduce((sum, { from, to }) => sum + to - from, here);
  return Math.max(0, (rest * 100) / speed - Math.max(0, now - since));
}
