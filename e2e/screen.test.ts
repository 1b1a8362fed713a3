import { expect } from "vitest";
import { Displays } from "./support/displays";
import { test } from "./support/show";

/** How long each camera is on program before the replay: long enough to be seen again. */
const SHOWN_MS = 2500;

test("the second screen shows program alone: it follows cuts and replays, and has the slate when nothing is on", async ({
  show,
}) => {
  const { engine, desk, blue } = await show.redAndBlue();
  const screen = await desk.opening(() => desk.press("p"));
  await expect.poll(() => screen.shows()).toBe("red");
  const seen = performance.now();
  await expect.poll(() => desk.page.getByTestId("outputs").getAttribute("class")).toContain("is-on");
  expect(await screen.page.locator("button").count()).toBe(0);

  await expect.poll(() => performance.now() - seen).toBeGreaterThan(SHOWN_MS);
  await desk.press("2");
  await expect.poll(() => screen.shows()).toBe("blue");
  await desk.press("r");
  await expect.poll(() => screen.shows()).toBe("red");
  await desk.press("l");
  await expect.poll(() => screen.shows()).toBe("blue");

  await blue.kill();
  await expect.poll(() => screen.shows()).toBe("slate");
  await desk.press("1");
  await expect.poll(() => screen.shows()).toBe("red");

  await engine.stop("SIGKILL");
  await expect.poll(() => screen.shows()).toBe("slate");
  await engine.restart();
  await expect.poll(() => screen.shows()).toBe("red");
});

test("the keys of the show work in the second screen, and Escape closes it", async ({ show }) => {
  const { engine, desk } = await show.redAndBlue();
  const screen = await desk.opening(() => desk.press("p"));
  await expect.poll(() => screen.shows()).toBe("red");
  await screen.press("2");
  await expect.poll(() => screen.shows()).toBe("blue");
  expect((await engine.snapshot()).selected).toBe(2);

  await screen.leave();
  await expect.poll(() => desk.page.getByTestId("outputs").getAttribute("class")).not.toContain("is-on");

  const again = await desk.opening(() => desk.press("p"));
  await expect.poll(() => again.shows()).toBe("blue");
  // A desk that is loaded anew finds the screen that is open.
  await desk.page.reload();
  await expect.poll(() => desk.page.getByTestId("outputs").getAttribute("class")).toContain("is-on");
  const gone = again.page.waitForEvent("close");
  await desk.press("p");
  await gone;
});

test("the second screen is on the display that has no desk, and the desk says so", async ({ show }) => {
  const engine = await show.engine();
  const displays = new Displays([
    { label: "Laptop", left: 0, width: 1280, height: 720 },
    { label: "Beamer", left: 1280, width: 1920, height: 1080 },
  ]);
  const desk = await show.desk(engine, { displays });
  await desk.page.getByTestId("outputs").click();
  const screen = await desk.opening(() => desk.page.getByTestId("screen-open").click());
  await expect.poll(() => screen.place()).toEqual([1280, 0, 1920, 1080]);
  const status = () => desk.page.getByTestId("screen-status").textContent();
  await expect.poll(status).toBe("Program is on Beamer, 1920×1080");
  await expect
    .poll(() => desk.page.getByTestId("screen-display").allTextContents())
    .toEqual(["Laptop, 1280×720 (the desk is here)", "Beamer, 1920×1080"]);

  const closed = screen.page.waitForEvent("close");
  await displays.unplug(desk.page, "Beamer");
  await closed;
  await expect.poll(status).toBe("Beamer, 1920×1080 was unplugged: the second screen is closed");
});
