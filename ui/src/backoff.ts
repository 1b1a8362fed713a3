/** First pause before another attempt, in milliseconds. */
const FIRST = 250;
/** Longest pause: the engine is on this machine, so a director never waits longer than this once it is back. */
const LONGEST = 3_000;

/**
 * The pause before attempt `attempt` (0 is the first retry): doubling, capped, with up to half of it random so that
 * several desks do not come back in step.
 */
export function pause(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 16));
  return full * (0.5 + 0.5 * random());
}
