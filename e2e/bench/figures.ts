/** The value at a share of the sorted values, 0.5 for the median. NaN when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** The middle value. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** What was measured over all rounds, by what was measured: milliseconds. */
export class Figures {
  readonly #values = new Map<string, number[]>();

  add(what: string, ...values: number[]): void {
    this.#values.set(what, [...(this.#values.get(what) ?? []), ...values]);
  }

  /** A row for each in the order in which they were first measured. */
  rows(): { what: string; median: number; p95: number; count: number }[] {
    return [...this.#values].map(([what, values]) => ({
      what,
      median: Math.round(median(values)),
      p95: Math.round(quantile(values, 0.95)),
      count: values.length,
    }));
  }
}

/** The rows as a table for people. */
export function table(rows: ReturnType<Figures["rows"]>): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const line = (what: string, ...cells: (string | number)[]) =>
    [what.padEnd(width), ...cells.map((cell) => String(cell).padStart(10))].join(" ");
  return [
    line("", "median ms", "p95 ms", "samples"),
    ...rows.map(({ what, median, p95, count }) => line(what, median, p95, count)),
  ].join("\n");
}
