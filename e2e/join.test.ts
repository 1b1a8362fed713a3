import { expect } from "vitest";
import { test } from "./support/show";

test("an empty desk is the QR code; the first phone goes on program by itself, the second waits", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await desk.page.getByTestId("qr").waitFor();
  await expect.poll(() => desk.program()).toBe("dark");

  const first = await show.phone("red");
  await first.join(engine.ready.join, "Stage left");
  await expect.poll(() => desk.tiles()).toEqual(["1 Stage left live"]);
  await expect.poll(() => desk.program()).toBe("red");
  await expect.poll(() => desk.picture(1)).toBe("red");
  await expect.poll(() => first.state()).toBe("on-air");
  expect(await first.tally()).toBe("program");
  expect(await first.badge()).toBe("1 Stage left");
  expect(await desk.page.getByTestId("qr").isVisible()).toBe(false);

  const second = await show.phone("blue");
  await second.join(engine.ready.join, "Stage right");
  await expect.poll(() => desk.tiles()).toEqual(["1 Stage left live", "2 Stage right live"]);
  await expect.poll(() => desk.picture(2)).toBe("blue");
  await expect.poll(() => second.state()).toBe("live");
  expect(await second.tally()).toBe("off");
  expect(await desk.program()).toBe("red");
});

test("the QR code stays one key away", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const phone = await show.phone("green");
  await phone.join(engine.ready.join, "Roof");
  await desk.tile(1).waitFor();
  await desk.press("q");
  await desk.page.getByTestId("qr").waitFor();
  await desk.press("Escape");
  await desk.page.getByTestId("qr").waitFor({ state: "hidden" });
});

test("a phone asks for its name, keeps it, and a desk that opens later sees it", async ({ show }) => {
  const engine = await show.engine();
  const phone = await show.phone("yellow");
  await phone.scan(engine.ready.join);
  await phone.page.getByTestId("name").fill("Balcony");
  await phone.start.click();
  await expect.poll(() => phone.badge()).toBe("1 Balcony");

  const desk = await show.desk(engine);
  await expect.poll(() => desk.tiles()).toEqual(["1 Balcony live"]);
  await expect.poll(() => desk.program()).toBe("yellow");

  await phone.scan(engine.ready.join);
  await phone.page.reload();
  expect(await phone.page.getByTestId("name").inputValue()).toBe("Balcony");
});
