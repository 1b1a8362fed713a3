import { describe, expect, test } from "vitest";
import type { Spacing, StageLayout } from "./grid";
import { ASPECT } from "./grid";
import type { Rect } from "./rect";
import { stageLayout } from "./stage";
import { labelSize, pictureWidth } from "./tile";

/** The stage of a desk on a page of this size, as the sheets lay it out: its type, its bars, and its panel. */
function stage(page: string, open = false, pulled = false) {
  const [width = 0, height = 0] = page.split("x").map(Number);
  const rem = Math.max(16, Math.min(6 + 0.0139 * height, 6 + 0.00782 * width));
  const drawer = pulled ? Math.min(15 * rem, height / 3) + rem / 2 : 0;
  const room = { width: width - rem, height: height - 8.25 * rem, panel: 21.5 * rem, open, drawer };
  const spacing: Spacing = { gap: rem / 2, frame: Math.max(3, 0.1875 * rem), label: labelSize(rem) };
  return {
    ...room,
    now: open ? room.width - room.panel : room.width,
    high: room.height - drawer,
    lay: (count: number) => stageLayout(room, count, spacing),
    tile: ({ places }: StageLayout) =>
      Math.min(...places.map(({ width, height }) => pictureWidth(width, height, ASPECT, spacing.label))),
  };
}

const PAGES = ["1280x720", "1366x768", "1440x900", "1920x1080", "2560x1440", "3840x2160"];
const ODD = ["640x360", "800x600", "1024x768", "720x1280", "3440x1440"];
const COUNTS = [0, 1, 2, 4, 5, 6, 7, 9, 11, 12, 16, 17, 24, 40];
const GROWTH = Array.from({ length: 15 }, (_, index) => index + 1);
const STATES = [false, true];
const ALL_STATES = STATES.flatMap((open) => STATES.map((pulled) => [open, pulled] as const));

const overlap = (a: Rect, b: Rect) =>
  a.x + 0.01 < b.x + b.width &&
  b.x + 0.01 < a.x + a.width &&
  a.y + 0.01 < b.y + b.height &&
  b.y + 0.01 < a.y + a.height;

describe.each([...PAGES, ...ODD])("a page of %s", (page) => {
  test.each(COUNTS)("with %d cameras: all inside, nothing over anything", (count) => {
    for (const [open, pulled] of ODD.includes(page) ? [[false, false]] : ALL_STATES) {
      const { now, high: height, lay } = stage(page, open, pulled);
      const { program, places } = lay(count);
      expect(places.length).toBeGreaterThanOrEqual(count);
      const all = [program, ...places];
      for (const rect of all) {
        expect(rect.width).toBeGreaterThan(0);
        expect(rect.height).toBeGreaterThan(0);
        expect(rect.x).toBeGreaterThanOrEqual(0);
        expect(rect.y).toBeGreaterThanOrEqual(0);
        expect(rect.x + rect.width).toBeLessThanOrEqual(now + 0.01);
        expect(rect.y + rect.height).toBeLessThanOrEqual(height + 0.01);
      }
      all.forEach((a, i) => {
        for (const b of all.slice(i + 1)) expect(overlap(a, b)).toBe(false);
      });
    }
  });
});

describe.each(PAGES)("a desk of %s", (page) => {
  test.each([1, 4, 6, 9, 16])("with %d cameras: program is the largest, every tile is worth looking at", (count) => {
    const { width, height, lay, tile } = stage(page);
    const layout = lay(count);
    expect((layout.program.width * layout.program.height) / (width * height)).toBeGreaterThan(0.45);
    expect(tile(layout) / width).toBeGreaterThan(0.1);
    for (const place of layout.places) expect(place.width).toBeLessThan(layout.program.width / 1.5);
  });

  // The grid is chosen for the state without a panel: beside one, a row of tiles may be out of width.
  test.each([
    { open: false, kept: 0.78 },
    { open: true, kept: 0.66 },
  ])("one more camera leaves tiles $kept and program 0.7 of their areas (panel: $open)", ({ open, kept }) => {
    const { lay, tile } = stage(page, open);
    for (const count of GROWTH) {
      const [before, after] = [lay(count), lay(count + 1)];
      expect((tile(after) / tile(before)) ** 2, `tiles, camera ${count + 1}`).toBeGreaterThan(kept);
      expect((after.program.width / before.program.width) ** 2, `program, camera ${count + 1}`).toBeGreaterThan(0.7);
    }
  });

  test("four cameras or fewer stand where four do, and places are kept until they are full", () => {
    const { lay } = stage(page);
    for (const count of [0, 1, 2, 3]) expect(lay(count)).toEqual(lay(4));
    for (const count of GROWTH) {
      const { places } = lay(count);
      expect(places.length).toBeLessThanOrEqual(Math.max(4, count) + 2);
    }
  });

  test.each([1, 5, 9, 12, 16])("panel and drawer move no tile past another or program (%d cameras)", (count) => {
    const [closed, ...others] = ALL_STATES.map(([open, pulled]) => {
      const { program, places } = stage(page, open, pulled).lay(count);
      const right = program.x + program.width;
      // Under a program in the middle a row may reach further than it does, and is no column.
      const hasColumn = places.some(({ x, y }) => x >= right && y < program.height);
      const beside = places.map(({ x }) => hasColumn && x >= right);
      const among = places.flatMap((a, i) => places.slice(i + 1).map((b) => [side(a.x, b.x), side(a.y, b.y)]));
      return { beside, among };
    });
    for (const other of others) expect(other).toEqual(closed);
  });

  test.each([1, 4, 5, 9, 16])(
    "a drawer leaves program as much of the height as it leaves the stage (%d cameras)",
    (count) => {
      const [closed, pulled] = STATES.map((its) => stage(page, false, its));
      const shares = [closed, pulled].map((one) => (one ? one.lay(count).program.height / one.high : 0));
      expect((shares[1] ?? 0) / (shares[0] ?? 1)).toBeGreaterThan(0.85);
      const tiles = [closed, pulled].map((one) => one?.tile(one.lay(count)) ?? 0);
      expect((tiles[1] ?? 0) / (tiles[0] ?? 1)).toBeGreaterThan(0.5);
    },
  );

  test.each([1, 4, 5, 6, 9, 12, 16])("a panel leaves program more than half of its area (%d cameras)", (count) => {
    const [closed, opened] = STATES.map((open) => stage(page, open).lay(count).program.width);
    expect(((opened ?? 0) / (closed ?? 1)) ** 2).toBeGreaterThan(0.5);
  });
});

/** Which way one place begins from where another does. */
function side(from: number, to: number): number {
  return Math.abs(from - to) < 1 ? 0 : Math.sign(to - from);
}
