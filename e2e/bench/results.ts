import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ROOT } from "../support/programs";
import { type Found, judge, verdictLines } from "./targets";

/** Options of every part: `--json PATH` (where its figures go besides `.cache`), `--strict` (a missed target is a failure). */
export const OPTIONS = { json: { type: "string" }, strict: { type: "boolean", default: false } } as const;

/** Where it was measured. */
export const machine = () => ({
  cpus: os.cpus().length,
  model: os.cpus()[0]?.model ?? "",
  load: os.loadavg()[0] ?? 0,
});

/** Says which targets were reached, and keeps all figures in `.cache/NAME.json` and where else they are wanted. */
export async function conclude(
  name: string,
  figures: object,
  found: Found,
  { json, strict }: { json?: string; strict: boolean },
): Promise<void> {
  const verdicts = judge(found);
  const report = { at: new Date().toISOString(), machine: machine(), ...figures, verdicts };
  const files = [path.join(ROOT, ".cache", `${name}.json`), ...(json ? [path.resolve(json)] : [])];
  for (const file of files) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (verdicts.length > 0) console.log(`\n${verdictLines(verdicts)}`);
  console.log(`\nalso in ${files.map((file) => path.relative(process.cwd(), file)).join(" and ")}`);
  if (strict && verdicts.some(({ reached }) => !reached)) process.exitCode = 1;
}
