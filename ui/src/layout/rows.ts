/** Rows beyond what is seen, at each end: a wheel's step finds them made. */
const SPARE = 12;

/** The rows of a long list that are made: the first, and the one behind the last. */
export interface Rows {
  readonly first: number;
  readonly end: number;
}

/** Which of `count` rows, each `row` pixels high, are made for a list that is scrolled down by `scrolled`. */
export function rowsIn(scrolled: number, height: number, row: number, count: number): Rows {
  if (row <= 0) return { first: 0, end: Math.min(count, SPARE) };
  const first = Math.min(Math.floor(scrolled / row), count) - SPARE;
  const end = Math.ceil((scrolled + height) / row) + SPARE;
  return { first: Math.max(0, first), end: Math.min(count, end) };
}

/** How far a list is to be scrolled down so that a row is seen whole, and no further than that takes. */
export function scrolledTo(index: number, scrolled: number, height: number, row: number): number {
  return Math.max(Math.min(scrolled, index * row), (index + 1) * row - height);
}
