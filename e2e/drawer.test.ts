import { expect } from "vitest";
import { test } from "./support/show";

/** How long program has been on before it is cued: long enough to be trimmed by a second at either end. */
const SHOWN_MS = 3000;

test("the drawer's keys are an editor's while it has the focus, and figures are angles of what it drives", async ({
  show,
}) => {
  const { engine, desk } = await show.redAndBlue();
  const drawer = desk.page.getByTestId("drawer");
  const cue = async () => (await engine.snapshot()).players.find(({ on }) => on === "cue");
  const shownFor = async () => {
    const { now, history } = await engine.snapshot();
    return now - (history.at(-1)?.since ?? now);
  };
  const angles = () => desk.page.locator('[data-testid="tile"][data-angle]').count();

  await expect.poll(shownFor).toBeGreaterThan(SHOWN_MS);
  await desk.press("v");
  await drawer.waitFor();
  await expect.poll(async () => (await cue())?.speed).toBe(100);
  await expect.poll(angles).toBe(2);
  await desk.press("2");
  await expect.poll(async () => (await cue())?.camera).toBe(2);
  // By its tile too, which leaves the drawer its keys.
  await desk.tile(1).click({ position: { x: 40, y: 40 } });
  await expect.poll(async () => (await cue())?.camera).toBe(1);
  await desk.press(" ");
  await expect.poll(async () => (await cue())?.speed).toBe(0);
  expect(await desk.page.getByTestId("speed").textContent()).toBe("0 %");
  const { from = 0, to = 0 } = (await cue()) ?? {};
  for (const key of ["Home", "Shift+ArrowRight", "i", "End", "Shift+ArrowLeft", "o"]) await desk.press(key);
  await expect.poll(async () => Math.abs(((await cue())?.from ?? 0) - from - 1000)).toBeLessThan(200);
  await expect.poll(async () => Math.abs(((await cue())?.to ?? 0) - to + 1000)).toBeLessThan(200);
  await desk.press("ArrowUp");
  await expect.poll(async () => (await cue())?.speed).toBe(25);
  const { selected, replay } = await engine.snapshot();
  expect([selected, replay]).toEqual([1, null]);

  // Taken to program it is what is driven there; and Escape is live.
  await desk.press("Enter");
  await desk.page.getByTestId("replay-badge").waitFor();
  await expect.poll(() => desk.page.getByTestId("replay-chip").textContent()).toContain("REPLAY");
  await desk.press("Escape");
  await desk.page.getByTestId("replay-badge").waitFor({ state: "hidden" });
  await desk.press("Escape");
  expect(await drawer.isVisible()).toBe(false);
  expect(await angles()).toBe(0);
  await desk.press("2");
  await expect.poll(() => desk.program()).toBe("blue");
});

test("a panel and the drawer share a small page, and stand beside each other on a large one", async ({ show }) => {
  const { desk } = await show.redAndBlue();
  const open = async () => [
    await desk.page.getByTestId("drawer").isVisible(),
    await desk.page.getByTestId("side").isVisible(),
  ];
  await desk.press("v");
  expect(await open()).toEqual([true, false]);
  await desk.press("q");
  expect(await open()).toEqual([false, true]);
  await desk.press("v");
  expect(await open()).toEqual([true, false]);
  await desk.page.setViewportSize({ width: 1920, height: 1080 });
  await desk.press("q");
  expect(await open()).toEqual([true, true]);
  await desk.page.setViewportSize({ width: 1280, height: 720 });
  await expect.poll(open).toEqual([false, true]);
});
