import { expect } from "vitest";
import { test } from "./support/show";

test("a camera is renamed on the desk, and its phone remembers", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const phone = await show.phone("red");
  await phone.join(engine.ready.join, "Phone");
  // On program, it is the camera that N is about.
  await expect.poll(() => desk.tiles()).toEqual(["1 Phone live"]);

  await desk.press("n");
  await desk.page.getByTestId("rename-dialog").locator("input").fill("Goal line");
  await desk.press("Enter");
  await expect.poll(() => desk.tiles()).toEqual(["1 Goal line live"]);
  await expect.poll(() => phone.badge()).toBe("1 Goal line");
  await phone.page.reload();
  expect(await phone.page.getByTestId("name").inputValue()).toBe("Goal line");
});

test("a removed camera is gone, its number is free, and removing asks first", async ({ show }) => {
  const { engine, desk, red } = await show.redAndBlue();
  await red.kill();
  await expect.poll(() => desk.tiles()).toEqual(["1 Red lost", "2 Blue live"]);

  await desk.tile(1).hover();
  await desk.tile(1).getByTestId("remove").click();
  expect(await desk.tiles()).toHaveLength(2);
  await desk.tile(1).getByTestId("remove-confirm").click();
  await expect.poll(() => desk.tiles()).toEqual(["2 Blue live"]);
  expect((await engine.snapshot()).cameras).toHaveLength(1);

  const green = await show.phone("green");
  await green.join(engine.ready.join, "Green");
  await expect.poll(() => desk.tiles()).toEqual(["1 Green live", "2 Blue live"]);
});

test("numbers and names outlive the régie, whoever comes back first", async ({ show }) => {
  const { engine, desk, red, blue } = await show.redAndBlue();
  await engine.command({ type: "rename", camera: 2, name: "Winner" });
  await expect.poll(() => blue.badge()).toBe("2 Winner");
  const { join } = engine.ready;

  await red.kill();
  expect(await engine.stop()).toBe(0);
  await engine.restart();
  expect(engine.ready.join).toBe(join);
  await expect.poll(() => desk.picture(2)).toBe("blue");
  await expect.poll(() => blue.badge()).toBe("2 Winner");
});
