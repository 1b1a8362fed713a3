import { archive } from "./archive";
import type { Stretch } from "./spans";

/** What may be missing at the ends of a stretch whose pictures are all there, in milliseconds: a picture each. */
const ENDS = 150;

/** How much of a stretch there are pictures of, in milliseconds; all of it but its ends is all. Null where nobody says. */
export async function keptOf(camera: number, within: Stretch): Promise<number | null> {
  const kept = await archive.coverage(camera, within);
  return kept && keptIn(kept, within);
}

/** How much of a stretch these stretches cover, which do not overlap. */
export function keptIn(kept: readonly Stretch[], { from, to }: Stretch): number {
  const sum = kept.reduce((sum, its) => sum + Math.max(0, Math.min(its.to, to) - Math.max(its.from, from)), 0);
  return sum > 0 && sum >= to - from - ENDS ? to - from : sum;
}
