import { computed } from "@preact/signals-core";
import { cameras, hold, programSound, selected } from "../store/desk";

/** The camera that the audience hears, as the engine's `Snapshot::heard` says; null is silence. */
export const heard = computed<number | null>(() => {
  const sound = programSound.value;
  if (!sound || sound.muted) return null;
  if (sound.source.kind === "follow" && hold.value?.on) return null;
  const camera = sound.source.kind === "camera" ? sound.source.camera : selected.value;
  return cameras.value.some(({ number, state }) => number === camera && state === "live") ? camera : null;
});
