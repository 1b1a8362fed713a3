/** Pictures that may wait: a third of a second at 30 a second, 30 MB at 1080p. Two display frames a picture catch up. */
export const MOST_WAITING = 10;

/** Where a display frame is waited for; `requestAnimationFrame` in a page. */
export type NextFrame = (then: () => void) => void;

/**
 * Shows each picture for one display frame at least, in order: a replay is watched for its very pictures, and two that
 * come within one display frame would be one.
 *
 * At most {@link MOST_WAITING} wait; beyond that the oldest is never shown.
 */
export class Reel {
  readonly #show: (picture: VideoFrame) => void;
  readonly #nextFrame: NextFrame;
  #waiting: VideoFrame[] = [];
  /** Whether the picture that is shown has not had its display frame, has it now, or had it. */
  #shown: "new" | "in this frame" | "seen" = "seen";
  #isLooking = false;

  /** `show` draws a picture, which is its own from then on. */
  constructor(show: (picture: VideoFrame) => void, nextFrame: NextFrame = (then) => requestAnimationFrame(then)) {
    this.#show = show;
    this.#nextFrame = nextFrame;
  }

  /** Takes the next picture. */
  push(picture: VideoFrame): void {
    if (this.#shown === "seen") {
      this.#shown = "new";
      this.#show(picture);
    } else {
      this.#waiting.push(picture);
      if (this.#waiting.length > MOST_WAITING) this.#waiting.shift()?.close();
    }
    this.#look();
  }

  /** Forgets what waits. */
  clear(): void {
    for (const picture of this.#waiting.splice(0)) picture.close();
    this.#shown = "seen";
  }

  #look(): void {
    if (this.#isLooking || this.#shown === "seen") return;
    this.#isLooking = true;
    this.#nextFrame(() => {
      this.#isLooking = false;
      this.#step();
      this.#look();
    });
  }

  /** A display frame is about to be made. */
  #step(): void {
    if (this.#shown === "new") {
      this.#shown = "in this frame";
      return;
    }
    const next = this.#waiting.shift();
    if (next) this.#show(next);
    this.#shown = next ? "in this frame" : "seen";
  }
}
