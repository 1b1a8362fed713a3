import { expect } from "vitest";
import { test } from "./support/show";

/** How long a camera is on program before it is kept: long enough to be played in halves. */
const SHOWN_MS = 3000;

test("a clip is kept, named, rated, played in a playlist and deleted, by keys alone", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const { page } = desk;
  const phone = await show.phone("red");
  await phone.join(engine.ready.join, "Door");
  await expect.poll(() => desk.picture(1)).toBe("red");
  const shown = async () => {
    const { now, history } = await engine.snapshot();
    return now - (history.at(-1)?.since ?? now);
  };
  await expect.poll(shown).toBeGreaterThan(SHOWN_MS);

  await desk.press("c");
  await desk.press("v");
  const clip = page.locator('[data-testid="clip"][data-name]');
  await clip.focus();
  await desk.press("F2");
  await page.keyboard.type("Goal #north");
  await desk.press("Enter");
  for (const key of ["*", "*", "*", "+"]) await desk.press(key);
  await expect
    .poll(async () => (await engine.snapshot()).clips)
    .toMatchObject([{ name: "Goal", tags: ["north"], stars: 3 }]);
  await page.locator('[data-testid="clip"][data-name="Goal"]').waitFor();

  await page.getByTestId("tab-playlist").click();
  const entry = page.getByTestId("entry");
  await entry.focus();
  await desk.press("Enter");
  await phone.page.getByTestId("countdown").waitFor();
  expect(await page.getByTestId("live-in").textContent()).toMatch(/^LIVE in 0:0\d$/);
  await expect.poll(async () => (await engine.snapshot()).history.at(-1)?.source.kind).toBe("camera");

  await page.getByTestId("tab-clips").click();
  await clip.focus();
  await desk.press("Delete");
  await desk.press("Escape");
  expect((await engine.snapshot()).clips.length).toBe(1);
  await desk.press("Delete");
  await desk.press("Enter");
  await expect.poll(async () => (await engine.snapshot()).clips).toEqual([]);
  await clip.waitFor({ state: "detached" });
});
