/** Size of the measured picture: what a phone sends. */
const [WIDTH, HEIGHT] = [1280, 720];
/** Pictures drawn for a measurement, after one that warms up. */
const ROUNDS = 4;
/** How much faster the default has to be. Its cost goes on after the draw, in a compositor that shares the GPU. */
const CLEARLY = 0.6;

let chosen: CanvasRenderingContext2DSettings | null = null;

/**
 * How monitors' canvases are made, measured once: with a GPU the default may draw faster; without one it is drawn by a
 * GPU's software imitation and falls seconds behind, and a canvas in plain memory (`willReadFrequently`) does not.
 */
export function contextSettings(): CanvasRenderingContext2DSettings {
  chosen ??= { alpha: false, willReadFrequently: !defaultIsClearlyFaster() };
  return chosen;
}

function defaultIsClearlyFaster(): boolean {
  let picture: VideoFrame | null = null;
  try {
    picture = grey();
    const inMemory = measure(picture, true);
    return measure(picture, false, inMemory * CLEARLY) < inMemory * CLEARLY;
  } catch (error) {
    console.warn("the canvases could not be measured", error);
    return false;
  } finally {
    picture?.close();
  }
}

/** Milliseconds for drawing the picture and having its pixels, at best; gives up when the sum passes `enough` each. */
function measure(picture: VideoFrame, willReadFrequently: boolean, enough = Number.POSITIVE_INFINITY): number {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently });
  if (!context) return Number.POSITIVE_INFINITY;
  let total = 0;
  for (let round = 0; round <= ROUNDS && total <= enough * ROUNDS; round++) {
    const start = performance.now();
    context.drawImage(picture, 0, 0);
    // Reading waits for what was drawn; drawing alone only queues it.
    context.getImageData(round, 0, 1, 1);
    if (round > 0) total += performance.now() - start;
  }
  return total / ROUNDS;
}

function grey(): VideoFrame {
  const data = new Uint8Array((WIDTH * HEIGHT * 3) / 2).fill(128);
  return new VideoFrame(data, { format: "I420", codedWidth: WIDTH, codedHeight: HEIGHT, timestamp: 0 });
}
