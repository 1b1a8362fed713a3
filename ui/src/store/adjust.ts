import type { CameraSettings } from "../protocol/CameraSettings";
import { order } from "./orders";

/** What waits to be told of each camera, while an order for it is on its way. */
const waiting = new Map<number, CameraSettings | null>();

/**
 * Sets something of a phone. To be called as often as a finger moves: of what comes while an order is on its way, the
 * newest of each is sent behind it.
 */
export function adjust(camera: number, settings: CameraSettings): void {
  if (waiting.has(camera)) {
    waiting.set(camera, { ...waiting.get(camera), ...settings });
    return;
  }
  waiting.set(camera, null);
  void order({ type: "adjust", camera, ...settings }).finally(() => {
    const next = waiting.get(camera);
    waiting.delete(camera);
    if (next) adjust(camera, next);
  });
}
