import { expect } from "vitest";
import { test as plain } from "../support/show";
import { TwoDisplays } from "./two-displays";
import { Window } from "./window";

/** A test with the desk's window on a laptop that has a projector. */
const test = plain.extend<{ displays: TwoDisplays; desk: Window }>({
  // biome-ignore lint/correctness/noEmptyPattern: what Vitest reads
  displays: async ({}, use) => {
    const displays = await TwoDisplays.open();
    await displays.plug();
    await use(displays);
  },
  desk: async ({ task, displays }, use) => {
    const desk = await Window.openOn(displays);
    // A key that is pressed before the page is there is nobody's.
    await expect.poll(() => desk.sees("record")).toBe(true);
    await use(desk);
    if (task.result?.state === "fail") await desk.report(task.name);
    await desk.close();
  },
});

test("program covers the projector, follows cuts, and leaves with it", async ({ show, displays, desk }) => {
  const { join } = await desk.ready();
  const red = await show.phone("red");
  await red.join(join, "Red");
  const blue = await show.phone("blue");
  await expect.poll(() => desk.program()).toBe("red");
  await blue.join(join, "Blue");
  await expect.poll(() => desk.picture(2)).toBe("blue");

  await desk.press("o");
  await expect.poll(() => desk.text("screen-status")).toBe("A projector or a second display");
  await desk.press("p");
  await expect.poll(() => displays.onBeamer()).toBe("red");
  expect(await desk.text("screen-status")).toMatch(/^Program is on .*960×540$/);
  await desk.press("2");
  await expect.poll(() => displays.onBeamer()).toBe("blue");

  await displays.unplug();
  await expect.poll(() => desk.text("screen-status")).toMatch(/960×540 was unplugged: the second screen is closed$/);
  await expect.poll(() => desk.program()).toBe("blue");
  await displays.plug();
  await expect.poll(() => desk.text("screen-status")).toMatch(/was unplugged/);

  await desk.press("p");
  await expect.poll(() => displays.onBeamer()).toBe("blue");
  await desk.press("p");
  await expect.poll(() => desk.text("screen-status")).toBe("A projector or a second display");
});

test("without a second display program has a window to be moved by hand", async ({ displays, desk }) => {
  await displays.unplug();
  await desk.press("o");
  await desk.press("p");
  await expect.poll(() => desk.text("screen-status")).toBe("Program is in a window of its own");
  await desk.press("p");
  await expect.poll(() => desk.text("screen-status")).toBe("A projector or a second display");
});
