import { setTimeout as sleep } from "node:timers/promises";
import { Engine } from "../support/engine";
import { Load } from "./load";
import { loadClips } from "./load-clips";
import { share, usage } from "./process";
import type { ReplayDesk } from "./replay-desk";

/** The cameras that are kept: how many, and of how many kbit/s. */
const [CAMERAS, KBPS] = [8, 4000];
/** Until the rings are full, 60 s, and settled. */
const FULL_S = 75;
/** How long everything runs before it is measured, and what of the disk a spool may take, in minutes and megabytes. */
const [SETTLE_S, SPOOL] = [5, { minutes: 10, megabytes: 4000 }];
/** How often a hand that drags asks for another moment, in milliseconds. */
const DRAG_MS = 50;

/** What keeping eight cameras costs. */
export interface Kept {
  /** Resident memory of the engine with full rings, in MB, and what the rings are of it. */
  readonly memory: number;
  readonly ring: number;
  /** Of one core in percent, more with a spool than without: each window. */
  readonly spool: readonly number[];
}

/** Eight cameras kept for a minute, then spooled and not. */
export async function measureKept(windows: number, seconds: number): Promise<Kept> {
  const clips = await loadClips(KBPS);
  const engine = await Engine.start({ limit: CAMERAS });
  const { whip, pid } = engine.ready;
  const load = Load.start({ whip, token: engine.crew, cameras: CAMERAS, clips: [clips.h264, clips.vp8] });
  try {
    await load.connected();
    await sleep(FULL_S * 1000);
    const memory = usage(pid).rss / 1e6;
    const spool: number[] = [];
    for (let window = 0; window < windows; window++) {
      const without = await taken(pid, seconds);
      await engine.command({ type: "spool", limits: SPOOL });
      await sleep(SETTLE_S * 1000);
      spool.push(100 * ((await taken(pid, seconds)) - without));
      await engine.command({ type: "spool", limits: null });
      await sleep(SETTLE_S * 1000);
    }
    return { memory, ring: (CAMERAS * KBPS * 60) / 8 / 1000, spool };
  } finally {
    await load.stop();
    await engine.dispose();
  }
}

/** The share of a core that a process takes for so long. */
async function taken(pid: number, seconds: number): Promise<number> {
  const before = usage(pid);
  await sleep(seconds * 1000);
  return share(before, usage(pid));
}

/** Pictures a second that program draws while a cue plays and is dragged to and fro. */
export async function measureProgram(desk: ReplayDesk, seconds: number): Promise<number> {
  const { now } = await desk.engine.snapshot();
  const range = { from: now - 10_000, to: now };
  await desk.command({ type: "replay", on: "cue", camera: 2, ...range });
  const drawn = () => desk.page.evaluate(() => [window.drawn.program ?? 0, performance.now()] as const);
  const [before, from] = await drawn();
  const ends = performance.now() + seconds * 1000;
  for (let drag = 0; performance.now() < ends; drag++) {
    const at = Math.round(range.from + 5000 + 4500 * Math.sin(drag / 10));
    await desk.command({ type: "seek", on: "cue", at });
    await sleep(DRAG_MS);
  }
  const [after, to] = await drawn();
  await desk.command({ type: "live", on: "cue" });
  return (1000 * (after - before)) / (to - from);
}
