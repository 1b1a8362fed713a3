import type { ControlRange } from "../protocol/ControlRange";

/** How long after a touch a slider still shows what it was moved to: the camera needs a moment to follow. */
const FOLLOWS_MS = 600;

/** A slider of something that a camera can be set to. */
export class Slider {
  private touched = 0;

  constructor(
    readonly input: HTMLInputElement,
    label: string,
    moved: (value: number) => void,
  ) {
    input.setAttribute("aria-label", label);
    input.oninput = () => {
      this.touched = Date.now();
      moved(Number(input.value));
    };
  }

  /** Whether somebody moves it. */
  get held(): boolean {
    return Date.now() - this.touched < FOLLOWS_MS;
  }

  /** Moved by another way than by itself. */
  move(value: number): void {
    this.touched = Date.now();
    this.input.value = String(value);
  }

  /** Shows a range; none: it is not there. */
  show(range: ControlRange | null): void {
    const { input } = this;
    input.hidden = range === null;
    if (range === null) return;
    input.min = String(range.min);
    input.max = String(range.max);
    input.step = range.step > 0 ? String(range.step) : "any";
    // Under a thumb it would jump back.
    if (!this.held) input.value = String(range.value);
  }
}
