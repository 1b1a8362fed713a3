import { ASPECT, placesOf, programOf, type Spacing, type StageLayout, type StageSize } from "./grid";
import { type Choice, FEWEST, growth } from "./growth";
import { lowered } from "./lowered";

/** The room for the pictures in CSS pixels. */
export interface Room extends StageSize {
  /** What a panel takes of the width when it is open, and whether it is. */
  panel: number;
  open: boolean;
  /** What a drawer that is pulled up takes of the height; 0 while none is. */
  drawer: number;
}

/**
 * Lays out a program and `tiles` tiles on a stage: tiles in columns at program's right, in rows under it, or both, with
 * all rows aligned.
 *
 * The grid is chosen once for both states of the stage, with a panel beside it and without: so a panel that opens makes
 * program and tiles smaller and moves none of them to another place. Nor does a drawer that is pulled up under it.
 */
export function stageLayout(room: Room, tiles: number, spacing: Spacing): StageLayout {
  const { width, height, panel, open, drawer } = room;
  const now = { width: open ? Math.max(1, width - panel) : width, height: Math.max(1, height - drawer) };
  const all = remembered({ width, height }, { width: Math.max(1, width - panel), height }, spacing);
  const choice = all[Math.max(FEWEST, tiles) - FEWEST];
  if (!choice) return stacked(now, tiles, spacing);
  if (drawer > 0) return lowered(choice.grid, now, spacing);
  const program = programOf(choice.grid, now, open ? choice.opened : choice.closed, spacing);
  return { program, places: placesOf(choice.grid, now, program, spacing) };
}

/** The last stage's layouts: a panel opens and cameras come more often than a window changes its size. */
let last = { key: "", choices: [] as Choice[] };

function remembered(size: StageSize, narrow: StageSize, spacing: Spacing): Choice[] {
  const key = JSON.stringify([size, narrow, spacing]);
  if (key !== last.key) last = { key, choices: growth(size, narrow, spacing) };
  return last.choices;
}

/** For more cameras than a desk takes, and stages of a shape that no grid fits: program over rows of tiles. */
function stacked({ width, height }: StageSize, tiles: number, { gap }: Spacing): StageLayout {
  const columns = Math.max(1, Math.ceil(Math.sqrt(tiles)));
  const rows = Math.max(1, Math.ceil(tiles / columns));
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
