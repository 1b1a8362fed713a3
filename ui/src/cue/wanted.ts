import type { Footage, Spot } from "./footage";

/**
 * The pictures that are to be decoded, from the one that is due on, `most` at most: those that come, and some on the
 * other side for who turns.
 *
 * What lies before the due one is decoded from its keyframe, whatever is wanted of it: so it is wanted by blocks, each of
 * which is wanted when there is room for all of it, and decoded once.
 */
export function wantedFrom(footage: Footage, due: Spot, speed: number, most: number): Spot[] {
  const rest = most - 1;
  if (speed > 0) {
    const behind = before(footage, due, Math.ceil(rest * 0.1)).filter(({ gop }) => gop === due.gop);
    return [due, ...after(footage, due, rest - behind.length), ...behind];
  }
  const share = speed === 0 ? 0.5 : 0.1;
  const ahead = after(footage, due, Math.ceil(rest * share));
  const behind = before(footage, due, rest - ahead.length);
  return speed === 0 ? [due, ...ahead, ...behind] : [due, ...behind, ...ahead];
}

function after(footage: Footage, due: Spot, most: number): Spot[] {
  const spots: Spot[] = [];
  for (let spot = footage.next(due); spot && spots.length < most; spot = footage.next(spot)) spots.push(spot);
  return spots;
}

/** Whole blocks before a picture, the nearest first. */
function before(footage: Footage, due: Spot, most: number): Spot[] {
  const block = Math.max(1, most >> 1);
  const spots: Spot[] = [];
  for (let spot = footage.previous(due); spot; spot = footage.previous(spot)) {
    // The last one of a block: of it there are so many up to its first.
    const isFirst = spots.length === 0 || spots[spots.length - 1]?.gop !== spot.gop || (spot.index + 1) % block === 0;
    if (isFirst && spots.length + (spot.index % block) + 1 > most) break;
    spots.push(spot);
  }
  return spots;
}
