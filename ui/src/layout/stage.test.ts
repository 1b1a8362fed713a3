import { describe, expect, test } from "vitest";
import { type Rect, stageLayout } from "./stage";

const STAGES = [
  [1264, 592],
  [1350, 640],
  [1420, 760],
  [1896, 930],
  [2540, 950],
  [3800, 1950],
  [1000, 640],
  [700, 800],
  [320, 300],
] as const;
const SPACING = { gap: 8, frame: 3 };
const COUNTS = [0, 1, 2, 4, 5, 6, 7, 9, 11, 12, 16, 17, 24, 40];

const overlap = (a: Rect, b: Rect) =>
  a.x + 0.01 < b.x + b.width &&
  b.x + 0.01 < a.x + a.width &&
  a.y + 0.01 < b.y + b.height &&
  b.y + 0.01 < a.y + a.height;

describe.each(STAGES)("a stage of %d x %d", (width, height) => {
  test.each(COUNTS)("with %d cameras: all inside, nothing over anything", (count) => {
    const { program, places } = stageLayout(width, height, count, SPACING);
    expect(places.length).toBeGreaterThanOrEqual(count);
    const all = [program, ...places];
    for (const rect of all) {
      expect(rect.width).toBeGreaterThan(0);
      expect(rect.height).toBeGreaterThan(0);
      expect(rect.x).toBeGreaterThanOrEqual(0);
      expect(rect.y).toBeGreaterThanOrEqual(0);
      expect(rect.x + rect.width).toBeLessThanOrEqual(width + 0.01);
      expect(rect.y + rect.height).toBeLessThanOrEqual(height + 0.01);
    }
    all.forEach((a, i) => {
      for (const b of all.slice(i + 1)) expect(overlap(a, b)).toBe(false);
    });
  });
});

describe.each(STAGES.slice(0, 6))("a landscape stage of %d x %d", (width, height) => {
  test.each([1, 4, 6, 9, 16])("with %d cameras: program is the largest, every tile is worth looking at", (count) => {
    const { program, places } = stageLayout(width, height, count, SPACING);
    expect((program.width - 6) / (program.height - 6)).toBeCloseTo(16 / 9, 3);
    expect((program.width * program.height) / (width * height)).toBeGreaterThan(0.33);
    for (const { width: tile, height: tileHeight } of places) {
      expect(tile).toBeLessThan(program.width);
      expect(tile / tileHeight).toBeGreaterThan(1.39);
      expect(Math.min(tile, (tileHeight * 16) / 9) / width).toBeGreaterThan(0.1);
    }
  });

  test("places move only when a fifth, seventh and twelfth camera joins", () => {
    const at = (count: number) => stageLayout(width, height, count, SPACING);
    for (const [from, to] of [
      [1, 4],
      [5, 6],
      [7, 11],
      [12, 16],
    ] as const) {
      for (let count = from; count <= to; count++) expect(at(count)).toEqual(at(to));
    }
  });
});
