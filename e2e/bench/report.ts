import type { Step } from "./breakdown";
import type { Row, What } from "./figures";

/** A measurement of Régie beside the baseline's. */
export interface Compared extends What {
  readonly regie?: Numbers;
  readonly baseline?: Numbers;
  /** Régie's as a share of the baseline's. */
  readonly ratio?: { readonly median: number; readonly p95: number };
}

interface Numbers {
  readonly median: number;
  readonly p95: number;
  readonly samples: number;
}

/** The rows of both systems, each measurement once. */
export function comparison(rows: readonly Row[]): Compared[] {
  const keys = [...new Set(rows.map(({ what, cameras }) => `${what}|${cameras}`))];
  return keys.sort(byMeasure(rows)).map((key) => {
    const of = (system: Row["system"]) =>
      rows.find((row) => `${row.what}|${row.cameras}` === key && row.system === system);
    const [regie, baseline] = [of("régie"), of("baseline")];
    const { what, cameras, unit = "ms" } = (regie ?? baseline) as Row;
    return {
      what,
      cameras,
      unit,
      ...(regie ? { regie: numbers(regie) } : {}),
      ...(baseline ? { baseline: numbers(baseline) } : {}),
      ...(regie && baseline
        ? { ratio: { median: share(regie.median, baseline.median), p95: share(regie.p95, baseline.p95) } }
        : {}),
    };
  });
}

/** In the order in which the measurements were made, by cameras within each. */
function byMeasure(rows: readonly Row[]) {
  const order = [...new Set(rows.map(({ what }) => what))];
  const place = (key: string) => {
    const [what = "", cameras] = key.split("|");
    return order.indexOf(what) * 100 + Number(cameras);
  };
  return (a: string, b: string) => place(a) - place(b);
}

const numbers = ({ median, p95, samples }: Row): Numbers => ({ median, p95, samples });
const share = (a: number, b: number) => (b === 0 ? Number.NaN : Math.round((100 * a) / b) / 100);

/** The comparison as a table for people. */
export function table(rows: readonly Compared[]): string {
  const cell = (numbers?: Numbers) => (numbers ? `${numbers.median} / ${numbers.p95}` : "");
  const ratio = (row: Compared) => (row.ratio ? `${row.ratio.median} / ${row.ratio.p95}` : "");
  return aligned([
    ["", "cameras", "", "Régie", "baseline", "ratio", "samples"],
    ...rows.map((row) => [
      row.what,
      String(row.cameras),
      row.unit ?? "ms",
      cell(row.regie),
      cell(row.baseline),
      ratio(row),
      `${row.regie?.samples ?? 0}, ${row.baseline?.samples ?? 0}`,
    ]),
  ]);
}

/** The breakdown as a table for people: a column for each number of cameras. */
export function breakdownTable(steps: readonly Step[]): string {
  const cameras = [...new Set(steps.map((step) => step.cameras))];
  const names = [...new Set(steps.map(({ step }) => step))];
  return aligned([
    ["", ...cameras.map((number) => `${number} ${number === 1 ? "camera" : "cameras"}`)],
    ...names.map((name) => [
      name,
      ...cameras.map((number) => {
        const step = steps.find((one) => one.cameras === number && one.step === name);
        return step ? `${step.median} / ${step.p95}` : "";
      }),
    ]),
  ]);
}

/** Columns side by side, the first one to the left; every pair is median / 95th percentile. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    )
    .join("\n");
}
