import type { Standstills } from "../protocol/Standstills";

/** What kept a camera's pictures from going on. */
export type Cause = keyof Standstills;

const CAUSES: readonly Cause[] = ["air", "loss", "keyframe", "sender", "decoder", "drawing"];
/** A minute, in milliseconds. */
const MINUTE = 60_000;

/** A camera's standstills in the last minute, of the totals that come about once a second. */
export class LastMinute {
  /** The totals of the last minute and those before it, the oldest first. */
  #totals: { at: number; standstills: Standstills }[] = [];
  #feed: number | null = null;

  /** The newest totals are of the camera with this feed; `now` is the page's clock. Milliseconds by cause, the most first. */
  take(feed: number, standstills: Standstills, now: number): [Cause, number][] {
    const newest = this.#totals.at(-1)?.standstills;
    // Another camera, or the same one that joined anew, which counts anew.
    const isAnother = feed !== this.#feed || CAUSES.some((cause) => standstills[cause].ms < (newest?.[cause].ms ?? 0));
    if (isAnother) this.#totals = [];
    this.#feed = feed;
    this.#totals.push({ at: now, standstills });
    while (this.#totals[1] && this.#totals[1].at <= now - MINUTE) this.#totals.shift();
    const before = this.#totals[0]?.standstills ?? standstills;
    const since = CAUSES.map((cause): [Cause, number] => [cause, standstills[cause].ms - before[cause].ms]);
    return since.filter(([, ms]) => ms > 0).sort(([, one], [, other]) => other - one);
  }
}
