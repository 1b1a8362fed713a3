import { parseArgs } from "node:util";
import { measureBaseline } from "./baseline";
import { Figures, median, type Row, type What } from "./figures";
import { type DayShow, openDay } from "./long-show";
import { measures } from "./measures";
import { type Kept, measureKept, measureProgram } from "./replay-cost";
import { ReplayDesk } from "./replay-desk";
import { measureAngles, measureCues, measureRanges, measureStarts, measureSteps } from "./replay-keys";
import { comparison, table } from "./report";
import { conclude, machine, OPTIONS } from "./results";
import { LARGE, stampedClips } from "./stamped-clips";
import type { Found } from "./targets";

/** Cameras of the angles, and of a full desk. */
const [ANGLES, CROWD] = [4, 8];
/** Cameras whose pictures are large. */
const FEW = 2;
/** How far back something is played that is in the ring, and on the disk, in milliseconds. */
const [RING_MS, DISK_MS] = [30_000, 50 * 60_000];
/** Until connections stand and the ring has what is played of it, in milliseconds. */
const SETTLE_MS = 40_000;
/** How long program's pictures are counted, in seconds. */
const COUNT_S = 10;
/** How often something is measured, and how long CPU is counted. */
const THOROUGH = { starts: 20, angles: 40, steps: 20, recordings: 3, windows: 3, seconds: 10 };
const QUICK = { starts: 6, angles: 12, steps: 8, recordings: 1, windows: 1, seconds: 5 };

const PARTS = ["baseline", "desk", "large", "crowd", "kept", "day"] as const;
type Part = (typeof PARTS)[number];

/**
 * Measures replays, beside the prototype's way with MediaRecorder: `--only baseline|desk|large|crowd|kept|day` for a look at a
 * part, `--quick` for fewer samples, and {@link OPTIONS}.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { only: { type: "string" }, quick: { type: "boolean", default: false }, ...OPTIONS },
  });
  const amount = values.quick ? QUICK : THOROUGH;
  const figures = new Figures();
  const started = Date.now();
  let kept: Kept | undefined;
  let day: DayShow | undefined;
  const parts: Record<Part, () => Promise<void>> = {
    baseline: async () => {
      const nothing = { pictures: 60, cuts: 0, replayStarts: 0, replays: 0 };
      await measureBaseline(1, { ...nothing, recordings: amount.recordings }, figures);
    },
    desk: () => measureDesk(amount, figures),
    large: () => measureLarge(amount.starts, figures),
    crowd: () => measureCrowd(figures),
    kept: async () => {
      kept = await measureKept(amount.windows, amount.seconds);
    },
    day: async () => {
      day = await measureDay(amount.starts, figures);
    },
  };
  for (const part of PARTS.filter((part) => values.only === undefined || values.only === part)) {
    await parts[part]();
    process.stderr.write(`${Math.round((Date.now() - started) / 1000)} s: ${part}\n`);
  }
  const rows = figures.rows();
  const compared = comparison(rows);
  const { cpus, model, load } = machine();
  console.log(`\n640x360 at 30 pictures/s, Chromium without a GPU, ${cpus} cores (${model}), load ${load.toFixed(1)}`);
  console.log("Baseline: the prototype's way, a MediaRecorder's chunks put together and played.\n");
  console.log(table(compared));
  if (kept) {
    const each = kept.spool.map((window) => window.toFixed(1)).join(", ");
    console.log(`\n${CROWD} cameras of 4 Mbit/s kept for a minute: ${kept.memory.toFixed(0)} MB resident,`);
    console.log(`of which the pictures are ${kept.ring.toFixed(0)}; spooling them: ${each} % of a core more`);
  }
  if (day) {
    const { hours, files, bytes, memory } = day;
    console.log(
      `\na show of ${hours} hours, ${files} cameras of ${(bytes / 1e6).toFixed(0)} MB: ${memory.toFixed(0)} MB resident`,
    );
  }
  await conclude("bench-replay", { rows, compared, kept, day }, found(rows, kept), values);
}

/** First pictures, angles, steps and ranges with four cameras. */
async function measureDesk(amount: typeof THOROUGH, figures: Figures): Promise<void> {
  const desk = await ReplayDesk.open(ANGLES, await stampedClips());
  try {
    await settle();
    await measureStarts(desk, ANGLES, amount.starts, figures);
    await measureAngles(desk, ANGLES, amount.angles, figures);
    await measureSteps(desk, ANGLES, amount.steps, figures);
    await measureRanges(desk, ANGLES, figures);
  } finally {
    await desk.close();
  }
}

async function measureLarge(starts: number, figures: Figures): Promise<void> {
  const desk = await ReplayDesk.open(FEW, await stampedClips(LARGE));
  try {
    await settle();
    await measureStarts(desk, FEW, starts, figures);
    await measureCues(desk, RING_MS, starts, (took) => figures.add(measures.cueLarge(FEW), "régie", [took]));
  } finally {
    await desk.close();
  }
}

async function measureCrowd(figures: Figures): Promise<void> {
  const desk = await ReplayDesk.open(CROWD, await stampedClips());
  try {
    await settle();
    figures.add(measures.cueProgram(CROWD), "régie", [await measureProgram(desk, COUNT_S)]);
  } finally {
    await desk.close();
  }
}

/** A show of a day is opened, and something of it is cued. */
async function measureDay(starts: number, figures: Figures): Promise<DayShow> {
  const { day, desk } = await openDay(CROWD);
  try {
    figures.add(measures.firstThumbnail(CROWD), "régie", day.firstThumbnail);
    await measureCues(desk, DISK_MS, starts, (took) => figures.add(measures.cueDisk(CROWD), "régie", [took]));
    return day;
  } finally {
    await desk.close();
  }
}

/** What the targets are about. */
function found(rows: readonly Row[], kept: Kept | undefined): Found {
  const ours = rows.filter(({ system }) => system === "régie");
  const of = ({ what, cameras }: What) => ours.filter((row) => row.what === what && row.cameras === cameras);
  const first = [...of(measures.replay(ANGLES)), ...of(measures.cueStart(ANGLES))];
  const ranges = (what: typeof measures.rangeShown) =>
    ["cue", "program"].flatMap((monitor) => [100, 50, 25].flatMap((speed) => of(what(monitor, speed)(ANGLES))));
  const medians = (these: readonly Row[]) => these.map((row) => row.median);
  const p95s = (these: readonly Row[]) => these.map((row) => row.p95);
  return {
    ringFirst: medians(first),
    ringFirstP95: p95s(first),
    largeFirst: medians([...of(measures.replay(FEW)), ...of(measures.cueStart(FEW))]),
    diskFirst: medians(of(measures.cueDisk(CROWD))),
    angleFrames: medians(of(measures.angleFrames(ANGLES))),
    angleFramesP95: p95s(of(measures.angleFrames(ANGLES))),
    stepForth: p95s(of(measures.stepForth(ANGLES))),
    stepBack: p95s(of(measures.stepBack(ANGLES))),
    rangeShown: medians(ranges(measures.rangeShown)),
    rangeInOrder: medians(ranges(measures.rangeInOrder)),
    rangeEven: medians(ranges(measures.rangeEven)),
    rangeLength: medians(ranges(measures.rangeLonger)).map(Math.abs),
    keptMemory: [kept?.memory],
    spoolCpu: kept ? [median(kept.spool)] : [],
    firstThumbnail: medians(of(measures.firstThumbnail(CROWD))),
    cueProgram: medians(of(measures.cueProgram(CROWD))),
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
