import type { Rect } from "./rect";

/** What is where on a tile, from its top left corner. The two don't overlap. */
export interface TileLayout {
  /** The room for the picture, which is contained in it. */
  picture: Rect;
  /** Number and name: under the picture, or beside it where the picture would leave black. */
  label: Rect;
  /** In a line under the picture, in two where the picture is not as high as it could be, or in a column beside it. */
  shape: "line" | "lines" | "column";
}

/** A label's sizes in CSS pixels. */
export interface LabelSize {
  /** Lowest and highest label under a picture. */
  least: number;
  most: number;
  /** Narrowest label beside a picture. */
  beside: number;
}

/** What a label under a picture takes of its tile's height, between its bounds. */
const LABEL_SHARE = 0.17;
/** And the most that it takes of a tile that is too low for its own least. */
const MOST_LABEL_SHARE = 1 / 3;
/** A label of two lines is so much higher than the least. */
const TWO_LINES = 1.9;
/** How much wider the picture has to be for a label to go beside it: under it is where one looks first. */
const WORTH_IT = 1.1;

/**
 * A label's sizes where the page's type is this large, in CSS pixels.
 *
 * Two metres away an eye of ordinary strength reads a capital of 5 arc minutes, 2.9 mm, and easily one of half as much
 * again. Laptops of 13 to 15 inches show 1280 to 1920 CSS pixels on 29 to 34 cm, where the type is 16 to 21 pixels: a
 * capital of the name, 0.73 of 1.0625 rem, is 2.8 mm, and one of the number, at least 1.4 rem, 3.7 mm.
 */
export function labelSize(rem: number): LabelSize {
  return { least: 1.75 * rem, most: 2.75 * rem, beside: 4.5 * rem };
}

/** Puts a picture of this aspect and its label on a tile, so that the picture is as large as it can be. */
export function tileLayout(width: number, height: number, aspect: number, size: LabelSize): TileLayout {
  const wanted = Math.max(size.least, Math.min(size.most, height * LABEL_SHARE));
  const foot = Math.min(wanted, height * MOST_LABEL_SHARE);
  const over = contained(width, height - foot, aspect);
  const next = contained(width - size.beside, height, aspect);
  if (next > over * WORTH_IT) {
    return {
      picture: { x: 0, y: 0, width: next, height },
      label: { x: next, y: 0, width: width - next, height },
      shape: "column",
    };
  }
  const two = size.least * TWO_LINES;
  const lines = height - over / aspect >= two;
  const low = lines ? Math.max(two, foot) : foot;
  return {
    picture: { x: 0, y: 0, width, height: height - low },
    label: { x: 0, y: height - low, width, height: low },
    shape: lines ? "lines" : "line",
  };
}

/** The width that a picture has on a tile, as large as it is seen. */
export function pictureWidth(width: number, height: number, aspect: number, size: LabelSize): number {
  const { picture } = tileLayout(width, height, aspect, size);
  return contained(picture.width, picture.height, aspect);
}

/** The width of a picture that fits. */
function contained(width: number, height: number, aspect: number): number {
  return Math.max(0, Math.min(width, height * aspect));
}
