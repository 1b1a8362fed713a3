import type { Replay } from "../protocol/Replay";
import type { Segment } from "../protocol/Segment";

/** The camera that a replay's picture of this time is of, on the session clock in milliseconds. */
export function angleAt(segments: readonly Segment[], time: number): number | null {
  // Segments follow one another in time, and have no picture of before or after themselves.
  const begun = segments.filter(({ from }) => from <= time);
  return (begun[begun.length - 1] ?? segments[0])?.camera ?? null;
}

/** How long a replay still plays, in milliseconds: all of it until its first picture is shown, and never more. */
export function replayLeft({ rolling, duration }: Pick<Replay, "rolling" | "duration">, now: number): number {
  return rolling === null ? duration : Math.max(0, Math.min(duration, rolling + duration - now));
}
