/** What of the time the rows of the drawer show, on the session clock in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const MINUTE = 60_000;

/** How much of the time is shown, from the nearest to the widest; all that there is comes behind them. */
export const ZOOMS: readonly number[] = [MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE];

/** How long a span is at a zoom, counted from 0: the last one is the whole show. */
export function lengthAt(zoom: number, begin: number, now: number): number {
  return ZOOMS[zoom] ?? Math.max(MINUTE, now - begin);
}

/**
 * The span that follows: up to now as long as it is followed and nothing is cued, and else where it is, until the
 * position that is shown walks out of it. Then it turns a page.
 */
export function followed(span: Span, length: number, at: number | null, before: number | null, now: number): Span {
  if (at === null) return { from: now - length, to: now };
  const isIn = (moment: number | null) => moment !== null && moment >= span.from && moment <= span.to;
  // Who has moved it away from the position wants to look elsewhere.
  const stays = span.to - span.from === length && (isIn(at) || (before !== null && !isIn(before)));
  return stays ? span : within({ from: at - length / 2, to: at + length / 2 }, now);
}

/** A span of another length, in which `at` stays where it is. */
export function zoomed(span: Span, length: number, at: number, now: number): Span {
  const share = (at - span.from) / (span.to - span.from);
  const from = at - share * length;
  return within({ from, to: from + length }, now);
}

/** Moved by a share of its length; not beyond now. */
export function panned(span: Span, share: number, now: number): Span {
  const by = share * (span.to - span.from);
  return within({ from: span.from + by, to: span.to + by }, now);
}

/** What lies beyond now is empty: a span ends there at the latest. */
function within({ from, to }: Span, now: number): Span {
  const beyond = Math.max(0, to - now);
  return { from: from - beyond, to: to - beyond };
}

/** A moment's place, as a share of the span: 0 its beginning and 1 its end, and beyond for what is outside. */
export function shareOf({ from, to }: Span, at: number): number {
  return (at - from) / (to - from);
}

/** Distances of the labels, from the nearest to the widest. */
const STEPS: readonly number[] = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800].map(
  (seconds) => seconds * 1000,
);

/** The moments that get a label, no more than `most` of them: round ones of the wall clock. */
export function ticks({ from, to }: Span, wall: number, most: number): number[] {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? Math.ceil((to - from) / most);
  // A zone that is half an hour off moves a label by that: times of day are what is round.
  const zone = new Date(wall + to).getTimezoneOffset() * MINUTE;
  const first = Math.ceil((from + wall - zone) / step) * step - wall + zone;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step);
}
