import type { Page } from "playwright-core";
import { measures } from "./measures";
import type { Sighting } from "./stamp";

/** What was seen of a replay. */
export interface Watched {
  /** Pictures of the range that were in a display frame, in percent of those that were filmed in it. */
  readonly shown: number;
  /** Pictures that came after the one that was filmed before them, in percent; NaN when nothing was shown. */
  readonly inOrder: number;
  /** From the first picture of the replay to the first live one after it; NaN when nothing was shown. */
  readonly milliseconds: number;
}

/** Pictures that are filmed in a second. */
const FPS = 30;

/** A picture this much before the range still counts as its first: the key's way to the engine, and a frame. */
const EDGE_MS = 60;

/** Watches a replay from now on; the result is what was seen of it up to its end, of a range so long up to the key. */
export async function watchReplay(page: Page): Promise<(range: number) => Promise<Watched>> {
  const from = await page.evaluate(() => window.displayed.length);
  return async (range) => {
    const seen = await page.evaluate(
      (from) => ({
        displayed: window.displayed.slice(from),
        pressed: window.pressedAt,
        now: performance.timeOrigin + performance.now(),
      }),
      from,
    );
    return watched(seen, range);
  };
}

/** What a page showed since a replay's key. */
export interface SinceKey {
  readonly displayed: readonly Sighting[];
  /** When the key was pressed, and when this was asked, in milliseconds of the machine's clock. */
  readonly pressed: number;
  readonly now: number;
}

/** What was seen of a replay of a range so long up to its key. */
export function watched({ displayed, pressed, now }: SinceKey, range: number): Watched {
  const old = displayed.filter(({ at, age }) => at > pressed && at - age < pressed && age >= measures.OLD_MS);
  const ofRange = old.filter(({ at, age }) => at - age >= pressed - range - EDGE_MS);
  const first = ofRange[0];
  const back = displayed.find(({ at, age }) => first && at > first.at && at - age > pressed);
  const filmed = old.map(({ at, age }) => at - age);
  // The same moment, read twice, differs by what a clock's digits hold.
  const ordered = filmed.filter((one, index) => index === 0 || one - (filmed[index - 1] ?? 0) > 0.01).length;
  return {
    shown: (100 * new Set(ofRange.map(({ source, picture }) => `${source}/${picture}`)).size) / ((range * FPS) / 1000),
    inOrder: filmed.length === 0 ? Number.NaN : (100 * ordered) / filmed.length,
    milliseconds: first ? (back?.at ?? now) - first.at : Number.NaN,
  };
}
