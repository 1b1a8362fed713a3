import { describe, expect, test } from "vitest";
import { Stillness } from "./framewatch";

/** The moments, looked at every 500 ms until `end`, at which the camera is to be opened afresh. */
function dueTimes(stillness: Stillness, from: number, end: number): number[] {
  const times: number[] = [];
  for (let now = from; now <= end; now += 500) if (stillness.due(now)) times.push(now);
  return times;
}

describe("a camera", () => {
  test("that gives pictures is left alone", () => {
    const stillness = new Stillness(0);
    for (let now = 0; now < 20_000; now += 250) {
      stillness.frame(now);
      expect(stillness.due(now + 200)).toBe(false);
    }
  });

  test("that stops is opened afresh after three seconds, then ever more patiently", () => {
    const stillness = new Stillness(0);
    stillness.frame(1000);
    expect(dueTimes(stillness, 1000, 50_000)).toEqual([4000, 7000, 13_000, 25_000, 49_000]);
  });

  test("owes a picture within a second once the page is back in front", () => {
    const stillness = new Stillness(0);
    stillness.frame(1000);
    stillness.shown(60_000);
    expect(dueTimes(stillness, 60_000, 62_000)).toEqual([61_000]);
  });

  test("that shows one after the return is well", () => {
    const stillness = new Stillness(0);
    stillness.frame(1000);
    stillness.shown(60_000);
    stillness.frame(60_300);
    expect(dueTimes(stillness, 60_500, 63_000)).toEqual([]);
  });

  test("that came back and stops again is opened as quickly as the first time", () => {
    const stillness = new Stillness(0);
    dueTimes(stillness, 0, 20_000);
    stillness.frame(20_100);
    expect(dueTimes(stillness, 20_500, 24_000)).toEqual([23_500]);
  });
});
