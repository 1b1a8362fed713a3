import { mkdir, rename, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Engine } from "../support/engine";
import { ROOT } from "../support/programs";
import { median, quantile } from "./figures";
import { LightDesk } from "./light-desk";
import { Load } from "./load";
import { loadClips } from "./load-clips";
import { type Panel, plot } from "./plot";
import { share, type Usage, usage } from "./process";

/** Rate of each publisher: a phone's 720p on a Wi-Fi with others on it. */
const KBPS = 1000;
const SAMPLE_S = 5;
/** A cut this often, and a replay each so many cuts. */
const CUT_S = 15;
const CUTS_A_REPLAY = 8;
/** When every camera was here for the minute that its ring holds, even one that was away in between. */
const RINGS_FULL_MIN = 3;
/** What the end may differ from the time after the beginning: what allocators and a shared machine vary by. */
const MEMORY_TOLERANCE = 0.05;
const DELAY_TOLERANCE = 0.25;
const DELAY_FLOOR_MS = 3;

interface Sample {
  /** Since the start, in minutes. */
  readonly minute: number;
  readonly rssMb: number;
  readonly ringMb: number;
  readonly threads: number;
  readonly files: number;
  /** Of one core, in percent. */
  readonly cpu: number;
  readonly delayMs: number;
  readonly delayP95Ms: number;
  readonly cameras: number;
  /** Pictures that the desk got a second. */
  readonly pictures: number;
  readonly joins: number;
}

/**
 * Lets publishers come and go for a long time and judges whether the end is as the time after the first minutes was:
 * `--minutes N`, `--publishers N`, `--keep FOLDER` (where soak.json and soak.svg go), `--note TEXT` (into both).
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: "string", default: "60" },
      publishers: { type: "string", default: "8" },
      keep: { type: "string", default: path.join(ROOT, ".cache") },
      note: { type: "string", default: "" },
    },
  });
  const [minutes, publishers] = [Number(values.minutes), Number(values.publishers)];
  // The first minutes fill the rings, which hold one; a short run takes its first third for that.
  const after = Math.min(5, minutes / 3);
  // Everybody leaves many times, in a short run too.
  const stay = Math.max(10, Math.round(Math.min(60, (minutes * 60) / 15)));

  const engine = await Engine.start({ limit: publishers });
  const clips = await loadClips(KBPS);
  const load = Load.start({
    ...{ whip: engine.ready.whip, token: engine.crew, cameras: publishers, clips: [clips.h264, clips.vp8] },
    flags: ["--stamp", "--come-and-go", String(stay), "--loss", "0.3", "--reorder", "0.3"],
  });
  const samples: Sample[] = [];
  const started = performance.now();
  const save = () => keep(values.keep, { minutes, publishers, after, note: values.note }, samples);
  const ended = interrupted();
  try {
    const desk = await LightDesk.open(engine, true);
    const direct = setInterval(director(engine, desk), CUT_S * 1000);
    let before = usage(engine.ready.pid);
    let shown = 0;
    while (performance.now() - started < minutes * 60_000) {
      if ((await Promise.race([sleep(SAMPLE_S), ended])) === "interrupted") break;
      const now = usage(engine.ready.pid);
      samples.push(sample((performance.now() - started) / 60_000, before, now, desk, shown, load));
      [before, shown] = [now, desk.live];
      if (samples.length % 12 === 0) await save();
    }
    clearInterval(direct);
    desk.close();
  } finally {
    const counts = await load.stop();
    process.stderr.write(`the publishers: ${JSON.stringify(counts)}\n`);
    await engine.dispose();
  }
  await save();
  const { text, good } = judge(samples, after);
  console.log(text);
  console.log(`samples and plot: ${path.join(values.keep, "soak.json")}, ${path.join(values.keep, "soak.svg")}`);
  if (!good) process.exitCode = 1;
}

/** Cuts among the cameras that are there, and replays now and then. */
function director(engine: Engine, desk: LightDesk): () => void {
  let cuts = 0;
  return () => {
    const cameras = desk.telemetry?.cameras ?? [];
    const camera = cameras[cuts % Math.max(1, cameras.length)]?.camera;
    if (camera === undefined) return;
    cuts++;
    // A camera that has just left is refused, which is right.
    const refused = (error: Error) => process.stderr.write(`${error.message}\n`);
    engine.command(cuts % CUTS_A_REPLAY === 0 ? { type: "replay" } : { type: "cut", camera }).catch(refused);
  };
}

