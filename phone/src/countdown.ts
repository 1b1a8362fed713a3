/** How many whole seconds there still are: the last one lasts until it is time. */
export function secondsLeft(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}

/** Counts the seconds until the audience sees this camera, and says each. */
export class Countdown {
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `said` is called with the seconds, and with null when nothing is counted. */
  constructor(private readonly said: (seconds: number | null) => void) {}

  /** Counts so many milliseconds from now on, in place of what is counted; null counts nothing. */
  start(ms: number | null): void {
    clearTimeout(this.timer);
    if (ms === null) this.said(null);
    else this.count(performance.now() + ms);
  }

  private count(at: number): void {
    const now = performance.now();
    const seconds = secondsLeft(at, now);
    this.said(seconds);
    // When the next second begins.
    if (seconds > 0) this.timer = setTimeout(() => this.count(at), at - now - (seconds - 1) * 1000);
  }
}
