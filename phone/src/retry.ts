/** The first pause: a Wi-Fi that roams is back within it. */
const FIRST_MS = 250;
/** The longest pause for as long as somebody surely waits for the picture: with an attempt it is a second or two. */
const SOON_MS = 700;
/** So many attempts, which are two minutes, and the longest pause then: a laptop that restarts is still found soon. */
const SOON = 100;
const CAP_MS = 4000;
/** For what only a person changes, as a full desk. */
const SLOW_MS = 5000;

/**
 * How long to wait before the next attempt: doubling, capped, and spread over the upper half so that the phones of a
 * room do not come back in step. `random` is in [0, 1).
 */
export function retryDelay(failures: number, slow: boolean, random: number): number {
  const cap = failures < SOON ? SOON_MS : CAP_MS;
  const full = slow ? SLOW_MS : Math.min(cap, FIRST_MS * 2 ** failures);
  return full * (0.5 + random / 2);
}
