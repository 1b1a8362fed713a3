import { expect } from "vitest";
import { test } from "./support/show";

test("a phone that dies keeps its place, and program shows the slate until somebody cuts", async ({ show }) => {
  const { engine, desk, red } = await show.redAndBlue();

  await red.kill();
  await expect.poll(() => desk.tiles()).toEqual(["1 Red lost", "2 Blue live"]);
  await expect.poll(() => desk.program()).toBe("dark");
  await expect.poll(() => desk.page.getByTestId("slate").textContent()).toMatch(/Camera 1 lost 0:\d\d/);
  await expect.poll(() => desk.page.getByTestId("alarms").textContent()).toMatch(/Camera 1 lost0:\d\d/);

  await desk.press("2");
  await expect.poll(() => desk.program()).toBe("blue");
  await expect.poll(() => desk.page.getByTestId("alarms").isVisible()).toBe(false);
  await desk.press("1");
  // The slate is refused: a cut to a camera without a picture changes nothing.
  expect((await engine.command({ type: "cut", camera: 1 })).status).toBe(409);
  expect(await desk.program()).toBe("blue");
});

test("a phone whose network stood still comes back by itself, with its number and name", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const phone = await show.phone("green");
  await phone.join(engine.ready.join, "Balcony");
  await expect.poll(() => desk.program()).toBe("green");
  await phone.page.evaluate(() => {
    document.title = "the same page";
  });

  phone.freeze();
  await expect.poll(() => desk.tiles()).toEqual(["1 Balcony lost"]);
  await expect.poll(() => desk.program()).toBe("dark");

  phone.thaw();
  await expect.poll(() => desk.tiles()).toEqual(["1 Balcony live"]);
  await expect.poll(() => desk.program()).toBe("green");
  await expect.poll(() => phone.state()).toBe("on-air");
  expect(await phone.badge()).toBe("1 Balcony");
  expect(await phone.page.title()).toBe("the same page");
});

test("when the régie comes back, so do the phones and the desk, without a reload", async ({ show }) => {
  const { engine, desk, blue } = await show.redAndBlue();
  await blue.page.evaluate(() => {
    document.title = "the same page";
  });

  expect(await engine.stop()).toBe(0);
  await expect.poll(() => blue.state()).toBe("lost");
  await engine.restart();
  await expect.poll(() => desk.tiles()).toEqual(["1 Red live", "2 Blue live"]);
  await expect.poll(() => desk.picture(2)).toBe("blue");
  await expect.poll(() => blue.badge()).toBe("2 Blue");
  expect(await blue.page.title()).toBe("the same page");
});
