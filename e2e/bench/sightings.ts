import type { Page } from "playwright-core";
import type { Sighting } from "./stamp";

/** Pictures before a measurement: encoders and congestion control find their rate. */
const WARM_UP = 90;

/** The pictures of a stretch of time, as the page's own event tells and as the display frames show them. */
export interface Seen {
  readonly handed: Sighting[];
  readonly displayed: Sighting[];
}

/** Waits until a page that reads stamps has seen so many pictures more. */
async function pictures(page: Page, count: number): Promise<number> {
  const to = (await page.evaluate(() => window.handed.length)) + count;
  await page.waitForFunction((to) => window.handed.length >= to, to, { timeout: 120_000 });
  return to;
}

/** Waits until everything has found its rate. */
export async function warmUp(page: Page): Promise<void> {
  await pictures(page, WARM_UP);
}

/** The next pictures of a page that reads stamps. */
export async function sightings(page: Page, count: number): Promise<Seen> {
  const from = await page.evaluate(() => [window.handed.length, window.displayed.length] as const);
  await pictures(page, count);
  return page.evaluate(
    ([handed, displayed]) => ({
      handed: window.handed.slice(handed),
      displayed: window.displayed.slice(displayed),
    }),
    from,
  );
}

/** What a picture has to be like. */
export interface Wanted {
  readonly source?: number;
  /** At least this old, in milliseconds. */
  readonly older?: number;
  /** At most this old, in milliseconds. */
  readonly newer?: number;
  /** Filmed at most so long before the press, in milliseconds. */
  readonly within?: number;
}

/** What it took from a press to a picture. */
export interface Since {
  /** Milliseconds to the page's own event; NaN when it tells none. */
  readonly handed: number;
  /** Milliseconds to the display frame that showed it. */
  readonly displayed: number;
  /** Display frames from the press to that one, itself included. */
  readonly frames: number;
}

/** From the last press of a key or button on the page to the first such picture after it. */
export async function sincePress(page: Page, wanted: Wanted, timeout = 30_000): Promise<Since> {
  const found = await page.waitForFunction(
    ({ source, older = 0, newer = 65_536, within = 65_536 }) => {
      const { pressedAt, handed, displayed, displayFrames } = window;
      const first = (seen: Sighting[]) =>
        seen.find(
          ({ at, age, source: by }) =>
            at > pressedAt && (source ?? by) === by && age >= older && age <= newer && at - age >= pressedAt - within,
        );
      const shown = first(displayed);
      if (!shown) return null;
      return {
        handed: (first(handed)?.at ?? Number.NaN) - pressedAt,
        displayed: shown.at - pressedAt,
        frames: displayFrames.filter((at) => at > pressedAt && at <= shown.at).length,
      };
    },
    wanted,
    { timeout },
  );
  return (await found.jsonValue()) ?? { handed: Number.NaN, displayed: Number.NaN, frames: Number.NaN };
}
