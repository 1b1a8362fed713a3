import { expect, test } from "vitest";
import { Economy } from "./economy";

const TILES = [2, 3, 4, 5, 6, 7, 8];

/** A second in which so many of program's 30 pictures were shown, and so many of those late. */
function second(economy: Economy, shown: number, late = 0): number[] {
  for (let picture = 0; picture < 30; picture++) economy.came();
  for (let picture = 0; picture < shown; picture++) economy.shown(picture < late);
  return [...economy.look(TILES)];
}

test("no tile saves while program keeps its rate", () => {
  const economy = new Economy();
  expect(second(economy, 30)).toEqual([]);
  expect(second(economy, 25, 10)).toEqual([]);
});

test.each([
  ["pictures are missing", 20, 0],
  ["most are late", 30, 20],
])("when %s, half of the tiles save, then half of the rest, then all", (_, shown, late) => {
  const economy = new Economy();
  expect(second(economy, shown, late)).toEqual([5, 6, 7, 8]);
  expect(second(economy, shown, late)).toEqual([3, 4, 5, 6, 7, 8]);
  expect(second(economy, shown, late)).toEqual(TILES);
  expect(second(economy, shown, late)).toEqual(TILES);
});

test("tiles come back one by one, and more slowly after one too many", () => {
  const economy = new Economy();
  second(economy, 15);
  for (let calm = 1; calm < 5; calm++) expect(second(economy, 30)).toEqual([5, 6, 7, 8]);
  expect(second(economy, 30)).toEqual([6, 7, 8]);
  expect(second(economy, 15)).toEqual([4, 5, 6, 7, 8]);
  for (let calm = 1; calm < 10; calm++) expect(second(economy, 30)).toEqual([4, 5, 6, 7, 8]);
  expect(second(economy, 30)).toEqual([5, 6, 7, 8]);
});

test("who starts with none gets them one by one while program keeps up", () => {
  const economy = new Economy(0);
  for (let calm = 1; calm < 5; calm++) expect(second(economy, 30)).toEqual(TILES);
  expect(second(economy, 30)).toEqual([3, 4, 5, 6, 7, 8]);
});

test("a machine that has recovered shows everything again", () => {
  const economy = new Economy();
  second(economy, 15);
  let seconds = 0;
  while (second(economy, 30).length > 0) seconds++;
  expect(seconds).toBeLessThan(30);
});

test("without a program nothing changes", () => {
  const economy = new Economy();
  expect([...economy.look(TILES)]).toEqual([]);
  second(economy, 15);
  expect([...economy.look(TILES)]).toEqual([5, 6, 7, 8]);
});
