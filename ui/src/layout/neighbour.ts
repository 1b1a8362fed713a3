import type { Rect } from "./rect";

/** Where a place is looked for from another. */
export type Direction = "left" | "right" | "up" | "down";

/** How much a place that lies off the straight line counts as further away. */
const ASIDE = 3;

/** The index of the place that is next in a direction; null where there is none. */
export function neighbour(places: readonly Rect[], from: number, direction: Direction): number | null {
  const start = places[from];
  if (!start) return null;
  let [best, least]: [number | null, number] = [null, Number.POSITIVE_INFINITY];
  places.forEach((place, index) => {
    const [ahead, aside] = offset(start, place, direction);
    // Whole pixels: two places of one row are no step down.
    if (ahead < 1) return;
    const distance = ahead + ASIDE * aside;
    if (distance < least) [best, least] = [index, distance];
  });
  return best;
}

/** How far a place's middle is ahead in a direction, and how far off the line. */
function offset(from: Rect, to: Rect, direction: Direction): [number, number] {
  const x = to.x + to.width / 2 - (from.x + from.width / 2);
  const y = to.y + to.height / 2 - (from.y + from.height / 2);
  switch (direction) {
    case "left":
      return [-x, Math.abs(y)];
    case "right":
      return [x, Math.abs(y)];
    case "up":
      return [-y, Math.abs(x)];
    case "down":
      return [y, Math.abs(x)];
  }
}
