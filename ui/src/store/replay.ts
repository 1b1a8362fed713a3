import { computed } from "@preact/signals-core";
import type { Replay } from "../protocol/Replay";
import type { Segment } from "../protocol/Segment";
import { now } from "./clock";
import { replay } from "./desk";
import { leftOf, lengthOf, playedOf, positionOf } from "./player";
import { programPlayer } from "./players";

/** Where a replay is. */
export interface Position {
  /** How much of it has been played, as a share: nothing until its first picture is shown, and never more than all. */
  readonly share: number;
  /** For how long it still plays, in milliseconds; null while it stands or runs backwards. */
  readonly left: number | null;
  /** The moment of the past that it shows, on the session clock in milliseconds; null once it is over. */
  readonly at: number | null;
}

/** Where the replay on program is, at the beat of the page; null when none plays. */
export const position = computed<Position | null>(() => {
  const player = programPlayer.value;
  if (!player) return replay.value && positionAt(replay.value, now.value);
  const where = positionOf(player, now.value);
  const share = playedOf(player, where) / Math.max(1, lengthOf(player));
  return { share, left: player.speed > 0 ? leftOf(player, now.value) : null, at: where.over ? null : where.at };
});

/** Where a replay is at this time of the session clock, in milliseconds. */
export function positionAt({ segments, rolling, duration }: Replay, now: number): Position {
  const played = rolling === null ? 0 : Math.max(0, Math.min(duration, now - rolling));
  return { share: played / Math.max(1, duration), left: duration - played, at: momentAt(segments, played) };
}

/** The moment that segments show after playing for so many milliseconds. */
function momentAt(segments: readonly Segment[], played: number): number | null {
  let rest = played;
  for (const { from, to } of segments) {
    if (rest < to - from) return from + rest;
    rest -= to - from;
  }
  return null;
}

/** The camera that a replay's picture of this time is of, on the session clock in milliseconds. */
export function angleAt(segments: readonly Segment[], time: number): number | null {
  // Segments follow one another in time, and have no picture of before or after themselves.
  const begun = segments.filter(({ from }) => from <= time);
  return (begun[begun.length - 1] ?? segments[0])?.camera ?? null;
}
