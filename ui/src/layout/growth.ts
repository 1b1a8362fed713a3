import { type Fit, fitsOf } from "./fit";
import { type Grid, grids, placeCount, type Spacing, type StageSize } from "./grid";

/** A grid, with program's width without a panel beside the stage and with one. */
export interface Choice {
  grid: Grid;
  closed: number;
  opened: number;
}

/** A grid with one of the sizes that program can have in it. */
interface Candidate {
  grid: Grid;
  places: number;
  fit: Fit;
  cost: number;
}

/** The cheapest way to something that can stand at its end. */
interface Way<End> {
  end: End;
  cost: number;
  before: Way<End> | null;
}

/** The counts of places that are laid out together: fewer cameras leave some of the fewest free. */
export const [FEWEST, MOST] = [4, 16];
/** Most places that stay empty before they are needed. */
const MOST_SPARE = 2;
/** What an empty place costs, as a share of the score. */
const EMPTY_COST = 0.02;
/** What it costs when one more camera moves the others to other places, and what program's change of size costs then. */
const [MOVE_COST, CHANGE_COST] = [0.06, 0.2];
/**
 * The shares of its area that program, and the smallest tile, are meant to keep when a camera joins, and the cost of
 * less. A fifth less is hardly seen: a tenth of each side. Program is far larger, and grids with a row below it, which
 * lose little to a panel, are out of reach of the others with less than a sixth of each side at once.
 */
const [PROGRAM_KEPT, TILE_KEPT, LOSS_COST] = [0.72, 0.8, 20];
/** How much the state with a panel counts beside the one without, which is the rule. */
const OPEN_WEIGHT = 0.4;
/** Candidates below this share of the best score with as many places are left out. */
const WORTH_A_TRY = 0.65;

/**
 * The layouts of one stage for each count of cameras from {@link FEWEST} to {@link MOST}, chosen together: the cheapest
 * way through an evening on which one camera after the other joins. A layout's cost is its score; a change of layout
 * costs by itself, and much where program or tiles lose a large share of their area at once. Empty for a stage of a
 * shape that no grid fits.
 */
export function growth(size: StageSize, narrow: StageSize, spacing: Spacing): Choice[] {
  const pool = candidates(size, narrow, spacing);
  let ways: Way<Candidate>[] = [];
  for (let count = FEWEST; count <= MOST; count++) {
    const ends = pool.filter(({ places }) => places >= count && places <= count + MOST_SPARE);
    ways = further(ways, ends, ({ cost, places }) => cost + EMPTY_COST * (places - count), change);
    if (ways.length === 0) return [];
  }
  const path = cheapest(ways);
  const opened = openedWidths(
    path.map(({ grid }) => grid),
    narrow,
    spacing,
  );
  return path.map(({ grid, fit }, index) => ({ grid, closed: fit.program, opened: opened[index] ?? fit.program }));
}

function candidates(size: StageSize, narrow: StageSize, spacing: Spacing): Candidate[] {
  const all: Candidate[] = [];
  const best = new Map<number, number>();
  for (const grid of grids(FEWEST, MOST + MOST_SPARE)) {
    const opened = Math.max(...fitsOf(grid, narrow, spacing).map(({ score }) => score));
    const places = placeCount(grid);
    for (const fit of fitsOf(grid, size, spacing)) {
      const score = fit.score ** (1 - OPEN_WEIGHT) * opened ** OPEN_WEIGHT;
      if (score === 0) continue;
      best.set(places, Math.max(score, best.get(places) ?? 0));
      all.push({ grid, places, fit, cost: -Math.log(score) });
    }
  }
  return all.filter(({ places, cost }) => Math.exp(-cost) >= WORTH_A_TRY * (best.get(places) ?? 0));
}

/** Program's widths for these grids with a panel open, chosen in the same way. */
function openedWidths(path: readonly Grid[], size: StageSize, spacing: Spacing): number[] {
  let ways: Way<Fit>[] = [];
  path.forEach((grid, index) => {
    if (grid === path[index - 1]) {
      ways = ways.map((before) => ({ ...before, before }));
      return;
    }
    const ends = fitsOf(grid, size, spacing).filter(({ score }) => score > 0);
    ways = further(ways, ends, ({ score }) => -Math.log(score), loss);
  });
  return cheapest(ways).map(({ program }) => program);
}

/** Goes on from these ways to each of the next ends, the cheapest way there. */
function further<End>(
  ways: readonly Way<End>[],
  ends: readonly End[],
  cost: (end: End) => number,
  step: (before: End, end: End) => number,
): Way<End>[] {
  return ends.map((end) => {
    let [best, least]: [Way<End> | null, number] = [null, ways.length > 0 ? Number.POSITIVE_INFINITY : 0];
    for (const before of ways) {
      const its = before.cost + step(before.end, end);
      if (its < least) [best, least] = [before, its];
    }
    return { end, cost: least + cost(end), before: best };
  });
}

function cheapest<End>(ways: readonly Way<End>[]): End[] {
  const path: End[] = [];
  const best = ways.reduce<Way<End> | null>((a, b) => (a === null || b.cost < a.cost ? b : a), null);
  for (let way = best; way; way = way.before) path.unshift(way.end);
  return path;
}

function change(before: Candidate, after: Candidate): number {
  if (before === after) return 0;
  const growth = Math.abs(Math.log(after.fit.program / before.fit.program));
  return MOVE_COST + CHANGE_COST * growth + loss(before.fit, after.fit);
}

function loss(before: Fit, after: Fit): number {
  const short = (kept: number, from: number, to: number) => Math.max(0, Math.log((kept * from ** 2) / to ** 2));
  return LOSS_COST * (short(PROGRAM_KEPT, before.program, after.program) + short(TILE_KEPT, before.tile, after.tile));
}
