import { expect, test } from "vitest";
import { tiltOf } from "./level";

const G = 9.81;

/** Gravity as Chrome and Firefox tell it of a phone that is turned by so much, counter-clockwise; Safari tells its opposite. */
const turned = (degrees: number): [number, number] => {
  const angle = (degrees * Math.PI) / 180;
  return [G * Math.sin(angle), G * Math.cos(angle)];
};

test("however the phone is held, the line shows how far it is from level", () => {
  for (const screen of [0, 90, 180, 270]) {
    for (const tilt of [-30, -1, 0, 1, 44]) {
      const [x, y] = turned(screen + tilt);
      expect(tiltOf(x, y, screen), `${screen} and ${tilt}`).toBeCloseTo(tilt);
      expect(tiltOf(-x, -y, screen), `Safari, ${screen} and ${tilt}`).toBeCloseTo(tilt);
    }
  }
});

test("a phone that looks up or down is at no level", () => {
  expect(tiltOf(0.2, -1, 0)).toBeNull();
});
