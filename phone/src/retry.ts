/** The first pause: a Wi-Fi that roams is back within it. */
const FIRST_MS = 500;
/** The longest pause: a laptop that restarts is found again while somebody still looks at the phone. */
const CAP_MS = 4000;
/** For what only a person changes, as a full desk. */
const SLOW_MS = 5000;

/**
 * How long to wait before the next attempt: doubling, capped, and spread over the upper half so that the phones of a
 * room do not come back in step. `random` is in [0, 1).
 */
export function retryDelay(failures: number, slow: boolean, random: number): number {
  const full = slow ? SLOW_MS : Math.min(CAP_MS, FIRST_MS * 2 ** failures);
  return full * (0.5 + random / 2);
}
