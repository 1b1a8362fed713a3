import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../support/programs";
import { measureBaseline } from "./baseline";
import { Figures, table } from "./figures";
import { measureRegie } from "./regie";

/** Most cameras that are measured. */
const CAMERAS = [1, 2];

/** Measures and prints: `--rounds N` (how often everything is measured) and `--pictures N` (in each measurement). */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { rounds: { type: "string", default: "3" }, pictures: { type: "string", default: "300" } },
  });
  const [rounds, pictures] = [Number(values.rounds), Number(values.pictures)];
  const figures = new Figures();
  // Both in turn, round by round: a machine that slows down slows down both.
  for (let round = 1; round <= rounds; round++) {
    for (const cameras of CAMERAS) {
      process.stderr.write(`round ${round} of ${rounds}, ${cameras} of ${CAMERAS.length} cameras\n`);
      await measureRegie(cameras, { pictures, cuts: 10, replays: 3 }, figures);
      await measureBaseline(cameras, pictures, figures);
    }
  }

  const rows = figures.rows();
  const machine = { cpus: os.cpus().length, model: os.cpus()[0]?.model ?? "", load: os.loadavg()[0] };
  const file = path.join(ROOT, ".cache", "bench.json");
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    file,
    `${JSON.stringify({ at: new Date().toISOString(), machine, rounds, pictures, rows }, null, 2)}\n`,
  );
  const where = `${machine.cpus} cores (${machine.model}), load ${machine.load?.toFixed(1)}`;
  console.log(`\n640x360 at 30 pictures/s, Chromium without a GPU, ${where}\n`);
  console.log(table(rows));
  console.log(`\nalso in ${path.relative(ROOT, file)}`);
}
