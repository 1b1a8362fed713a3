import type { OnAir } from "../protocol/OnAir";

/** Cameras in the order in which a cut to them is likely: who was on program last comes first, then by number. */
export function byRecency(cameras: readonly number[], history: readonly OnAir[]): number[] {
  const latest = new Map<number, number>();
  for (const { source, since } of history) if (source.kind === "camera") latest.set(source.camera, since);
  return [...cameras].sort((a, b) => (latest.get(b) ?? -1) - (latest.get(a) ?? -1) || a - b);
}
