import { expect } from "vitest";
import { test } from "./support/show";

/** How far a pixel may be from what was drawn, as encoders and colour spaces move it. */
const NEAR = 64;

// Places of the clips that keep their colour: the sign over the stand, and the winner's overall.
for (const { clip, name, place, drawn } of [
  { clip: "pits.h264", name: "Pits", place: [0.417, 0.17], drawn: [47, 125, 225] },
  { clip: "podium.ivf", name: "Podium", place: [0.26, 0.926], drawn: [228, 72, 59] },
] as const) {
  test(`an encoder that sends ${clip} is a camera as a phone is`, async ({ show }) => {
    const engine = await show.engine();
    const desk = await show.desk(engine);
    const publisher = show.publisher(engine, name, clip);
    await expect.poll(() => desk.tiles()).toEqual([`1 ${name} live`]);
    const distance = async () => {
      const pixel = await desk.programPixel(...place);
      return Math.hypot(...drawn.map((value, index) => value - (pixel[index] ?? 0)));
    };
    await expect.poll(distance).toBeLessThan(NEAR);

    expect(await publisher.stop()).toBe(0);
    await expect.poll(() => desk.tiles()).toEqual([`1 ${name} lost`]);
  });
}

test("an encoder beside a phone: each is shown when it is cut to", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const phone = await show.phone("yellow");
  await phone.join(engine.ready.join, "Phone");
  await expect.poll(() => desk.program()).toBe("yellow");
  show.publisher(engine, "Pits", "pits.h264");
  await expect.poll(() => desk.tiles()).toEqual(["1 Phone live", "2 Pits live"]);
  await desk.press("2");
  await expect.poll(() => desk.program()).not.toBe("yellow");
  await desk.press("1");
  await expect.poll(() => desk.program()).toBe("yellow");
});
