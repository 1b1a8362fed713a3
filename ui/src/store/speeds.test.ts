import { expect, test } from "vitest";
import { nextSpeed, shuttled } from "./speeds";

test.each<[number, 1 | -1, number]>([
  [100, -1, 75],
  [75, -1, 50],
  [40, -1, 33],
  [40, 1, 50],
  [25, -1, 25],
  [100, 1, 100],
  [200, 1, 200],
  [200, -1, 100],
  [0, 1, 25],
  [0, -1, 25],
  [-100, -1, -75],
  [-33, 1, -50],
])("from %d %%, way %d: %d %%", (speed, way, next) => expect(nextSpeed(speed, way)).toBe(next));

test("the shuttle has three steps each way, and turns around at once", () => {
  const presses = (way: 1 | -1, from: number) => [1, 2, 3, 4].map(() => (from = shuttled(from, way)));
  expect(presses(1, 0)).toEqual([100, 200, 400, 400]);
  expect(presses(-1, 0)).toEqual([-100, -200, -400, -400]);
  expect(presses(-1, 400)).toEqual([-100, -200, -400, -400]);
  expect(shuttled(50, 1)).toBe(100);
  expect(shuttled(-25, -1)).toBe(-100);
});
