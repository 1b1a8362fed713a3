import { expect, test } from "vitest";
import { goOn, type Trend } from "./trends";

test("a minute is kept of each camera that is there, the newest last", () => {
  let trends: ReadonlyMap<number, Trend> = new Map();
  for (let second = 0; second < 70; second++) {
    trends = goOn(trends, [
      [7, { fps: second, loss: 0 }],
      ...(second < 30 ? [[8, { fps: 30, loss: 0.5 }] as const] : []),
    ]);
  }
  expect(trends.get(7)?.fps).toEqual(Array.from({ length: 60 }, (_, at) => at + 10));
  expect(trends.get(7)?.loss.length).toBe(60);
  expect(trends.has(8)).toBe(false);
});
