import type { Locator } from "playwright-core";

/** A pixel of a canvas or video; zeros while it has no picture. */
export function pixel(picture: Locator, x: number, y: number): Promise<number[]> {
  return picture.evaluate(
    (element, [x, y]) => {
      const source = element as HTMLCanvasElement;
      const ctx = new OffscreenCanvas(1, 1).getContext("2d");
      if (source.width === 0 || source.height === 0 || ctx === null) return [0, 0, 0];
      ctx.drawImage(source, Math.floor(x * source.width), Math.floor(y * source.height), 1, 1, 0, 0, 1, 1);
      return Array.from(ctx.getImageData(0, 0, 1, 1).data.slice(0, 3));
    },
    [x, y] as const,
  );
}
