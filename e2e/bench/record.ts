import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { matched } from "../support/clap";
import { Engine } from "../support/engine";
import { ROOT } from "../support/programs";
import { clapsIn, faults, type Manifest, manifestOf } from "../support/recordings";
import { ClappingPhone } from "./clapping-phone";
import { median, quantile } from "./figures";
import { LightDesk } from "./light-desk";
import { Load } from "./load";
import { loadClips } from "./load-clips";
import { share, usage } from "./process";
import { conclude, machine, OPTIONS } from "./results";

/** Rate of each camera in kbit/s, and how many there are. */
const [KBPS, CAMERAS] = [2500, 8];
/** How long everything runs before it is measured, in seconds. */
const SETTLE_S = 5;
/** A show is cut off after so many milliseconds, at random. */
const [SHORTEST, LONGEST] = [800, 4000];
/** How long a clap is recorded, in seconds: ten of them. */
const CLAPS_S = 21;

/** What a recording cost, and what is in it. */
interface Cost {
  /** Of one core in percent, more than without a recording: the median of the windows, and each. */
  readonly cpu: number;
  readonly windows: readonly number[];
  /** Pictures that came whole into the rings, and those in the files. */
  readonly inRings: number;
  readonly inFiles: number;
  readonly faults: readonly string[];
}

/** What was left of shows that were killed. */
interface Kills {
  readonly shows: number;
  readonly recovered: number;
  /** Milliseconds that are missing at the end of a file: the median of all, and the most. */
  readonly missing: number;
  readonly most: number;
  readonly faults: readonly string[];
}

/** How much later sound is than its picture in the files, in milliseconds. */
interface Sync {
  readonly whose: string;
  readonly role: string;
  readonly median: number;
  /** Of the distance, whichever way. */
  readonly p95: number;
  readonly claps: number;
}

/**
 * Measures recording: what eight cameras and program cost, whether a picture is lost, `--kills N` shows that are cut off
 * at any moment, and whether sound and picture are together; `--only cost|kills|sync` for a look at a part, `--windows
 * N` of `--seconds N`, and {@link OPTIONS}.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      windows: { type: "string", default: "3" },
      seconds: { type: "string", default: "10" },
      kills: { type: "string", default: "20" },
      only: { type: "string" },
      ...OPTIONS,
    },
  });
  const wants = (part: string) => values.only === undefined || values.only === part;
  const cost = wants("cost") ? await measureCost(Number(values.windows), Number(values.seconds)) : undefined;
  const kills = wants("kills") ? await measureKills(Number(values.kills)) : undefined;
  const sync = wants("sync") ? await measureSync() : [];
  const { cpus, model } = machine();
  console.log(`\n${cpus} cores (${model})\n`);
  if (cost) {
    const each = cost.windows.map((window) => window.toFixed(1)).join(", ");
    console.log(
      `${CAMERAS} cameras of ${KBPS / 1000} Mbit/s and program: ${cost.cpu.toFixed(1)} % of a core more (${each}); ` +
        `${cost.inFiles} pictures in the files of ${cost.inRings} in the rings`,
    );
  }
  if (kills) {
    console.log(
      `${kills.recovered} of ${kills.shows} killed shows are whole; at the end of a file ` +
        `${kills.missing.toFixed(0)} ms are missing at the median, ${kills.most.toFixed(0)} at most`,
    );
  }
  for (const { whose, role, median, p95, claps } of sync) {
    console.log(
      `${whose}, ${role}: sound ${median.toFixed(1)} ms after its picture (p95 ${p95.toFixed(1)}, ${claps} claps)`,
    );
  }
  for (const fault of [...(cost?.faults ?? []), ...(kills?.faults ?? [])]) console.log(fault);
  const found = {
    recordCpu: [cost?.cpu],
    recordLost: [cost && cost.inRings - cost.inFiles],
    recordFaults: [cost?.faults.length],
    recordKills: kills ? [(100 * kills.recovered) / kills.shows] : [],
    recordMissing: [kills?.most],
    recordSync: sync.map(({ p95 }) => p95),
  };
  await conclude("bench-record", { cost, kills, sync }, found, values);
}

/** Cameras that send with sound, again and again or once. */
async function cameras(engine: Engine, count: number, again: boolean, kbps = KBPS): Promise<Load> {
  const clips = await loadClips(kbps);
  const flags = ["--sound", path.join(ROOT, "e2e", "clips", "crowd.opus")];
  const { whip } = engine.ready;
  return Load.start({ whip, token: engine.crew, cameras: count, clips: [clips.h264, clips.vp8], again, flags });
}

