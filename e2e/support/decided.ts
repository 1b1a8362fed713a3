import type { Snapshot } from "../../ui/src/protocol/Snapshot";
import type { Engine } from "./engine";

/** What the director has decided. How even a camera's pictures come is measured, and changes by itself. */
export async function decided(
  engine: Engine,
): Promise<Omit<Snapshot, "seq" | "now" | "cameras"> & { cameras: unknown }> {
  const { seq: _, now: __, cameras, ...others } = await engine.snapshot();
  return { ...others, cameras: cameras.map(({ playout_delay: _, ...camera }) => camera) };
}
