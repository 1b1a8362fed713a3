import { type Footage, type Spot, timeOf } from "./footage";

/** Who plays goes back no less than this, in milliseconds: the engine's word on a press is that much behind the press. */
const BACK = 100;

/**
 * The picture to show now: the one that is due, or, where one before it has not been shown, that one. Two that are due in
 * one display frame are shown in one each, as they were filmed; who plays faster than it happened leaves out pictures.
 */
export function inTurn(footage: Footage, shown: Spot | null, due: Spot, speed: number): Spot {
  if (!shown || speed === 0) return due;
  const back = Math.sign(speed) * (timeOf(shown) - timeOf(due));
  if (back > 0 && back < BACK) return shown;
  if (Math.abs(speed) > 100) return due;
  const way = speed > 0 ? "next" : "previous";
  const between = footage[way](shown);
  const behind = between && footage[way](between);
  return between && behind && isSame(behind, due) ? between : due;
}

/** Whether both are the same picture. */
export function isSame(one: Spot | null, other: Spot | null): boolean {
  return one !== null && other !== null && one.gop === other.gop && one.index === other.index;
}
