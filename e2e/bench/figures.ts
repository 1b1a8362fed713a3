/** The value at a share of the sorted values, 0.5 for the median. NaN when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** The middle value. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Whose figure it is: Régie's, or what a browser does by itself. */
export type System = "régie" | "baseline";

/** What is measured. */
export interface What {
  readonly what: string;
  /** How many cameras send. */
  readonly cameras: number;
  /** Milliseconds, unless it is something else. */
  readonly unit?: "ms" | "frames" | "%" | "s" | "/s";
}

/** One measurement over all runs: medians and 95th percentiles of the runs, and the medians of those. */
export interface Row extends What {
  readonly system: System;
  readonly median: number;
  readonly p95: number;
  readonly samples: number;
  readonly runs: readonly { readonly median: number; readonly p95: number; readonly samples: number }[];
}

/** What was measured, run by run. */
export class Figures {
  readonly #values = new Map<string, { what: What; system: System; runs: number[][] }>();

  /** Adds one run's values. */
  add(what: What, system: System, values: readonly number[]): void {
    const key = `${what.what}|${what.cameras}|${system}`;
    const entry = this.#values.get(key) ?? { what, system, runs: [] };
    this.#values.set(key, entry);
    const there = values.filter(Number.isFinite);
    if (there.length > 0) entry.runs.push(there);
  }

  /** Everything in the order in which it was first measured. */
  rows(): Row[] {
    return [...this.#values.values()].map(({ what, system, runs }) => {
      const each = runs.map((values) => ({
        median: round(median(values)),
        p95: round(quantile(values, 0.95)),
        samples: values.length,
      }));
      // Runs of a handful of samples have no percentile of their own.
      const few = each.some(({ samples }) => samples < 20);
      const all = runs.flat();
      return {
        ...what,
        system,
        median: few ? round(median(all)) : round(median(each.map((run) => run.median))),
        p95: few ? round(quantile(all, 0.95)) : round(median(each.map((run) => run.p95))),
        samples: all.length,
        runs: each,
      };
    });
  }
}

const round = (value: number) => Math.round(value * 10) / 10;
