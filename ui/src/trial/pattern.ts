/** What a phone sends. */
const [WIDTH, HEIGHT] = [1280, 720];
/** Pictures after which it looks as at its start. */
const PERIOD = 12;
/** Width of a stripe, and how far it moves with each picture, in pixels. */
const [STRIPE, STEP] = [96, 8];
/** Brightness of the stripes and of what is between them. */
const [LIGHT, DARK] = [100, 84];
/** A blue that is clearly no window's own ground: the shell looks for it (`src-tauri/src/compositing/stage.rs`). */
const [BLUE, RED] = [150, 112];

/** A picture that moves: quiet stripes, the size of a phone's pictures. */
export class Pattern {
  readonly #pictures = Array.from({ length: PERIOD }, (_, at) => stripes(at * STEP));
  #count = 0;

  /** The next picture, which the caller closes. Like a decoder's it is a new one each time. */
  next(): VideoFrame {
    const data = this.#pictures[this.#count % PERIOD] as Uint8Array<ArrayBuffer>;
    const timestamp = this.#count++;
    return new VideoFrame(data, { format: "I420", codedWidth: WIDTH, codedHeight: HEIGHT, timestamp });
  }
}

/** A picture's planes, with its stripes moved by so many pixels. */
function stripes(by: number): Uint8Array<ArrayBuffer> {
  const [luma, chroma] = [WIDTH * HEIGHT, (WIDTH * HEIGHT) / 4];
  const data = new Uint8Array(luma + 2 * chroma);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) data[y * WIDTH + x] = (x + y + by) % STRIPE < STRIPE / 2 ? LIGHT : DARK;
  }
  data.fill(BLUE, luma, luma + chroma);
  data.fill(RED, luma + chroma);
  return data;
}
