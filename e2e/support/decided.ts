import type { Camera } from "../../ui/src/protocol/Camera";
import type { Snapshot } from "../../ui/src/protocol/Snapshot";
import type { Engine } from "./engine";

/** What is measured of a camera, or said by its phone, and changes by itself. */
type Measured = "playout_delay" | "delay" | "alignment" | "health" | "reasons" | "controls" | "phone";

/** What the director has decided. How even a camera's pictures come, say, or how much is kept, changes by itself. */
export async function decided(
  engine: Engine,
): Promise<Omit<Snapshot, "seq" | "now" | "archive" | "cameras"> & { cameras: Omit<Camera, Measured>[] }> {
  const { seq: _seq, now: _now, archive: _archive, cameras, ...others } = await engine.snapshot();
  return { ...others, cameras: cameras.map(chosen) };
}

function chosen(camera: Camera): Omit<Camera, Measured> {
  const {
    playout_delay: _p,
    delay: _d,
    alignment: _a,
    health: _h,
    reasons: _r,
    controls: _c,
    phone: _,
    ...rest
  } = camera;
  return rest;
}
