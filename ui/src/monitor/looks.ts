import type { Looks } from "../protocol/Looks";

/** The size in which a picture is looked at: what matters of it is in so few pixels, and they are read in no time. */
const [WIDTH, HEIGHT] = [32, 18];
/** A picture whose mean brightness is below this is black, of 255: a dark stage has lights and faces. */
const BLACK = 16;
/** Pixels as bright as this are burnt out, and a picture is where more than this share of them are. */
const [BURNT, SHARE] = [250, 0.4];
/** Looks, a second each, in which a picture has to be black or white before it counts, and not any more before it does not. */
const [COMES, GOES] = [3, 2];
/**
 * Looks in a row that have to be the same. A tripod in front of an empty stage has noise, and each keyframe another one:
 * in the time there are two of them at least. So one step of brightness is all that may differ.
 */
const STILL = 4;
const SAME = 1;

const FINE: Looks = { black: false, white: false, still: false };

/** Something that counts once it was so for some looks, and until it was not for some. */
class Lasting {
  is = false;
  #looks = 0;

  take(is: boolean): boolean {
    this.#looks = is === this.is ? 0 : this.#looks + 1;
    if (this.#looks >= (is ? COMES : GOES)) [this.is, this.#looks] = [is, 0];
    return this.is;
  }
}

/** Says how one camera's pictures look, by its pixels of once a second. */
export class LookMeter {
  readonly #black = new Lasting();
  readonly #white = new Lasting();
  #reference: Uint8ClampedArray | null = null;
  #same = 0;

  /** Takes a look: RGBA, as a canvas gives it. */
  take(pixels: Uint8ClampedArray): Looks {
    let [sum, burnt] = [0, 0];
    for (let at = 0; at < pixels.length; at += 4) {
      const luma = brightness(pixels, at);
      sum += luma;
      if (luma >= BURNT) burnt++;
    }
    const count = pixels.length / 4;
    // What stands still is the picture of some looks ago: one that fades is never far from the one before.
    const reference = this.#reference;
    if (reference && isSame(reference, pixels)) this.#same++;
    else [this.#reference, this.#same] = [pixels.slice(), 0];
    return {
      black: this.#black.take(sum / count < BLACK),
      white: this.#white.take(burnt / count > SHARE),
      still: this.#same >= STILL,
    };
  }
}

function brightness(pixels: Uint8ClampedArray, at: number): number {
  return 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
}

function isSame(one: Uint8ClampedArray, other: Uint8ClampedArray): boolean {
  return one.every((value, at) => Math.abs(value - (other[at] ?? 0)) <= SAME);
}

interface Looked {
  meter: LookMeter;
  /** The picture that was looked at last: where no other one came, there is nothing to say. */
  pictureAt: number;
  told: Looks | null;
}

/** Looks at what this desk draws of the cameras anyway, and tells how it looks: at once when it begins, and after each change. */
export class LookOut {
  readonly #cameras = new Map<number, Looked>();
  readonly #tell: (feed: number, looks: Looks | null) => void;
  readonly #read: (drawn: HTMLCanvasElement) => Uint8ClampedArray | null;

  constructor(tell: (feed: number, looks: Looks | null) => void, read = reader()) {
    [this.#tell, this.#read] = [tell, read];
  }

  /** Once a second, where its picture was drawn: on what, and when that came. */
  look(feed: number, drawn: HTMLCanvasElement, pictureAt: number): void {
    const looked = this.#cameras.get(feed) ?? { meter: new LookMeter(), pictureAt: 0, told: null };
    if (looked.pictureAt === pictureAt) return;
    const pixels = this.#read(drawn);
    if (!pixels) return;
    looked.pictureAt = pictureAt;
    this.#cameras.set(feed, looked);
    const looks = looked.meter.take(pixels);
    const { black, white, still } = looked.told ?? { ...FINE, black: !looks.black };
    if (looks.black === black && looks.white === white && looks.still === still) return;
    looked.told = looks;
    this.#tell(feed, looks);
  }

  /** A camera is not drawn any more. */
  forget(feed: number): void {
    if (this.#cameras.delete(feed)) this.#tell(feed, null);
  }

  /** None is looked at any more. */
  rest(): void {
    for (const feed of [...this.#cameras.keys()]) this.forget(feed);
  }
}

/** Reads what is on a canvas, small. */
function reader(): (drawn: HTMLCanvasElement) => Uint8ClampedArray | null {
  let context: CanvasRenderingContext2D | null = null;
  return (drawn) => {
    if (drawn.width === 0 || drawn.height === 0) return null;
    if (!context) {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [WIDTH, HEIGHT];
      // In the memory that it is read from.
      context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    }
    context?.drawImage(drawn, 0, 0, WIDTH, HEIGHT);
    return context?.getImageData(0, 0, WIDTH, HEIGHT).data ?? null;
  };
}