async function measureCost(windows: number, seconds: number): Promise<Cost> {
  process.stderr.write(`${CAMERAS} cameras, recorded and not\n`);
  const engine = await Engine.start({ limit: CAMERAS });
  const load = await cameras(engine, CAMERAS, true);
  await load.connected();
  const pid = engine.ready.pid;
  const more: number[] = [];
  for (let window = 0; window < windows; window++) {
    await sleep(SETTLE_S * 1000);
    const without = await taken(pid, seconds);
    await start(engine);
    await sleep(SETTLE_S * 1000);
    more.push(100 * ((await taken(pid, seconds)) - without));
    await stop(engine);
  }
  await load.stop();
  await engine.dispose();

  process.stderr.write("whether a picture is lost\n");
  const counted = await Engine.start({ limit: CAMERAS });
  const desk = await LightDesk.open(counted, false);
  await start(counted);
  const once = await cameras(counted, CAMERAS, false);
  await once.sent();
  // The figures of the last second are complete in the one after it.
  await desk.next();
  const { pictures } = await desk.next();
  const folder = await stop(counted);
  const manifest = await manifestOf(folder);
  const inFiles = manifest.files.filter(({ role }) => role === "iso").reduce((sum, { frames = 0 }) => sum + frames, 0);
  const found = await faults(folder);
  desk.close();
  await counted.dispose();
  return { cpu: median(more), windows: more, inRings: pictures, inFiles, faults: found };
}

/** The share of a core that a process takes for so long. */
async function taken(pid: number, seconds: number): Promise<number> {
  const before = usage(pid);
  await sleep(seconds * 1000);
  return share(before, usage(pid));
}

async function measureKills(shows: number): Promise<Kills> {
  const missing: number[] = [];
  const found: string[] = [];
  let recovered = 0;
  for (let show = 1; show <= shows; show++) {
    process.stderr.write(`show ${show} of ${shows} is killed\n`);
    const engine = await Engine.start();
    const load = await cameras(engine, 4, true, 1000);
    await load.connected();
    await start(engine);
    await sleep(SHORTEST + Math.random() * (LONGEST - SHORTEST));
    const { recording, now } = await engine.snapshot();
    await engine.stop("SIGKILL");
    await engine.restart();
    await load.stop();
    const folder = path.join(engine.ready.shows, recording?.show ?? "");
    const manifest = await completed(folder);
    const faulty = await faults(folder);
    const files = manifest.files.filter(({ role }) => role === "iso" || role === "program");
    missing.push(...files.map(({ start_ms = 0, duration_ms = 0 }) => Math.max(0, now - start_ms - duration_ms)));
    if (faulty.length === 0 && manifest.recovered && files.length >= 5) recovered++;
    found.push(...faulty);
    await engine.dispose();
  }
  return { shows, recovered, missing: median(missing), most: Math.max(...missing), faults: found };
}

/** The manifest of a show that was cut off, once the next start has made it. */
async function completed(folder: string): Promise<Manifest> {
  for (;;) {
    try {
      return await manifestOf(folder);
    } catch {
      await sleep(20);
    }
  }
}

async function measureSync(): Promise<Sync[]> {
  const found: Sync[] = [];
  for (const whose of ["publisher", "Chromium"] as const) {
    process.stderr.write(`claps of ${whose}\n`);
    const engine = await Engine.start();
    const clap = whose === "publisher" ? publisher(engine) : await ClappingPhone.join(engine.ready.join);
    while ((await engine.snapshot()).cameras[0]?.state !== "live") await sleep(50);
    await start(engine);
    await sleep(CLAPS_S * 1000);
    const folder = await stop(engine);
    for (const file of (await manifestOf(folder)).files) {
      if (file.role !== "iso" && file.role !== "program") continue;
      const { seen, heard } = await clapsIn(path.join(folder, file.path));
      const late = matched(seen, heard);
      const p95 = quantile(late.map(Math.abs), 0.95);
      found.push({ whose, role: file.role, median: median(late), p95, claps: late.length });
    }
    await clap.stop();
    await engine.dispose();
  }
  return found;
}

function publisher(engine: Engine): Load {
  const file = (name: string) => path.join(ROOT, "e2e", "clips", name);
  const { whip } = engine.ready;
  const flags = ["--sound", file("clap.opus")];
  return Load.start({ whip, token: engine.crew, cameras: 1, clips: [file("flash.h264")], flags });
}

async function start(engine: Engine): Promise<void> {
  await engine.command({ type: "start_recording" });
  while ((await engine.snapshot()).recording?.state !== "running") await sleep(20);
}

/** Ends the recording; gives back its folder. */
async function stop(engine: Engine): Promise<string> {
  const { recording } = await engine.snapshot();
  await engine.command({ type: "stop_recording" });
  for (;;) {
    const { last_show } = await engine.snapshot();
    if (last_show && last_show.show === recording?.show) return last_show.path;
    await sleep(20);
  }
}
