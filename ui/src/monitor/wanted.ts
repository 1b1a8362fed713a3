import type { Source } from "../protocol/Source";
import { cameras, onAir, selected } from "../store/desk";

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

/** The camera on program, or that it returns to. */
function programCamera(): number | null {
  const source = onAir.value?.source;
  return source?.kind === "camera" ? source.camera : selected.value;
}
