import type { Rect } from "./rect";
import type { LabelSize } from "./tile";

/** The aspect that program's place has, and that a tile's picture is best near: most cameras are held like that. */
export const ASPECT = 16 / 9;

/** The stage's fixed distances in CSS pixels. */
export interface Spacing {
  /** Between any two places. */
  gap: number;
  /** The tally frame around program's picture, on each side. */
  frame: number;
  /** A tile's number and name. */
  label: LabelSize;
}

/** The room for the pictures in CSS pixels. */
export interface StageSize {
  width: number;
  height: number;
}

/** Where the pictures are. */
export interface StageLayout {
  program: Rect;
  /** One place for each number from 1 up; at least as many as were asked for. */
  places: Rect[];
}

/** How tiles are put around program. What is opened beside the pictures makes one narrower and never another of it. */
export interface Grid {
  /** Columns at program's right. */
  columns: number;
  /** Their rows beside program, and the rows below it, which go over the whole width. */
  beside: number;
  below: number;
  /** Columns of the rows below, as far as program is wide. */
  belowColumns: number;
}

/** Most columns and rows beside program, most rows below it and columns there. */
const [MOST_COLUMNS, MOST_BESIDE, MOST_BELOW, MOST_BELOW_COLUMNS] = [4, 8, 3, 8];

/** Every grid that has at least `least` places, and at most `most`. */
export function* grids(least: number, most: number): Generator<Grid> {
  for (let columns = 0; columns <= MOST_COLUMNS; columns++) {
    for (let beside = columns ? 1 : 0; beside <= (columns ? MOST_BESIDE : 0); beside++) {
      for (let below = columns ? 0 : 1; below <= MOST_BELOW; below++) {
        for (let belowColumns = below ? 1 : 0; belowColumns <= (below ? MOST_BELOW_COLUMNS : 0); belowColumns++) {
          const grid = { columns, beside, below, belowColumns };
          const places = placeCount(grid);
          if (places >= least && places <= most) yield grid;
        }
      }
    }
  }
}

/** How many tiles a grid has room for. */
export function placeCount({ columns, beside, below, belowColumns }: Grid): number {
  return columns * (beside + below) + below * belowColumns;
}

/** Program's place with this width, from the stage's top left corner; in the middle where no column is beside it. */
export function programOf({ columns }: Grid, { width }: StageSize, program: number, { frame }: Spacing): Rect {
  const height = (program - 2 * frame) / ASPECT + 2 * frame;
  return { x: columns === 0 ? (width - program) / 2 : 0, y: 0, width: program, height };
}

/** The widest that program can be on a stage. */
export function widestProgram({ width, height }: StageSize, { frame }: Spacing): number {
  return Math.min(width, (height - 2 * frame) * ASPECT + 2 * frame);
}

/** The sizes of a grid's places: at program's right, in the corner, and below program. */
export function cellsOf(grid: Grid, { width, height }: StageSize, program: Rect, { gap }: Spacing) {
  const { columns, beside, below, belowColumns } = grid;
  // Where nothing is below program the column has the stage's whole height.
  const besideHeight = below ? program.height : height;
  return {
    columnWidth: columns ? (width - program.width - columns * gap) / columns : 0,
    besideHeight: columns ? (besideHeight - (beside - 1) * gap) / beside : 0,
    belowWidth: below ? ((columns ? program.width : width) - (belowColumns - 1) * gap) / belowColumns : 0,
    belowHeight: below ? (height - program.height - below * gap) / below : 0,
  };
}

/** A grid's places, as one reads: so the row under program fills before the corner does. */
export function placesOf(grid: Grid, size: StageSize, program: Rect, spacing: Spacing): Rect[] {
  const { columns, beside, below, belowColumns } = grid;
  const { gap } = spacing;
  const cells = cellsOf(grid, size, program, spacing);
  const places: Rect[] = [];
  const row = (left: number, y: number, count: number, cellWidth: number, cellHeight: number) => {
    for (let column = 0; column < count; column++) {
      places.push({ x: left + column * (cellWidth + gap), y, width: cellWidth, height: cellHeight });
    }
  };
  const right = program.width + gap;
  for (let index = 0; index < beside; index++) {
    row(right, index * (cells.besideHeight + gap), columns, cells.columnWidth, cells.besideHeight);
  }
  for (let index = 0; index < below; index++) {
    const y = program.height + gap + index * (cells.belowHeight + gap);
    row(0, y, belowColumns, cells.belowWidth, cells.belowHeight);
    row(right, y, columns, cells.columnWidth, cells.belowHeight);
  }
  return places;
}
