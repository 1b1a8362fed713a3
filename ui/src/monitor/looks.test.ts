import { describe, expect, it } from "vitest";
import type { Looks } from "../protocol/Looks";
import { LookMeter, LookOut } from "./looks";

const PIXELS = 32 * 18;

/** A picture of these brightnesses, one after the other. */
function picture(brightness: (pixel: number) => number): Uint8ClampedArray {
  const data = new Uint8ClampedArray(PIXELS * 4).fill(255);
  for (let pixel = 0; pixel < PIXELS; pixel++) data.fill(brightness(pixel), pixel * 4, pixel * 4 + 3);
  return data;
}

/** What is said in each of these looks. */
function said(meter: LookMeter, looks: Uint8ClampedArray[], which: keyof Looks): boolean[] {
  return looks.map((pixels) => meter.take(pixels)[which]);
}

const times = (count: number, one: (at: number) => Uint8ClampedArray) =>
  Array.from({ length: count }, (_, at) => one(at));
/** As bright as said, a little otherwise each time. */
const scene = (bright: number) => (at: number) => picture((pixel) => bright + ((pixel + at) % 5) * 2);

describe("LookMeter", () => {
  it("calls a picture black after three seconds, and not any more after two", () => {
    const meter = new LookMeter();
    const dark = picture(() => 6);
    expect(said(meter, [scene(90)(0), dark, dark, dark, dark], "black")).toEqual([false, false, false, true, true]);
    expect(said(meter, times(3, scene(90)), "black")).toEqual([true, false, false]);
  });

  it("calls no dark stage with a light black", () => {
    const meter = new LookMeter();
    const lit = (at: number) => picture((pixel) => (pixel < 60 ? 200 + at : 4));
    expect(said(meter, times(8, lit), "black")).not.toContain(true);
  });

  it("calls a picture burnt out that is white by more than two fifths", () => {
    const white = (share: number) => (at: number) => picture((pixel) => (pixel < PIXELS * share ? 255 : 80 + at * 3));
    expect(said(new LookMeter(), times(4, white(0.5)), "white")).toEqual([false, false, true, true]);
    expect(said(new LookMeter(), times(8, white(0.3)), "white")).not.toContain(true);
  });

  it("calls a picture frozen that is the same for four seconds", () => {
    const meter = new LookMeter();
    const still = scene(90)(0);
    expect(
      said(
        meter,
        times(6, () => still),
        "still",
      ),
    ).toEqual([false, false, false, false, true, true]);
    expect(said(meter, [scene(90)(1)], "still")).toEqual([false]);
  });

  it("takes no noise, and no slow fade, for a frozen picture", () => {
    const noisy = (at: number) => picture((pixel) => 90 + ((pixel * 7 + at * 3) % 11 === 0 ? 2 : 0));
    expect(said(new LookMeter(), times(10, noisy), "still")).not.toContain(true);
    const fades = (at: number) => picture(() => 90 + at);
    expect(said(new LookMeter(), times(10, fades), "still")).not.toContain(true);
  });
});

describe("LookOut", () => {
  it("tells when it begins, after each change, and when a camera is not drawn any more", () => {
    const told: [number, Looks | null][] = [];
    let shown = scene(90)(0);
    const lookOut = new LookOut(
      (feed, looks) => told.push([feed, looks]),
      () => shown,
    );
    const canvas = {} as HTMLCanvasElement;
    const fine = { black: false, white: false, still: false };
    lookOut.look(3, canvas, 1);
    expect(told.splice(0)).toEqual([[3, fine]]);
    shown = picture(() => 0);
    for (const at of [2, 3, 4]) lookOut.look(3, canvas, at);
    expect(told.splice(0)).toEqual([[3, { ...fine, black: true }]]);
    for (let look = 0; look < 9; look++) lookOut.look(3, canvas, 4);
    expect(told, "no other picture came").toEqual([]);
    lookOut.rest();
    lookOut.forget(3);
    expect(told).toEqual([[3, null]]);
  });
});
