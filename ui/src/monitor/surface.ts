import { contextSettings } from "./context";

/** What a picture's pixels are on a canvas: its own (a recording of the canvas is the picture), or what is seen. */
type Fit = { kind: "source" } | { kind: "shown"; width: number; height: number };

/** A canvas that shows pictures: a tile, or the big one. Drawing does not keep or close the picture. */
export class Surface {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #fit: Fit = { kind: "source" };

  /** Takes a canvas that has no context yet. */
  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext("2d", contextSettings());
    if (!context) throw new Error("this page has no 2D canvas");
    this.#canvas = canvas;
    this.#context = context;
  }

  /** From now on pictures are drawn no larger than they are seen: this many device pixels. */
  showWithin(width: number, height: number): void {
    this.#fit = { kind: "shown", width, height };
  }

  /** The canvas, for another surface to draw from. */
  get canvas(): HTMLCanvasElement {
    return this.#canvas;
  }

  /** Draws a picture over the whole canvas, which takes its size and aspect. */
  draw(picture: VideoFrame | HTMLCanvasElement): void {
    const [displayWidth, displayHeight] =
      picture instanceof VideoFrame ? [picture.displayWidth, picture.displayHeight] : [picture.width, picture.height];
    const scale =
      this.#fit.kind === "source" ? 1 : Math.min(this.#fit.width / displayWidth, this.#fit.height / displayHeight, 1);
    const width = Math.max(1, Math.round(displayWidth * scale));
    const height = Math.max(1, Math.round(displayHeight * scale));
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#context.drawImage(picture, 0, 0, width, height);
  }

  /** Makes the canvas black. */
  clear(): void {
    this.#context.fillStyle = "#000";
    this.#context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
  }
}
