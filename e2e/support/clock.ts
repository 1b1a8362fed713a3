import { expect } from "vitest";
import type { Engine } from "./engine";

/** Waits until the session clock has gone on by so many milliseconds. */
export async function goesOn(engine: Engine, milliseconds: number): Promise<void> {
  const { now } = await engine.snapshot();
  await expect.poll(async () => (await engine.snapshot()).now).toBeGreaterThan(now + milliseconds);
}
