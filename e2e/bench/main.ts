import { parseArgs } from "node:util";
import type { Amount } from "./amount";
import { measureBaseline } from "./baseline";
import { Breakdown } from "./breakdown";
import { measureCrowd } from "./crowd";
import { Figures, type Row, type System, type What } from "./figures";
import { measures } from "./measures";
import { measureRegie, REPLAY_MS } from "./regie";
import { breakdownTable, type Compared, comparison, table } from "./report";
import { conclude, machine, OPTIONS } from "./results";
import { isValid, type Sent } from "./senders";
import type { Found } from "./targets";

/** Numbers of cameras that are measured: a machine of two cores has its encoders full beyond. */
const CAMERAS = [1, 2];

/** Cameras of a full desk. */
const CROWD = 8;

const THOROUGH: Amount = { pictures: 240, cuts: 10, replayStarts: 4, replays: 1, recordings: 1 };
const QUICK: Amount = { pictures: 150, cuts: 6, replayStarts: 3, replays: 1, recordings: 1 };
/** Of a run that follows the pictures' ways. */
const WAYS_ALONE = { cuts: 0, replayStarts: 0, replays: 0, recordings: 0 };

/**
 * Measures and prints: `--rounds N` (how often everything is measured), `--quick` (one short round), `--only
 * régie|baseline` and `--cameras N` for a look at a part, and {@link OPTIONS}.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      cameras: { type: "string" },
      ...OPTIONS,
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
  const amount = values.quick ? QUICK : THOROUGH;
  const counts = values.cameras ? [Number(values.cameras)] : CAMERAS;
  const [figures, breakdown] = [new Figures(), new Breakdown()];
  const runs: { system: System; cameras: number; round: number; valid: boolean; senders: Sent[] }[] = [];
  const started = Date.now();
  const measured = (system: System, cameras: number, round: number, senders: Sent[]) => {
    runs.push({ system, cameras, round, valid: senders.every(isValid), senders });
    const sent = senders.map(({ fps, kbps }) => `${fps} pictures/s, ${kbps} kbit/s`).join("; ");
    const seconds = Math.round((Date.now() - started) / 1000);
    process.stderr.write(`${seconds} s: round ${round} of ${rounds}, ${system}, cameras: ${cameras} (${sent})\n`);
  };
  // Both in turn, round by round: a machine that slows down slows down both.
  for (let round = 1; round <= rounds; round++) {
    for (const cameras of counts) {
      if (values.only !== "baseline") {
        measured("régie", cameras, round, await measureRegie(cameras, amount, figures));
      }
      if (values.only !== "régie") {
        measured("baseline", cameras, round, await measureBaseline(cameras, amount, figures));
      }
    }
  }

  // In runs of its own: to look at each picture's way takes time on that way.
  for (const cameras of values.only === "baseline" ? [] : counts) {
    await measureRegie(cameras, { ...amount, ...WAYS_ALONE }, new Figures(), breakdown);
    process.stderr.write(`${Math.round((Date.now() - started) / 1000)} s: where the time goes, cameras: ${cameras}\n`);
  }
  if (values.only !== "baseline" && !values.cameras) {
    await measureCrowd(CROWD, figures);
    process.stderr.write(`${Math.round((Date.now() - started) / 1000)} s: a desk with ${CROWD} cameras\n`);
  }

  const rows = figures.rows();
  const compared = comparison(rows);
  const { cpus, model, load } = machine();
  const where = `${cpus} cores (${model}), load ${load.toFixed(1)}`;
  console.log(`\n640x360 at 30 pictures/s, Chromium without a GPU, ${where}, ${rounds} runs\n`);
  console.log(table(compared));
  const invalid = runs.filter(({ valid }) => !valid);
  console.log(
    invalid.length === 0
      ? "\nevery run is valid: no encoder was full (28 pictures/s or more, quality not limited)"
      : `\n${invalid.length} of ${runs.length} runs had a full encoder:\n${invalid
          .map(
            ({ system, cameras, round, senders }) =>
              `  round ${round}, ${system}, ${cameras}: ${JSON.stringify(senders)}`,
          )
          .join("\n")}`,
  );
  console.log(`\nwhere the time goes in Régie, in milliseconds\n${breakdownTable(breakdown.rows())}`);
  const report = { rounds, amount, rows, compared, runs, breakdown: breakdown.rows() };
  await conclude("bench", report, found(rows, compared), values);
}

/** What the targets are about, with each number of cameras. */
function found(rows: readonly Row[], compared: readonly Compared[]): Found {
  const of = (what: (cameras: number) => What) => compared.filter((row) => row.what === what(1).what);
  const ours = (what: (cameras: number) => What) => of(what).flatMap(({ regie }) => regie ?? []);
  const ratios = (what: (cameras: number) => What) => of(what).flatMap(({ ratio }) => ratio ?? []);
  /** Each run's. */
  const each = (what: (cameras: number) => What) =>
    rows
      .filter((row) => row.system === "régie" && row.what === what(1).what)
      .flatMap(({ runs }) => runs.map((run) => run.median));
  return {
    glass: ratios(measures.glassToPage).map(({ median }) => median),
    glassP95: ratios(measures.glassToPage).map(({ p95 }) => p95),
    cutFrames: ours(measures.cutFrames).map(({ p95 }) => p95),
    cut: ratios(measures.cut).map(({ median }) => median),
    replay: ours(measures.replay).map(({ median }) => median),
    replayP95: ours(measures.replay).map(({ p95 }) => p95),
    replayShown: each(measures.replayShown),
    replayInOrder: each(measures.replayInOrder),
    replayLength: each(measures.replayLength).map((milliseconds) => Math.abs(milliseconds - REPLAY_MS)),
    join: ours(measures.join).map(({ p95 }) => p95),
    keyframe: ours(measures.keyframe).map(({ median }) => median),
    programRate: ours(measures.programRate).map(({ median }) => median),
  };
}
