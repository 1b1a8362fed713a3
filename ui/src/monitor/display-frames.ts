/** A display frame that has not come by then, in milliseconds, is not waited for: the page is behind another one. */
const LONGEST = 100;
/** The display's interval is the median of so many, in milliseconds; until they have been seen it is the usual one. */
const [SEEN, USUAL] = [15, 1_000 / 60];

/** Calls back before each display frame, or now and then while the page is not displayed. */
export class DisplayFrames {
  readonly #then: (now: number, interval: number) => void;
  #intervals: number[] = [];
  #last: number | null = null;
  #frame = 0;
  #timer = 0;
  #isRunning = false;

  /** `then` is told when the frame begins on the page's clock and how long it lasts, in milliseconds. */
  constructor(then: (now: number, interval: number) => void) {
    this.#then = then;
  }

  /** Starts, or stops. */
  run(on: boolean): void {
    if (on === this.#isRunning) return;
    this.#isRunning = on;
    this.#last = null;
    if (on) this.#wait();
    else this.#unwait();
  }

  /** How long a display frame lasts. */
  get interval(): number {
    const middle = [...this.#intervals].sort((a, b) => a - b)[this.#intervals.length >> 1];
    return middle ?? USUAL;
  }

  #wait(): void {
    this.#frame = requestAnimationFrame((now) => {
      if (this.#last !== null) this.#intervals = [...this.#intervals, now - this.#last].slice(-SEEN);
      this.#last = now;
      this.#unwait();
      // First: what is done now may throw, and the next frame comes all the same.
      this.#wait();
      this.#then(now, this.interval);
    });
    this.#wake();
  }

  /** The frame is still waited for then: who asks for it anew is behind everyone else in the page who has asked. */
  #wake(): void {
    this.#timer = window.setTimeout(() => {
      this.#last = null;
      this.#wake();
      this.#then(performance.now(), this.interval);
    }, LONGEST);
  }

  #unwait(): void {
    cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#timer);
  }
}
