import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { Air } from "../support/air";
import { CROWD, type CrowdRun, runCrowd, type Shared } from "./air-crowd";
import { runBaseline, runRegie, type Shown, type Wanted } from "./air-runs";
import { airTable, type Round, type Summary, summaries } from "./air-summary";
import { median } from "./figures";
import { strip } from "./film";
import { conclude, machine, OPTIONS } from "./results";
import type { Found } from "./targets";

/** What many phones share: all of a hall, and so much of it that none has what it wants. */
const SHARED: readonly Shared[] = [
  { name: "hall", rate: 30e6 },
  { name: "hall,rate=9e6", rate: 9e6 },
];

/**
 * Measures and prints: `--airs hall,crowded,edge`, each with `--seeds N` beginning at `--first N`, for `--seconds N`;
 * `--only baseline,régie,crowd` for a look at a part, `--quick` for one short seed, `--film DIR` to keep what the display
 * frames showed; and {@link OPTIONS}.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      airs: { type: "string", default: "hall,crowded,edge" },
      seeds: { type: "string" },
      first: { type: "string", default: "1" },
      seconds: { type: "string" },
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      film: { type: "string" },
      ...OPTIONS,
    },
  });
  const missing = Air.missing();
  if (missing !== undefined) {
    process.stderr.write(`bad air is not measured: ${missing}\n`);
    return;
  }
  const wants = (part: string) => values.only === undefined || values.only.split(",").includes(part);
  const [seeds, seconds] = [
    Number(values.seeds ?? (values.quick ? 1 : 10)),
    Number(values.seconds ?? (values.quick ? 10 : 20)),
  ];
  const rounds: Round[] = [];
  const crowds: (Shared & CrowdRun & { seed: number })[] = [];
  const started = Date.now();
  const say = (what: string) => process.stderr.write(`${Math.round((Date.now() - started) / 1000)} s: ${what}\n`);
  for (let seed = Number(values.first); seed < Number(values.first) + seeds; seed++) {
    for (const air of values.airs.split(",")) {
      const wanted: Wanted = { air, seconds, film: values.film !== undefined };
      const on = async <T>(run: (air: Air) => Promise<T>) => onAir({ air, seed }, run);
      const baseline = wants("baseline") ? await on((air) => runBaseline(air, wanted)) : undefined;
      const regie = wants("régie") ? await on((air) => runRegie(air, wanted)) : undefined;
      const round = { air, seed, ...(baseline ? { baseline } : {}), ...(regie ? { regie } : {}) };
      rounds.push(round);
      say(`${air}, seed ${seed}\n${airTable(summaries([round]))}`);
      if (values.film !== undefined) await keepFilms(path.resolve(values.film), round);
    }
    for (const shared of wants("crowd") ? SHARED : []) {
      const run = await onAir({ air: shared.name, seed, phones: CROWD }, (air) => runCrowd(air, shared, seconds));
      crowds.push({ ...shared, ...run, seed });
      say(`${shared.name}, seed ${seed}: ${CROWD} phones: ${crowdLine(run)}`);
    }
  }
  const all = summaries(rounds);
  const { cpus, model, load } = machine();
  console.log(
    `\n640x360 at 30 pictures/s, ${seconds} s, ${seeds} seeds; ${cpus} cores (${model}), load ${load.toFixed(1)}\n`,
  );
  console.log(airTable(all));
  for (const { name, rate } of crowds.length > 0 ? SHARED : []) {
    const here = crowds.filter((crowd) => crowd.rate === rate);
    for (const run of here) console.log(`${name}, ${CROWD} phones, seed ${run.seed}: ${crowdLine(run)}`);
  }
  const figures = { seconds, summaries: all, rounds: rounds.map(withoutPictures), crowds };
  await conclude("bench-air", figures, { ...found(all), ...foundCrowds(crowds) }, values);
}

/** How often a run is made whose browser dies: a run of an hour is not lost with one of its hundred browsers. */
const ATTEMPTS = 3;

/** Runs on an air of its own, which is taken down behind it. A run whose browser died says nothing, and is made again. */
async function onAir<T>(
  options: { air: string; seed: number; phones?: number },
  run: (air: Air) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const air = await Air.open(options);
    try {
      return await run(air);
    } catch (error) {
      if (attempt === ATTEMPTS || !/has been closed|crashed/.test(String(error))) throw error;
      process.stderr.write(`${options.air}, seed ${options.seed}: made again, since a browser died (${error})\n`);
    } finally {
      await air.close();
    }
  }
}

const crowdLine = ({ shares, queue, delay, used, sent }: CrowdRun) =>
  `of their fair share ${shares.join(", ")}; queue ${queue} ms, with the air ${delay} ms (p95); ${used} of the rate; ` +
  `browsers at ${sent.map(({ height, fps }) => `${height}p ${fps}/s`).join(", ")}`;

/** A page's film and its strip, of every page of a round. */
async function keepFilms(folder: string, { air, seed, baseline, regie }: Round): Promise<void> {
  await mkdir(folder, { recursive: true });
  const shown: Record<string, Shown | undefined> = {
    ...{ baseline: baseline?.shown, desk: regie?.desk, screen: regie?.screen },
  };
  for (const [where, page] of Object.entries(shown)) {
    if (!page) continue;
    const name = path.join(folder, `${air}-${seed}-${where}`);
    await writeFile(`${name}.svg`, strip(`${air}, seed ${seed}: ${where}`, page));
    if (page.film) await writeFile(`${name}.png`, page.film);
  }
}

/** What is kept of a round: when each picture was shown and filmed is a megabyte. */
function withoutPictures({ baseline, regie, ...round }: Round): object {
  const [summary] = summaries([{ ...round, ...(baseline ? { baseline } : {}), ...(regie ? { regie } : {}) }]);
  return { ...round, ...summary, sent: { baseline: baseline?.sent, regie: regie?.sent } };
}

/** What the targets are about. */
function found(all: readonly Summary[]): Found {
  const of = (name: string) => {
    const { baseline, regie } = all.find(({ air }) => air === name) ?? {};
    const both = baseline && regie;
    return {
      rate: both ? [regie.screen.rate / baseline.rate] : [],
      glass: both ? [regie.screen.p50 / baseline.p50] : [],
      still: regie ? [regie.screen.standstills] : [],
      more: both ? [regie.screen.standstills - baseline.standstills] : [],
      kept: regie ? [regie.replay, regie.iso] : [],
      desk: regie?.desk,
    };
  };
  const [hall, crowded, edge] = [of("hall"), of("crowded"), of("edge")];
  return {
    ...{ hallRate: hall.rate, hallStill: hall.still, hallGlass: hall.glass },
    ...{ crowdedRate: crowded.rate, crowdedStill: crowded.more, crowdedGlass: crowded.glass },
    ...{ edgeRate: edge.rate, edgeStill: edge.more, edgeGlass: edge.glass },
    ...{ deskGlass: [crowded.desk?.p50], deskRate: [crowded.desk?.rate], deskStill: [crowded.desk?.standstills] },
    ...{ hallKept: hall.kept, crowdedKept: crowded.kept, edgeKept: edge.kept },
  };
}

/** On each air that is shared, the medians of the seeds. */
function foundCrowds(crowds: readonly (Shared & CrowdRun)[]): Found {
  const airs = SHARED.map(({ rate }) => crowds.filter((crowd) => crowd.rate === rate)).filter(
    ({ length }) => length > 0,
  );
  return {
    airShare: airs.map((runs) => median(runs.map(({ shares }) => Math.min(...shares)))),
    airQueue: airs.map((runs) => median(runs.map(({ queue }) => queue))),
  };
}
