import { ASPECT, cellsOf, type Grid, programOf, type Spacing, type StageSize, widestProgram } from "./grid";
import { pictureWidth } from "./tile";

/** One of the sizes that program can have in a grid, and what it is worth. */
export interface Fit {
  /** Program's width, and that of the smallest tile's picture. */
  program: number;
  tile: number;
  /** 0 where it doesn't fit. */
  score: number;
}

/** The share of the stage's width at which a tile's picture is half as useful as it can be. */
const USEFUL_TILE = 0.11;
/** Below this share of the stage's width a tile's picture is too small to choose by. */
const SMALLEST_TILE = 0.1;
/** The widest place for a tile, as a multiple of its height: beyond, the label has more room than the picture. */
const WIDEST_TILE = 4;
/** Sizes of program that are tried, as shares of the widest, in even steps from the smallest to all of it. */
const [SMALLEST_PROGRAM, TRIED] = [0.4, 25];

/** How much it counts that pictures take the room there is, beside program's area. */
const FILL_WEIGHT = 0.5;

/**
 * What a grid is worth with each size of program: program's area, weighed by how useful its smallest tile is and by how
 * much of the stage all pictures take. Where they have a part of the stage alone, that is `size`.
 */
export function fitsOf(grid: Grid, size: StageSize, spacing: Spacing, stage: StageSize = size): Fit[] {
  const widest = widestProgram(size, spacing);
  const fits = Array.from({ length: TRIED }, (_, index) => {
    const share = SMALLEST_PROGRAM + ((1 - SMALLEST_PROGRAM) * index) / (TRIED - 1);
    const program = widest * share;
    const tiles = tilesOf(grid, size, program, spacing);
    const tile = Math.min(...tiles.map(({ picture }) => picture));
    const pictures = tiles.reduce((sum, { picture, count }) => sum + count * picture ** 2, program ** 2) / ASPECT;
    const fill = pictures / (stage.width * stage.height);
    return { program, tile, score: tile > 0 ? worth(program, tile / stage.width) * fill ** FILL_WEIGHT : 0 };
  });
  // A larger program that leaves the tiles no smaller is better in every way.
  return fits.filter(({ tile }, index) => !((fits[index + 1]?.tile ?? 0) >= tile));
}

function worth(program: number, tile: number): number {
  const useful = tile ** 2 / (tile ** 2 + USEFUL_TILE ** 2);
  const crowded = Math.min(1, tile / SMALLEST_TILE) ** 4;
  return program ** 2 * useful * crowded;
}

/** The widths that the tiles' pictures have, and how many have them. */
function tilesOf(grid: Grid, size: StageSize, programWidth: number, spacing: Spacing) {
  const { columns, beside, below, belowColumns } = grid;
  const program = programOf(grid, size, programWidth, spacing);
  const { columnWidth, besideHeight, belowWidth, belowHeight } = cellsOf(grid, size, program, spacing);
  return [
    { count: columns * beside, width: columnWidth, height: besideHeight },
    { count: columns * below, width: columnWidth, height: belowHeight },
    { count: below * belowColumns, width: belowWidth, height: belowHeight },
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, width, height }) => ({
      count,
      picture: width > height * WIDEST_TILE ? 0 : pictureWidth(width, height, ASPECT, spacing.label),
    }));
}
