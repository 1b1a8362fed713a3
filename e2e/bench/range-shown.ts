import { quantile } from "./figures";
import type { Sighting } from "./stamp";

/** Pictures that are filmed in a second, and a display frame. */
const [FPS, DISPLAY_MS] = [30, 1000 / 60];
/** Half a display frame, and what two clocks that are read one after the other differ by. */
const PLACE_MS = DISPLAY_MS / 2 + 1;

/** What was shown of a range that was played at some speed. */
export interface RangeShown {
  /** Pictures of the range that were in a display frame, in percent. */
  readonly shown: number;
  /** Of those the ones that came after the one before them, in percent. */
  readonly inOrder: number;
  /** Of those the ones that were less than half a display frame from their place, in percent. */
  readonly even: number;
  /** How far from its place a picture was, at the 95th percentile, in milliseconds. */
  readonly offP95: number;
  /** How much longer than the range the first to the last picture took, in milliseconds at the speed. */
  readonly longer: number;
}

/**
 * What was shown of a range of one camera, of so many milliseconds, at a speed in percent; `displayed` has each picture at the
 * display frame in which it was new. A clip's pictures are numbered, and begin again after `loop` of them.
 */
export function rangeShown(displayed: readonly Sighting[], range: number, speed: number, loop: number): RangeShown {
  const step = (1000 / FPS) * (100 / speed);
  const first = displayed[0];
  if (!first) return { shown: 0, inOrder: Number.NaN, even: 0, offP95: Number.NaN, longer: Number.NaN };
  const numbers = displayed.map(({ picture }) => (picture - first.picture + loop) % loop);
  const pictures = Math.round((range * FPS) / 1000);
  const ordered = numbers.filter((number, index) => index === 0 || number > (numbers[index - 1] ?? 0)).length;
  // Each stands from the display frame that is nearest to its time: the clock's beginning is where most of them agree.
  const begins = displayed.map(({ at }, index) => at - (numbers[index] ?? 0) * step);
  const began = quantile(begins, 0.5);
  const off = begins.map((one) => Math.abs(one - began));
  const took = (displayed.at(-1)?.at ?? first.at) - first.at;
  return {
    shown: (100 * new Set(numbers.filter((number) => number < pictures)).size) / pictures,
    inOrder: (100 * ordered) / numbers.length,
    even: (100 * off.filter((one) => one <= PLACE_MS).length) / off.length,
    offP95: quantile(off, 0.95),
    longer: took - (pictures - 1) * step,
  };
}
