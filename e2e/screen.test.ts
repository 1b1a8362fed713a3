import { expect } from "vitest";
import { behind, delayed } from "./support/behind";
import { noteClaps } from "./support/clap";
import { Displays } from "./support/displays";
import { test } from "./support/show";

/** How long a second screen is held up. */
const STALL_MS = 2000;
/** How far a delay may be from what it should be, in milliseconds: some display frames, of two pages. */
const NEAR = 150;
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
  await expect.poll(() => desk.page.getByTestId("alarm").textContent()).toContain("Second screen lost");
  await desk.page.getByTestId("alarm-end").click();
  await expect.poll(() => desk.page.getByTestId("alarm").isVisible()).toBe(false);
  expect(await desk.page.getByTestId("alarms").isVisible()).toBe(false);
});

test("the second screen is as far behind as the engine says, and at once where no delay is wanted", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine, { before: [noteClaps], lax: true });
  show.publisher(engine, "Clap", "flash.h264");
  await desk.tile(1).waitFor();
  await delayed(desk.page, 1000);
  const screen = await desk.opening(() => desk.press("p"));
  const late = () => behind(desk.page, screen.page);
  await expect.poll(async () => Math.abs((await late()) - 1000)).toBeLessThan(NEAR);
  await desk.press("o");
  await desk.page.getByTestId("playout").getByText("None").click();
  // A clap comes every two seconds: a screen that is a moment ahead of the desk is seen with the one before.
  await expect.poll(async () => Math.min(await late(), Math.abs((await late()) - 2000))).toBeLessThan(NEAR);
  await desk.page.getByTestId("playout").getByText("Automatic").click();
  await expect.poll(async () => Math.abs((await late()) - 1000)).toBeLessThan(NEAR);
});

test("D shows on the big monitor what the audience sees, and how far behind it is; Escape ends it", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  await delayed(desk.page, 600);
  await desk.page.reload();
  show.publisher(engine, "Finish", "finish.h264");
  await desk.tile(1).waitFor();
  const [audience, badge] = [desk.page.getByTestId("audience"), desk.page.getByTestId("audience-badge")];
  expect(await badge.isVisible()).toBe(false);
  await desk.press("d");
  await expect.poll(() => audience.isVisible()).toBe(true);
  await expect.poll(async () => Number(/(\d+) ms/.exec((await badge.textContent()) ?? "")?.[1])).toBeGreaterThan(550);
  await desk.press("Escape");
  await expect.poll(() => audience.isVisible()).toBe(false);
  expect(await badge.isVisible()).toBe(false);
  await desk.press("d");
  await expect.poll(() => audience.isVisible()).toBe(true);
  await desk.press("b");
  await expect.poll(() => audience.isVisible(), { message: "a slate is the same for all" }).toBe(false);
  await desk.press("d");
  expect(await badge.isVisible()).toBe(false);
});

test("a second screen that stands still does not hold up the desk", async ({ show }) => {
  const { desk } = await show.redAndBlue();
  const screen = await desk.opening(() => desk.press("p"));
  await expect.poll(() => screen.shows()).toBe("red");
  const turns = await desk.page.evaluateHandle(() => {
    const seen = { longest: 0, stop: false };
    let last = performance.now();
    const turn = () => {
      const now = performance.now();
      seen.longest = Math.max(seen.longest, now - last);
      last = now;
      if (!seen.stop) setTimeout(turn);
    };
    turn();
    return seen;
  });
  await screen.page.evaluate((milliseconds) => {
    for (const end = performance.now() + milliseconds; performance.now() < end; ) Math.random();
  }, STALL_MS);
  const longest = await turns.evaluate((seen) => {
    seen.stop = true;
    return seen.longest;
  });
  expect(longest).toBeLessThan(STALL_MS / 2);
  expect(await screen.page.evaluate(() => window.opener)).toBeNull();
});

test("the audience reads nothing of the browser: how the window becomes full is said to who moves the pointer", async ({
  show,
}) => {
  const { desk } = await show.redAndBlue();
  const screen = await desk.opening(() => desk.press("p"));
  const hint = screen.page.getByTestId("screen-hint");
  await expect.poll(() => screen.shows()).toBe("red");
  expect(await hint.isVisible()).toBe(false);
  await screen.page.mouse.move(200, 200);
  await screen.page.mouse.move(300, 200);
  await expect.poll(() => hint.isVisible()).toBe(true);
  await expect.poll(() => hint.isVisible()).toBe(false);
});

test("a display that is chosen while program is on another one gets it, and the first window goes", async ({
  show,
}) => {
  const engine = await show.engine();
  const displays = new Displays([
    { label: "Laptop", left: 0, width: 1280, height: 720 },
    { label: "Beamer", left: 1280, width: 1920, height: 1080 },
    { label: "Foyer", left: 3200, width: 1280, height: 1024 },
  ]);
  const desk = await show.desk(engine, { displays });
  await desk.press("o");
  const first = await desk.opening(() => desk.press("p"));
  await expect.poll(() => first.place()).toEqual([1280, 0, 1920, 1080]);
  const gone = first.page.waitForEvent("close");
  const second = await desk.opening(() => desk.page.getByText("Foyer, 1280×1024").click());
  await gone;
  await expect.poll(() => second.place()).toEqual([3200, 0, 1280, 1024]);
  await expect.poll(() => desk.page.getByTestId("screen-status").textContent()).toBe("Program is on Foyer, 1280×1024");
});

test("a window that the browser does not open is said", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine, { before: [noPopups] });
  await desk.press("p");
  await desk.page.getByText("No window could be opened").waitFor();
  await expect.poll(() => desk.page.getByTestId("outputs").getAttribute("class")).not.toContain("is-on");
});

/** Run in a page: a browser that blocks its windows says so to nobody. */
function noPopups(): void {
  window.open = () => null;
}
