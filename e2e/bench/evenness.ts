import { quantile } from "./figures";
import type { Sighting } from "./stamp";

/** Without a new picture for longer than this, somebody sees that the picture stands. */
const STANDSTILL_MS = 200;
/** More than this from its beat, and a movement is seen to stumble. */
const OFF_BEAT_MS = 20;

/** How even the pictures of a stretch were. */
export interface Evenness {
  /** From filmed to shown, in milliseconds. */
  readonly p50: number;
  readonly p95: number;
  /** Pictures a second that were shown. */
  readonly rate: number;
  readonly standstills: number;
  /** Pictures that came another time behind the one before than they were filmed behind it, in percent. */
  readonly offBeat: number;
  /** Pictures that were filmed before the one that was shown before them. */
  readonly backwards: number;
}

/** A stretch of time, in milliseconds of the machine's clock. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The pictures that were shown in a stretch; one that came with its first picture still stands before it. */
export function evenness(displayed: readonly Sighting[], { from, to }: Stretch): Evenness {
  const shown = displayed.filter(({ at }) => at >= from && at < to);
  const filmed = shown.map(({ at, age }) => at - age);
  const beats = shown.slice(1).map(({ at }, index) => ({
    shown: at - (shown[index]?.at ?? at),
    filmed: (filmed[index + 1] ?? 0) - (filmed[index] ?? 0),
  }));
  const times = [from, ...shown.map(({ at }) => at), to];
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  const ages = shown.map(({ age }) => age);
  const off = beats.filter((beat) => Math.abs(beat.shown - beat.filmed) > OFF_BEAT_MS);
  return {
    p50: tenths(quantile(ages, 0.5)),
    p95: tenths(quantile(ages, 0.95)),
    rate: tenths((1000 * shown.length) / (to - from)),
    standstills: gaps.filter((gap) => gap > STANDSTILL_MS).length,
    offBeat: tenths((100 * off.length) / Math.max(1, beats.length)),
    // Both are whole milliseconds, read twice.
    backwards: beats.filter((beat) => beat.filmed < -1).length,
  };
}

const tenths = (value: number) => Math.round(value * 10) / 10;
