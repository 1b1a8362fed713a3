import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../support/programs";
import type { Amount } from "./amount";
import { measureBaseline } from "./baseline";
import { Breakdown } from "./breakdown";
import { measureCrowd } from "./crowd";
import { Figures, type System } from "./figures";
import { measureRegie } from "./regie";
import { breakdownTable, comparison, table } from "./report";
import { isValid, type Sent } from "./senders";

/** Numbers of cameras that are measured: a machine of two cores has its encoders full beyond. */
const CAMERAS = [1, 2];

/** Cameras of a full desk. */
const CROWD = 8;

const THOROUGH: Amount = { pictures: 240, cuts: 10, replayStarts: 4, replays: 1, recordings: 1 };
/** Of a run that follows the pictures' ways. */
const WAYS_ALONE = { cuts: 0, replayStarts: 0, replays: 0, recordings: 0 };
const QUICK: Amount = { pictures: 150, cuts: 6, replayStarts: 3, replays: 1, recordings: 1 };

/**
 * Measures and prints: `--rounds N` (how often everything is measured), `--quick` (one short round), `--json PATH`
 * (where the figures go besides `.cache/bench.json`), `--only régie|baseline` and `--cameras N` for a look at a part.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      only: { type: "string" },
      cameras: { type: "string" },
    },
  });
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
  const counts = values.cameras ? [Number(values.cameras)] : CAMERAS;
  const amount = values.quick ? QUICK : THOROUGH;
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
  const machine = { cpus: os.cpus().length, model: os.cpus()[0]?.model ?? "", load: os.loadavg()[0] };
  const report = {
    at: new Date().toISOString(),
    machine,
    rounds,
    amount,
    rows,
    compared: comparison(rows),
    runs,
    breakdown: breakdown.rows(),
  };
  const files = [path.join(ROOT, ".cache", "bench.json"), ...(values.json ? [path.resolve(values.json)] : [])];
  for (const file of files) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  }
  const where = `${machine.cpus} cores (${machine.model}), load ${machine.load?.toFixed(1)}`;
  console.log(`\n640x360 at 30 pictures/s, Chromium without a GPU, ${where}, ${rounds} runs\n`);
  console.log(table(report.compared));
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
  console.log(`\nwhere the time goes in Régie, in milliseconds\n${breakdownTable(report.breakdown)}`);
  console.log(`\nalso in ${files.map((file) => path.relative(process.cwd(), file)).join(" and ")}`);
}
