import type { Page } from "playwright-core";
import type { Sighting } from "./stamp";

/** Pictures before the measurement: encoders and congestion control find their rate. */
const WARM_UP = 90;

/** The next pictures of a page that reads stamps, once it is warm. */
export async function sightings(page: Page, count: number): Promise<Sighting[]> {
  const from = await page.evaluate(() => window.sightings.length);
  const to = from + WARM_UP + count;
  await page.waitForFunction((to) => window.sightings.length >= to, to, { timeout: 120_000 });
  return page.evaluate(([from, to]) => window.sightings.slice(from, to), [from + WARM_UP, to] as const);
}

/** What a picture has to be like. */
export interface Wanted {
  readonly source?: number;
  /** At least this old, in milliseconds. */
  readonly older?: number;
  /** At most this old, in milliseconds. */
  readonly newer?: number;
}

/** Milliseconds from the last press of a key or button on the page to the first such picture after it. */
export async function sincePress(page: Page, wanted: Wanted): Promise<number> {
  const found = await page.waitForFunction(({ source, older = 0, newer = 65_536 }) => {
    const { pressedAt, sightings } = window;
    const first = sightings.find(
      (one) => one.at > pressedAt && (source ?? one.source) === one.source && one.age >= older && one.age <= newer,
    );
    return first && { taken: first.at - pressedAt };
  }, wanted);
  return (await found.jsonValue())?.taken ?? Number.NaN;
}
