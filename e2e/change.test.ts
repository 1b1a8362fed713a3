import { expect } from "vitest";
import { LightDesk } from "./bench/light-desk";
import { goesOn } from "./support/clock";
import type { Desk } from "./support/desk";
import { test } from "./support/show";

/** How long program shows each picture: long enough to be seen again in a replay. */
const SHOWN_MS = 2000;

/** Waits until program and the first camera's tile show this. */
async function shows(desk: Desk, view: string): Promise<void> {
  await expect.poll(() => desk.view()).toBe(view);
  await expect.poll(() => desk.tileView(1)).toBe(view);
}

for (const codec of ["h264", "vp8"] as const) {
  test(`a phone that is turned and changes its size, in ${codec}`, async ({ show }) => {
    const engine = await show.engine();
    const desk = await show.desk(engine);
    const phone = await show.phone("red", codec === "vp8" ? { codec } : {});
    await phone.join(engine.ready.join, "Phone");
    await shows(desk, "wide red red");
    await goesOn(engine, SHOWN_MS);

    await phone.turn(360, 640, "green", "blue");
    await shows(desk, "high green blue");
    await goesOn(engine, SHOWN_MS);
    await phone.turn(480, 270, "yellow", "magenta");
    await shows(desk, "wide yellow magenta");
    await goesOn(engine, SHOWN_MS);

    // The replay changes where the phone did.
    await desk.press("r");
    await expect.poll(() => desk.view()).toBe("wide red red");
    await expect.poll(() => desk.view()).toBe("high green blue");
    await expect.poll(() => desk.view()).toBe("wide yellow magenta");
    expect(await desk.page.getByTestId("replay-badge").isVisible()).toBe(true);

    // So does a cut away and back.
    await desk.press("l");
    const other = await show.phone("blue");
    await other.join(engine.ready.join, "Other");
    await expect.poll(() => desk.tileView(2)).toBe("wide blue blue");
    await desk.press("2");
    await expect.poll(() => desk.view()).toBe("wide blue blue");
    await phone.turn(360, 640, "magenta", "green");
    await expect.poll(() => desk.tileView(1)).toBe("high magenta green");
    await desk.press("1");
    await expect.poll(() => desk.view()).toBe("high magenta green");
  });
}

test("a phone that changes its codec in the session that it has", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const figures = await LightDesk.open(engine, false);
  show.onClose(async () => figures.close());
  const codec = () => figures.telemetry?.cameras[0]?.codec;
  const phone = await show.phone("red");
  await phone.join(engine.ready.join, "Phone");
  await shows(desk, "wide red red");
  await expect.poll(codec).toBe("h264");
  await goesOn(engine, SHOWN_MS);

  await phone.encode("vp8");
  await expect.poll(codec).toBe("vp8");
  await shows(desk, "wide red red");
  await phone.turn(640, 360, "green", "blue");
  await shows(desk, "wide green blue");
  await goesOn(engine, SHOWN_MS);

  await desk.press("r");
  await expect.poll(() => desk.view()).toBe("wide red red");
  await expect.poll(() => desk.view()).toBe("wide green blue");
  expect(await desk.page.getByTestId("replay-badge").isVisible()).toBe(true);

  // It changes back while another camera is on program.
  await desk.press("l");
  const other = await show.phone("blue");
  await other.join(engine.ready.join, "Other");
  await expect.poll(() => desk.tileView(2)).toBe("wide blue blue");
  await desk.press("2");
  await expect.poll(() => desk.view()).toBe("wide blue blue");
  await phone.encode("h264");
  await expect.poll(codec).toBe("h264");
  await phone.turn(640, 360, "yellow", "magenta");
  await expect.poll(() => desk.tileView(1)).toBe("wide yellow magenta");
  await desk.press("1");
  await expect.poll(() => desk.view()).toBe("wide yellow magenta");
  expect(await phone.page.evaluate(() => window.peers.length)).toBe(1);
});

test("an encoder that comes back with another codec", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  // Places of the clips that keep their colour: the sign over the stand, and the winner's overall.
  const pits = { place: [0.417, 0.17], drawn: [47, 125, 225] } as const;
  const podium = { place: [0.26, 0.926], drawn: [228, 72, 59] } as const;
  const off = async ({ place, drawn }: typeof pits | typeof podium) => {
    const seen = await desk.programPixel(...place);
    return Math.hypot(...drawn.map((value, index) => value - (seen[index] ?? 0)));
  };
  const encoder = show.publisher(engine, "Encoder", "pits.h264");
  await expect.poll(() => off(pits)).toBeLessThan(64);
  await goesOn(engine, SHOWN_MS);
  await encoder.stop();
  await expect.poll(() => desk.tiles()).toEqual(["1 Encoder lost"]);
  show.publisher(engine, "Encoder", "podium.ivf");
  await expect.poll(() => off(podium)).toBeLessThan(64);
  await goesOn(engine, SHOWN_MS);

  await desk.press("r");
  await expect.poll(() => off(pits)).toBeLessThan(64);
  await expect.poll(() => off(podium)).toBeLessThan(64);
  expect(await desk.page.getByTestId("replay-badge").isVisible()).toBe(true);
});
