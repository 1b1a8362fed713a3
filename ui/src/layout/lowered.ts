import { type Fit, fitsOf } from "./fit";
import { type Grid, placesOf, programOf, type Spacing, type StageLayout, type StageSize } from "./grid";

/** Parts of the stage's width that are tried, from the narrowest to all of it. */
const [NARROWEST, TRIED] = [0.3, 29];

/**
 * Lays a grid out on a stage that a drawer has made low, as large as it can be seen there: not over the whole width,
 * where tiles would be wide and no higher, but in the middle of it.
 */
export function lowered(grid: Grid, stage: StageSize, spacing: Spacing): StageLayout {
  let best: { width: number; fit: Fit } | null = null;
  for (let index = TRIED - 1; index >= 0; index--) {
    const width = stage.width * (NARROWEST + ((1 - NARROWEST) * index) / (TRIED - 1));
    for (const fit of fitsOf(grid, { ...stage, width }, spacing, stage)) {
      if (fit.score > (best?.fit.score ?? -1)) best = { width, fit };
    }
  }
  const size = { ...stage, width: best?.width ?? stage.width };
  const program = programOf(grid, size, best?.fit.program ?? 0, spacing);
  const places = placesOf(grid, size, program, spacing);
  const left = (stage.width - size.width) / 2;
  return {
    program: { ...program, x: program.x + left },
    places: places.map((place) => ({ ...place, x: place.x + left })),
  };
}