function sample(minute: number, before: Usage, now: Usage, desk: LightDesk, shown: number, load: Load): Sample {
  const delays = desk.takeDelays();
  return {
    minute: round(minute),
    rssMb: round(now.rss / 1e6),
    ringMb: round((desk.telemetry?.ring_bytes ?? 0) / 1e6),
    threads: now.threads,
    files: now.files,
    cpu: round(100 * share(before, now)),
    delayMs: round(quantile(delays, 0.5)),
    delayP95Ms: round(quantile(delays, 0.95)),
    cameras: desk.telemetry?.cameras.length ?? 0,
    pictures: round((desk.live - shown) / (now.at - before.at)),
    joins: load.counts?.joins ?? 0,
  };
}

/** Compares the end with the time after the first minutes. */
function judge(samples: readonly Sample[], after: number): { text: string; good: boolean } {
  const last = samples.at(-1)?.minute ?? 0;
  // As long as the first minutes were, or as there is.
  const long = Math.min(after, (last - after) / 2);
  const early = samples.filter(({ minute }) => minute >= after && minute < after + long);
  const late = samples.filter(({ minute }) => minute >= last - long);
  const of = (some: readonly Sample[], take: (sample: Sample) => number) =>
    median(some.map(take).filter((value) => !Number.isNaN(value)));
  const row = (what: string, take: (sample: Sample) => number, most: (early: number) => number) => {
    const [from, to] = [of(early, take), of(late, take)];
    const good = to <= most(from);
    return { good, text: `${good ? "✓" : "✗"} ${what}: ${from.toFixed(1)} then, ${to.toFixed(1)} at the end` };
  };
  const more = (tolerance: number, floor: number) => (from: number) => from + Math.max(from * tolerance, floor);
  const rows = [
    // Before that the rings of those who were away are still filling.
    ...(after >= RINGS_FULL_MIN ? [row("memory (MB)", (one) => one.rssMb, more(MEMORY_TOLERANCE, 8))] : []),
    row("memory beside the rings (MB)", (one) => one.rssMb - one.ringMb, more(MEMORY_TOLERANCE, 8)),
    row("delay, median (ms)", (one) => one.delayMs, more(DELAY_TOLERANCE, DELAY_FLOOR_MS)),
    row("delay, p95 (ms)", (one) => one.delayP95Ms, more(DELAY_TOLERANCE, 4 * DELAY_FLOOR_MS)),
    row("open files", (one) => one.files, more(0, 4)),
    row("threads", (one) => one.threads, more(0, 2)),
  ];
  const head = `${last.toFixed(0)} min, ${samples.at(-1)?.joins ?? 0} joins; after ${after.toFixed(1)} min and at the end, medians over ${long.toFixed(1)} min:`;
  return { text: [head, ...rows.map(({ text }) => text)].join("\n"), good: rows.every(({ good }) => good) };
}

interface Run {
  readonly minutes: number;
  readonly publishers: number;
  readonly after: number;
  readonly note: string;
}

async function keep(folder: string, run: Run, samples: readonly Sample[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const machine = { cpus: os.cpus().length, model: os.cpus()[0]?.model ?? "" };
  const verdict = judge(samples, run.after).text.split("\n");
  const all = { at: new Date().toISOString(), machine, ...run, kbps: KBPS, verdict, samples };
  await writeFile(path.join(folder, "soak.json"), `${JSON.stringify(all)}\n`);
  const line = (name: string, colour: string, take: (sample: Sample) => number) => ({
    ...{ name, colour },
    points: samples.filter((one) => !Number.isNaN(take(one))).map((one) => [one.minute, take(one)] as const),
  });
  const panels: Panel[] = [
    {
      title: "Memory of the engine, MB",
      lines: [line("resident", "#b3261e", (one) => one.rssMb), line("of it rings", "#1a6b3c", (one) => one.ringMb)],
    },
    {
      title: "Delay of a picture from the publisher's socket to the desk's, ms",
      lines: [line("p95", "#9a6a00", (one) => one.delayP95Ms), line("median", "#0b57a4", (one) => one.delayMs)],
    },
    { title: "CPU of the engine, % of a core", lines: [line("CPU", "#5b3fa0", (one) => one.cpu)] },
    {
      title: "Cameras that are connected; open files; threads",
      lines: [
        line("files", "#777", (one) => one.files),
        line("threads", "#0a7c86", (one) => one.threads),
        line("cameras", "#111", (one) => one.cameras),
      ],
    },
  ];
  const title = `${run.publishers} publishers that come and go, ${KBPS / 1000} Mbit/s each; minutes`;
  const file = path.join(folder, "soak.svg");
  await writeFile(`${file}.new`, plot(title, run.note, panels));
  await rename(`${file}.new`, file);
}

const interrupted = () =>
  new Promise<"interrupted">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve("interrupted"));
  });

const round = (value: number) => Math.round(value * 100) / 100;
const sleep = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));
