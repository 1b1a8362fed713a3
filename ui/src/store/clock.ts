import { signal } from "@preact/signals-core";

/** How often running times and the time line are redrawn, in milliseconds: a second's change is at most this late. */
const BEAT = 200;
/** The same for who wants little motion. */
const CALM_BEAT = 1_000;

let offset = 0;

/** The session clock, in milliseconds, at the beat of the page. */
export const now = signal(0);

/** The time of day, once a second. */
export const wall = signal(new Date());

/** Sets this page's idea of the session clock, from a fresh snapshot. */
export function setSessionClock(sessionNow: number): void {
  offset = sessionNow - performance.now();
  now.value = sessionNow;
}

/**
 * Learns from an event's time: what has happened is not in the future, so the snapshot took that much longer to get
 * here than the event.
 */
export function hasHappened(at: number): void {
  offset = Math.max(offset, at - performance.now());
}

/** The session clock now, in milliseconds. */
export function sessionNow(): number {
  return performance.now() + offset;
}

/** When the session clock is at this time, on this page's clock, both in milliseconds. */
export function pageTime(at: number): number {
  return at - offset;
}

/** Starts the beat; it lasts as long as the page. */
export function startClock(): void {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.setInterval(
    () => {
      now.value = sessionNow();
      const time = new Date();
      if (time.getSeconds() !== wall.value.getSeconds()) wall.value = time;
    },
    calm ? CALM_BEAT : BEAT,
  );
}
