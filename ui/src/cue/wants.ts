import type { Stretch } from "./spans";

/** What is fetched around a cue's moment, in milliseconds of what happened: ahead of it, and behind. */
const [AHEAD, BEHIND] = [3_000, 700];
/** The same of the other angles: enough to go on with at once. */
const [ANGLE_AHEAD, ANGLE_BEHIND] = [1_500, 300];
/** Stretches are fetched in steps of this, so that a cue which plays asks once in a while. */
const STEP = 1_000;
/** How much more is kept than is fetched, on both sides. */
const KEPT = 5_000;

/**
 * The stretches of a camera that a cue at this moment wants, the most urgent first: what is shown next, then what is on
 * the other side. Who plays faster wants more of it.
 */
export function wantedAround(at: number, speed: number, isMain: boolean): readonly Stretch[] {
  const [ahead, behind] = isMain ? [AHEAD, BEHIND] : [ANGLE_AHEAD, ANGLE_BEHIND];
  const reach = ahead * Math.max(1, Math.abs(speed) / 100);
  const later = (reach: number) => ({ from: at, to: Math.ceil((at + reach) / STEP) * STEP });
  const earlier = (reach: number) => ({ from: Math.max(0, Math.floor((at - reach) / STEP) * STEP), to: at });
  return speed < 0 ? [earlier(reach), later(behind)] : [later(reach), earlier(behind)];
}

/** What is kept of it, once it is here. */
export function keptAround(at: number, speed: number, isMain: boolean): Stretch {
  const wanted = wantedAround(at, speed, isMain);
  return {
    from: Math.min(...wanted.map(({ from }) => from)) - KEPT,
    to: Math.max(...wanted.map(({ to }) => to)) + KEPT,
  };
}
