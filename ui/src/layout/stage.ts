/** A rectangle in CSS pixels, from the stage's top left corner. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the pictures are. */
export interface StageLayout {
  program: Rect;
  /** One place for each number from 1 up; at least as many as were asked for. */
  places: Rect[];
}

/** The stage's fixed distances in CSS pixels. */
export interface Spacing {
  /** Between any two places. */
  gap: number;
  /** The tally frame around program's picture, on each side. */
  frame: number;
}

/** The aspect that program's place has, and that a tile's place is best near: most cameras are held like that. */
const ASPECT = 16 / 9;
/** Narrowest and widest place for a tile; in between, the picture is contained and the rest stays dark. */
const [NARROWEST, WIDEST] = [1.4, 2.6];
/** Beyond this share of the stage's width a tile gives its room to program: it is a thumbnail, not a second program. */
const LARGEST_TILE = 1 / 3;
/** The share of the stage's width at which a tile is half as useful as it can be. */
const USEFUL_TILE = 0.14;
/** Below this share of the stage's width a tile's number and name crowd its picture out. */
const SMALLEST_TILE = 0.12;
/** What an empty place costs, as a share of the score. */
const EMPTY_COST = 0.02;
/** Most rows and columns that are tried. */
const MOST = 9;
/** Counts are rounded up to these, so that places move only when a fifth, seventh, ... camera joins. */
const STEPS = [4, 6, 11, 16];
/** Beyond them, by this many. */
const FURTHER_STEP = 4;

interface Grid {
  /** Columns at program's right, and rows over the stage's whole height. */
  columns: number;
  rows: number;
  /** Rows under program, which are the last of those rows, and their columns. */
  below: number;
  belowColumns: number;
}

/**
 * Lays out a program and `tiles` tiles on a stage so that the pictures take all the room there is: tiles in columns at
 * program's right and, where that leaves program larger, in rows under it that line up with those columns' rows.
 *
 * The layout with the best score wins: program's area, weighed by how useful its smallest tile is, so program comes
 * first and no tile is sacrificed to it.
 */
export function stageLayout(width: number, height: number, tiles: number, { gap, frame }: Spacing): StageLayout {
  const count = roundUp(tiles);
  let best = stacked(width, height, count, gap);
  let bestScore = score(best, count, width);
  for (const grid of grids()) {
    const layout = lay(grid, width, height, gap, frame);
    if (!layout || layout.places.length < count) continue;
    const itsScore = score(layout, count, width);
    if (itsScore > bestScore) [best, bestScore] = [layout, itsScore];
  }
  return best;
}

function roundUp(tiles: number): number {
  return STEPS.find((step) => tiles <= step) ?? Math.ceil(tiles / FURTHER_STEP) * FURTHER_STEP;
}

function* grids(): Generator<Grid> {
  for (let columns = 0; columns <= 4; columns++) {
    for (let rows = 1; rows <= MOST; rows++) {
      for (let below = columns === 0 ? 1 : 0; below < rows; below++) {
        for (let belowColumns = 1; belowColumns <= (below ? MOST : 1); belowColumns++) {
          yield { columns, rows, below, belowColumns };
        }
      }
    }
  }
}

function lay(grid: Grid, width: number, height: number, gap: number, frame: number): StageLayout | null {
  const { columns, rows, below, belowColumns } = grid;
  const rowHeight = (height - (rows - 1) * gap) / rows;
  const programHeight = height - below * (rowHeight + gap);
  const programWidth = (programHeight - 2 * frame) * ASPECT + 2 * frame;
  if (programHeight <= 2 * frame || programWidth > width) return null;

  const places: Rect[] = [];
  const y = (row: number) => row * (rowHeight + gap);
  const left = programWidth + gap;
  const columnWidth = (width - left - (columns - 1) * gap) / columns;
  if (columns > 0 && !fits(columnWidth, rowHeight, width)) return null;
  const belowAll = columns === 0 ? width : programWidth;
  const belowWidth = (belowAll - (belowColumns - 1) * gap) / belowColumns;
  if (below > 0 && !fits(belowWidth, rowHeight, width)) return null;

  for (let row = 0; row < rows; row++) {
    // Row by row as one reads: the rows under program begin at the left, so its foot fills before the corner does.
    if (row >= rows - below) {
      for (let column = 0; column < belowColumns; column++) {
        places.push({ x: column * (belowWidth + gap), y: y(row), width: belowWidth, height: rowHeight });
      }
    }
    for (let column = 0; column < columns; column++) {
      places.push({ x: left + column * (columnWidth + gap), y: y(row), width: columnWidth, height: rowHeight });
    }
  }
  const x = columns === 0 ? (width - programWidth) / 2 : 0;
  return { program: { x, y: 0, width: programWidth, height: programHeight }, places };
}

function fits(width: number, height: number, stageWidth: number): boolean {
  const aspect = width / height;
  return aspect >= NARROWEST && aspect <= WIDEST && width <= stageWidth * LARGEST_TILE;
}

/** The way out for a stage of a shape that no grid fits, such as a very narrow window: program over rows of tiles. */
function stacked(width: number, height: number, count: number, gap: number): StageLayout {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count)));
  const rows = Math.max(1, Math.ceil(count / columns));
  const programHeight = Math.max(1, Math.min(width / ASPECT, (height - gap) / 2));
  const tileWidth = Math.max(1, (width - (columns - 1) * gap) / columns);
  const tileHeight = Math.max(1, (height - programHeight - rows * gap) / rows);
  const places = Array.from({ length: columns * rows }, (_, index) => ({
    x: (index % columns) * (tileWidth + gap),
    y: programHeight + gap + Math.floor(index / columns) * (tileHeight + gap),
    width: tileWidth,
    height: tileHeight,
  }));
  return { program: { x: 0, y: 0, width, height: programHeight }, places };
}

function score({ program, places }: StageLayout, count: number, stageWidth: number): number {
  const smallest = Math.min(...places.map(pictureWidth)) / stageWidth;
  const useful = smallest ** 2 / (smallest ** 2 + USEFUL_TILE ** 2);
  const crowded = Math.min(1, smallest / SMALLEST_TILE) ** 4;
  return pictureWidth(program) ** 2 * useful * crowded * (1 - EMPTY_COST * (places.length - count));
}

function pictureWidth({ width, height }: Rect): number {
  return Math.max(0, Math.min(width, height * ASPECT));
}
