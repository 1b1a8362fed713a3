/** A picture that waits, since when on the page's clock in milliseconds. */
interface Waiting {
  readonly picture: VideoFrame;
  readonly behind: boolean;
  readonly since: number;
}

/** Keeps a camera's pictures back for a while, in their order. Without a delay a picture passes within the call. */
export class Delay {
  /** How long each picture is kept, in milliseconds. */
  milliseconds = 0;
  #waiting: Waiting[] = [];
  #timer: number | undefined;

  /** `out` is given each picture, `behind` as it came, and how long it has been kept. */
  constructor(private readonly out: (picture: VideoFrame, behind: boolean, waited: number) => void) {}

  /** Takes the next picture. */
  take(picture: VideoFrame, behind: boolean): void {
    if (this.milliseconds === 0 && this.#waiting.length === 0) {
      this.out(picture, behind, 0);
      return;
    }
    this.#waiting.push({ picture, behind, since: performance.now() });
    if (this.#timer === undefined) this.#wait();
  }

  /** Lets go of what waits, unseen. */
  clear(): void {
    for (const { picture } of this.#waiting) picture.close();
    this.#waiting = [];
  }

  #wait(): void {
    const [first] = this.#waiting;
    this.#timer = undefined;
    if (!first) return;
    const pause = first.since + this.milliseconds - performance.now();
    this.#timer = window.setTimeout(() => this.#release(), Math.max(0, pause));
  }

  #release(): void {
    const now = performance.now();
    // A timer may be a millisecond early, and is often late: what is due by then goes with it.
    for (let [first] = this.#waiting; first && now - first.since > this.milliseconds - 2; [first] = this.#waiting) {
      this.#waiting.shift();
      this.out(first.picture, first.behind || this.#waiting.length > 1, now - first.since);
    }
    this.#wait();
  }
}
