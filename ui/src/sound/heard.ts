import { computed } from "@preact/signals-core";
import { cameras, hold, programSound, replay, selected } from "../store/desk";
import { programPlayer } from "../store/players";

/** Whether a replay has begun to roll, or a playlist waits for an entry to. */
const rolls = computed(() => replay.value?.rolling != null || programPlayer.value?.playing != null);

/** The camera that the audience hears live, as the engine's `Snapshot::heard` says; null is silence, or a replay. */
export const heard = computed<number | null>(() => {
  const sound = programSound.value;
  if (!sound || sound.muted) return null;
  if (sound.source.kind === "follow" && (hold.value?.on || rolls.value)) return null;
  const camera = sound.source.kind === "camera" ? sound.source.camera : selected.value;
  return cameras.value.some(({ number, state }) => number === camera && state === "live") ? camera : null;
});

/**
 * What a replay makes of program's sound where that follows the picture: its own at its usual speed, else silence. Null
 * while there is none.
 */
export const replayed = computed<"own" | "silent" | null>(() => {
  const sound = programSound.value;
  if (!sound || sound.muted || sound.source.kind !== "follow" || hold.value?.on || !rolls.value) return null;
  return programPlayer.value?.speed === 100 ? "own" : "silent";
});
