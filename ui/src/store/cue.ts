import { computed } from "@preact/signals-core";
import type { PlayerState } from "../protocol/PlayerState";
import { desk, state } from "./desk";

/** This desk's cue; where it has none, the one that belongs to no desk. */
export const ownCue = computed<PlayerState | null>(() => {
  const cues = (state.value?.players ?? []).filter(({ on }) => on === "cue");
  const own = cues.find((cue) => cue.desk !== null && cue.desk === desk.value);
  return own ?? cues.find((cue) => cue.desk === null) ?? null;
});
