import { describe, expect, test } from "vitest";
import { labelSize, pictureWidth, tileLayout } from "./tile";

const TILES = [
  [132, 110],
  [160, 118],
  [220, 141],
  [300, 141],
  [264, 205],
  [640, 420],
  [90, 60],
] as const;
const ASPECTS = [16 / 9, 4 / 3, 1, 9 / 16];

describe.each(TILES)("a tile of %d x %d", (width, height) => {
  test.each(ASPECTS)("with a picture of aspect %f: its label lies on no part of it", (aspect) => {
    const { picture, label, shape } = tileLayout(width, height, aspect, labelSize(16));
    if (shape === "column") expect(picture.x + picture.width).toBeLessThanOrEqual(label.x + 0.01);
    else expect(picture.y + picture.height).toBeLessThanOrEqual(label.y + 0.01);
    for (const { x, y, width: itsWidth, height: itsHeight } of [picture, label]) {
      expect(itsWidth).toBeGreaterThan(0);
      expect(itsHeight).toBeGreaterThan(0);
      expect(x + itsWidth).toBeLessThanOrEqual(width + 0.01);
      expect(y + itsHeight).toBeLessThanOrEqual(height + 0.01);
    }
    // What is not its picture's is black that it would have had anyway, or a third of the tile at most.
    const alone = Math.min(width, height * aspect);
    expect(pictureWidth(width, height, aspect, labelSize(16))).toBeGreaterThanOrEqual((alone * 2) / 3 - 0.01);
  });
});

test("a phone that is held upright has its label beside the picture, which is as high as the tile", () => {
  expect(tileLayout(240, 163, 9 / 16, labelSize(16))).toMatchObject({ shape: "column", picture: { height: 163 } });
});

test("a narrow tile's label has a second line in what its picture leaves, which takes nothing from the picture", () => {
  const size = labelSize(16);
  const { shape, label } = tileLayout(131, 141, 16 / 9, size);
  expect(shape).toBe("lines");
  expect(label.height).toBeGreaterThan(1.5 * size.least);
  expect(pictureWidth(131, 141, 16 / 9, size)).toBe(131);
});
