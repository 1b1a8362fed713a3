/** A stretch of the session clock, in milliseconds: from its first moment up to the first one behind it. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Stretches that do not touch, in their order. */
export class Spans {
  #spans: Stretch[] = [];

  /** All of them. */
  get all(): readonly Stretch[] {
    return this.#spans;
  }

  /** Adds a stretch. */
  add({ from, to }: Stretch): void {
    if (from >= to) return;
    const apart = this.#spans.filter((span) => span.to < from || span.from > to);
    const joined = this.#spans.filter((span) => span.to >= from && span.from <= to);
    const whole = {
      from: Math.min(from, ...joined.map((span) => span.from)),
      to: Math.max(to, ...joined.map((span) => span.to)),
    };
    this.#spans = [...apart, whole].sort((a, b) => a.from - b.from);
  }

  /** Takes a stretch away. */
  remove({ from, to }: Stretch): void {
    if (from >= to) return;
    this.#spans = this.#spans.flatMap((span) =>
      [
        { from: span.from, to: Math.min(span.to, from) },
        { from: Math.max(span.from, to), to: span.to },
      ].filter((rest) => rest.from < rest.to),
    );
  }

  /** The stretch that a moment is in. */
  around(at: number): Stretch | null {
    return this.#spans.find(({ from, to }) => from <= at && at < to) ?? null;
  }

  /** What of a stretch is in none of them. */
  missing({ from, to }: Stretch): Stretch[] {
    const missing: Stretch[] = [];
    let next = from;
    for (const span of this.#spans) {
      if (span.to <= next || span.from >= to) continue;
      if (span.from > next) missing.push({ from: next, to: span.from });
      next = Math.max(next, span.to);
    }
    if (next < to) missing.push({ from: next, to });
    return missing;
  }
}
