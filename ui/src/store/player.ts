import type { PlayerState } from "../protocol/PlayerState";

/** Where a player is. */
export interface PlayerPosition {
  /** Which of its segments it is in, counted from 0. */
  readonly segment: number;
  /** The camera that is shown; null where it has no segment. */
  readonly camera: number | null;
  /** The moment, on the session clock in milliseconds, with fractions. */
  readonly at: number;
  /** It is beyond its last segment, or before the first one where it runs backwards: it shows what is there. */
  readonly over: boolean;
}

/**
 * Where a player is at this time of the session clock, in milliseconds: `at + (now - since) * speed / 100` within its
 * segment, and beyond that in the next one, or in the one before where it runs backwards. Everyone who shows it
 * computes the same, with the engine.
 */
export function positionOf({ segments, segment, at, since, speed }: PlayerState, now: number): PlayerPosition {
  let index = Math.min(segment, Math.max(0, segments.length - 1));
  let moment = at + (Math.max(0, now - since) * speed) / 100;
  const here = () => segments[index];
  for (let its = here(); speed > 0 && its && moment >= its.to; its = here()) {
    const next = segments[index + 1];
    if (!next) return { segment: index, camera: its.camera, at: its.to, over: true };
    moment = next.from + (moment - its.to);
    index += 1;
  }
  for (let its = here(); speed < 0 && its && moment < its.from; its = here()) {
    const before = segments[index - 1];
    if (!before) return { segment: index, camera: its.camera, at: its.from, over: true };
    moment = before.to - (its.from - moment);
    index -= 1;
  }
  return { segment: index, camera: here()?.camera ?? null, at: moment, over: false };
}

/** How long a player's segments are together, in milliseconds of what happened. */
export function lengthOf({ segments }: Pick<PlayerState, "segments">): number {
  return segments.reduce((sum, { from, to }) => sum + (to - from), 0);
}

/** How much of that lies before a position. */
export function playedOf({ segments }: Pick<PlayerState, "segments">, { segment, at }: PlayerPosition): number {
  const its = segments[segment];
  return lengthOf({ segments: segments.slice(0, segment) }) + (its ? at - its.from : 0);
}

/** How long it plays until its end, or backwards to its beginning, in milliseconds; null while it stands. */
export function leftOf(player: PlayerState, now: number): number | null {
  if (player.speed === 0) return null;
  const played = playedOf(player, positionOf(player, now));
  const rest = player.speed > 0 ? lengthOf(player) - played : played;
  return (rest * 100) / Math.abs(player.speed);
}
