/** Keeps the screen on: a phone that locks itself stops its camera. */
export class Wake {
  private wanted = false;
  private sentinel: WakeLockSentinel | null = null;
  /** A lock is being asked for; `again`: it was wanted once more meanwhile, and the answer may be of before. */
  private asking: { again: boolean } | null = null;

  /** `onOutcome` hears whether the screen is kept on, each time it is asked for. */
  constructor(private readonly onOutcome: (kept: boolean) => void) {
    // The system lets go of it whenever the page goes to the back.
    document.addEventListener("visibilitychange", () => void this.acquire());
  }

  hold(): void {
    this.wanted = true;
    void this.acquire();
  }

  release(): void {
    this.wanted = false;
    void this.sentinel?.release();
    this.sentinel = null;
  }

  /** One request at a time: of two locks one would be held for ever. */
  private async acquire(): Promise<void> {
    if (!this.wanted || document.visibilityState !== "visible") return;
    if (this.sentinel !== null && !this.sentinel.released) return;
    if (this.asking !== null) {
      this.asking.again = true;
      return;
    }
    const asking = { again: false };
    this.asking = asking;
    try {
      const sentinel = await navigator.wakeLock.request("screen");
      if (this.wanted) this.sentinel = sentinel;
      else void sentinel.release();
      this.onOutcome(true);
    } catch {
      // Not there (Safari before 16.4), or refused to save the battery.
      if (!asking.again) this.onOutcome(false);
    }
    this.asking = null;
    if (asking.again) void this.acquire();
  }
}
