import { computed } from "@preact/signals-core";
import type { Source } from "../protocol/Source";
import { now } from "../store/clock";
import { cameras, history, onAir, selected, settings } from "../store/desk";

/** What runs ahead of a replay is so much older than its first picture, in milliseconds: it must not get beyond that. */
const MARGIN = 100;
/** What a cue would begin with is here so much before, in milliseconds: so long it plays without anything else. */
const EARLY = 300;

/** The cameras of which a desk wants pictures: all, or, while its page is hidden, program's alone. */
export function wantedByDesk(isHidden: boolean): number[] {
  const program = programCamera();
  const all = cameras.value.map(({ number }) => number);
  // Every tile is on screen whenever the page is: the stage never scrolls.
  return isHidden ? all.filter((number) => number === program) : all;
}

/** Those that an audience wants: program's, and those on standby. */
export function wantedByAudience(shown: Source, standby: readonly number[]): number[] {
  // A cut that has not landed leaves the camera before it on.
  const still = shown.kind === "camera" ? shown.camera : null;
  return [...new Set([programCamera(), still, ...standby])].filter((camera) => camera !== null);
}

/** The camera with which a replay would begin that was asked for now, and how old the pictures are that are wanted of it. */
export const behindProgram = computed(() => {
  const length = settings.value?.replay_length;
  if (length === undefined || onAir.value?.source.kind === "replay") return null;
  const begin = now.value - length;
  const { source } = history.value.filter(({ since }) => since <= begin).at(-1) ?? {};
  return source?.kind === "camera" ? { camera: source.camera, by: Math.max(0, length - EARLY) } : null;
});

/** How old the pictures are with which a replay's decoder is made ready, in milliseconds. */
export const runAhead = computed(() => (settings.value?.replay_length ?? 0) + MARGIN);

/** The camera on program, or that it returns to. */
function programCamera(): number | null {
  const source = onAir.value?.source;
  return source?.kind === "camera" ? source.camera : selected.value;
}
