import type { Controls } from "./protocol/Controls";
import type { Look } from "./sending";

/** A hot phone's encoder makes fewer pictures than this share of what its camera gives, or its processor holds it back. */
const SHARE = 0.7;
/** So long it has to be so, and so long to be well again, in milliseconds: a moment of either says nothing. */
const [WARMING, COOLING] = [20_000, 30_000];

/**
 * Whether the phone is likely hot. No phone's browser tells: it is guessed from an encoder that falls behind its camera, and
 * from what it says that it is held back by (`qualityLimitationReason`). A camera that is slow by itself may be in the dark.
 */
export class Heat {
  /** Since when it has been as it is not yet said to be. */
  private since: number | null = null;
  private hot = false;

  /** Takes a look at what is sent, at `now` in milliseconds, where so many pictures a second were asked for. */
  look({ sending, captured }: Look, asked: number, now: number): boolean {
    if (sending === null) {
      this.since = null;
      return this.hot;
    }
    const slow = sending.fps < (captured ?? asked) * SHARE && sending.limited_by !== "bandwidth";
    const held = sending.limited_by === "cpu";
    if ((slow || held) === this.hot) this.since = null;
    else {
      this.since ??= now;
      if (now - this.since >= (this.hot ? COOLING : WARMING)) [this.hot, this.since] = [!this.hot, null];
    }
    return this.hot;
  }
}

/** The next smaller size that the camera offers; null where there is none. */
export function smaller({ heights, height }: Pick<Controls, "heights" | "height">): number | null {
  return heights.find((one) => height !== null && one < height) ?? null;
}
