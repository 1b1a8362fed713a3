import type { BaselineRun, RegieRun, Shown } from "./air-runs";
import { type Evenness, evenness } from "./evenness";
import { median } from "./figures";

/** One seed's runs on an air. */
export interface Round {
  readonly air: string;
  readonly seed: number;
  readonly baseline?: BaselineRun;
  readonly regie?: RegieRun;
}

/** What Régie's runs on an air have in common: medians, and sums of what has causes. */
interface Regie {
  readonly desk: Evenness;
  readonly screen: Evenness;
  readonly replay: number;
  readonly iso: number;
  readonly delay: number;
  /** Milliseconds that pictures stood still on the desk, by cause; and keyframes that were asked for, by reason. */
  readonly standstills: Record<string, number>;
  readonly keyframes: Record<string, number>;
  /** Pictures a second that the phone encoded. */
  readonly encoded: number;
}

/** All seeds of an air: the medians. */
export interface Summary {
  readonly air: string;
  readonly runs: number;
  readonly baseline?: Evenness;
  readonly regie?: Regie;
}

/** The medians of the rounds on each air. */
export function summaries(rounds: readonly Round[]): Summary[] {
  const airs = [...new Set(rounds.map(({ air }) => air))];
  return airs.map((air) => {
    const here = rounds.filter((round) => round.air === air);
    const baseline = here.flatMap((round) => round.baseline ?? []);
    const regie = here.flatMap((round) => round.regie ?? []);
    return {
      ...{ air, runs: here.length },
      ...(baseline.length > 0 ? { baseline: medians(baseline.map(({ shown }) => shown)) } : {}),
      ...(regie.length > 0 ? { regie: summary(regie) } : {}),
    };
  });
}

function summary(runs: readonly RegieRun[]): Regie {
  const of = (figure: (run: RegieRun) => number) => hundredths(median(runs.map(figure)));
  return {
    desk: medians(runs.map(({ desk }) => desk)),
    screen: medians(runs.map(({ screen }) => screen)),
    replay: of(({ replay }) => replay),
    iso: of(({ iso }) => iso),
    delay: of(({ delay }) => delay),
    standstills: totals(runs, milliseconds),
    keyframes: totals(runs, ({ keyframes_asked }) => ({ ...keyframes_asked })),
    encoded: of(({ sent }) => sent[0]?.fps ?? Number.NaN),
  };
}

/** The median of each figure by itself. */
function medians(shown: readonly Shown[]): Evenness {
  const each = shown.map(({ displayed, stretch }) => evenness(displayed, stretch));
  const of = (figure: keyof Evenness) => median(each.map((one) => one[figure]));
  return {
    ...{ p50: of("p50"), p95: of("p95"), rate: of("rate") },
    ...{ standstills: of("standstills"), offBeat: of("offBeat"), backwards: of("backwards") },
  };
}

type Figures = RegieRun["telemetry"][number];

const milliseconds = ({ standstills }: Figures): Record<string, number> =>
  Object.fromEntries(Object.entries(standstills).map(([cause, { ms }]) => [cause, ms]));

/** What has grown in all runs together: the figures say how much there was since the camera joined. */
function totals(runs: readonly RegieRun[], of: (figures: Figures) => Record<string, number>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { telemetry } of runs) {
    const [first, last] = [telemetry[0], telemetry.at(-1)];
    if (!first || !last) continue;
    const before = of(first);
    for (const [name, total] of Object.entries(of(last))) {
      sums[name] = (sums[name] ?? 0) + total - (before[name] ?? 0);
    }
  }
  return sums;
}

const hundredths = (value: number) => Math.round(value * 100) / 100;

/** The medians as a table for people, and below it what there is to say of causes. */
export function airTable(summaries: readonly Summary[]): string {
  const rows = summaries.flatMap(({ air, baseline, regie }) => [
    ...(baseline ? [line(air, "baseline", baseline)] : []),
    ...(regie
      ? [
          line(air, "desk", regie.desk, `${regie.replay} / ${regie.iso} %`),
          line(air, "second screen", regie.screen, "", `${Number.isNaN(regie.delay) ? "–" : regie.delay} ms`),
        ]
      : []),
  ]);
  const head = [
    "air",
    "where",
    "p50 / p95 ms",
    "pictures/s",
    "standstills",
    "> 20 ms off",
    "back",
    "replay / ISO",
    "delay",
  ];
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const table = all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  const said = summaries.flatMap(({ air, regie }) =>
    regie
      ? [
          `${air}: stood still (ms, all runs): ${listed(regie.standstills)}`,
          `${air}: keyframes asked for (all runs): ${listed(regie.keyframes)}; encoded ${regie.encoded} pictures/s`,
        ]
      : [],
  );
  return [...table, "", ...said].join("\n");
}

function line(air: string, where: string, even: Evenness, kept = "", delay = ""): string[] {
  const { p50, p95, rate, standstills, offBeat, backwards } = even;
  return [air, where, `${p50} / ${p95}`, `${rate}`, `${standstills}`, `${offBeat} %`, `${backwards}`, kept, delay];
}

const listed = (sums: Record<string, number>): string =>
  Object.entries(sums)
    .map(([name, sum]) => `${name} ${Math.round(sum)}`)
    .join(", ") || "–";
