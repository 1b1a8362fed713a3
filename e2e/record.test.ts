import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import type { Desk } from "./support/desk";
import { test } from "./support/show";

/** How long a show is recorded here: a few keyframes. */
const SHOW_MS = 4000;

function recordKey(desk: Desk): Promise<string | null> {
  return desk.page.getByTestId("record").getAttribute("data-state");
}

async function box(desk: Desk, element: string): Promise<{ y: number; height: number }> {
  const found = await desk.page.locator(element).boundingBox();
  if (!found) throw new Error(`${element} is not shown`);
  return found;
}

/** A show's files by what they are of, from its manifest. */
async function roles(folder: string): Promise<string[]> {
  const { files } = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8")) as {
    files: { role: string; camera?: number | null }[];
  };
  return files.map(({ role, camera }) => (camera ? `${role} ${camera}` : role)).sort();
}

test("one key records and saves; the desk and the phones say so; a camera is erased with what it left", async ({
  show,
}) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const red = await show.phone("red");
  await red.scan(engine.ready.join, "Red");
  await expect.poll(() => red.page.getByTestId("consent").textContent()).toMatch(/may be recorded/);
  await red.start.click();
  const blue = await show.phone("blue");
  await desk.tile(1).waitFor();
  await blue.join(engine.ready.join, "Blue");
  await expect.poll(() => desk.program()).toBe("red");
  await expect.poll(() => desk.picture(2)).toBe("blue");
  expect(await red.page.getByTestId("recorded").isVisible()).toBe(false);

  // How long a recording would last is told before there is one.
  await expect.poll(() => desk.page.getByTestId("minutes-left").textContent()).toMatch(/ left$/);
  await desk.press("m");
  await expect.poll(() => desk.page.getByTestId("toast").textContent()).toMatch(/^Marked at (\d\d:){2}\d\d$/);
  await desk.press("Shift+R");
  await expect.poll(() => recordKey(desk)).toBe("running");
  const since = performance.now();
  await expect.poll(() => red.page.getByTestId("recorded").isVisible()).toBe(true);
  await expect.poll(() => blue.page.getByTestId("recorded").isVisible()).toBe(true);
  await expect.poll(() => desk.page.getByTestId("recording").textContent()).toMatch(/^REC 0:0\d$/);
  await expect.poll(() => desk.page.getByTestId("minutes-left").textContent()).toMatch(/ left$/);

  await desk.press("m");
  await expect.poll(() => desk.page.getByTestId("toast").textContent()).toMatch(/^Marked at (\d\d:){2}\d\d$/);
  await expect.poll(() => performance.now() - since).toBeGreaterThan(SHOW_MS);
  await desk.press("2");
  await expect.poll(() => desk.program()).toBe("blue");
  await desk.press("c");
  await expect.poll(() => desk.page.getByTestId("toast").textContent()).toBe("Clip kept");
  expect(await desk.page.getByTestId("mark").textContent()).toContain("2");
  expect(await desk.page.getByTestId("clip").textContent()).toContain("1");

  await desk.endRecording(() => desk.page.getByTestId("record").click());
  await expect.poll(() => desk.page.getByTestId("saved").isVisible()).toBe(true);
  // It lies over nothing that is pressed or read.
  expect(await desk.page.locator("regie-timeline").isVisible()).toBe(true);
  const [saved, line] = [await box(desk, "regie-saved"), await box(desk, "regie-timeline")];
  expect(saved.y + saved.height).toBeLessThan(line.y);
  expect(await desk.page.getByTestId("saved").textContent()).toMatch(/^Saved: \d+ files · .+ MB · 0:\d\d/);
  await expect.poll(() => red.page.getByTestId("recorded").isVisible()).toBe(false);
  const folder = (await desk.page.getByTestId("saved-path").textContent()) ?? "";
  expect(path.dirname(folder)).toBe(engine.ready.shows);
  expect(await readdir(folder)).toContain("manifest.json");
  expect(await roles(folder)).toEqual(expect.arrayContaining(["program", "iso 1", "iso 2"]));

  await desk.tile(2).hover();
  await desk.tile(2).getByTestId("camera-menu").click();
  await desk.page.getByTestId("erase").click();
  expect(await desk.page.getByTestId("camera-panel").textContent()).toContain("What was on program stays");
  await desk.page.getByTestId("erase-confirm").click();
  await expect.poll(() => desk.tiles()).toEqual(["1 Red live"]);
  await expect.poll(() => roles(folder)).not.toContain("iso 2");
  expect(await roles(folder)).toEqual(expect.arrayContaining(["program", "iso 1"]));
});

test("nobody ends a show by a slip: on every way it takes a second press, or one that is held", async ({ show }) => {
  const engine = await show.engine();
  const desk = await show.desk(engine);
  const red = await show.phone("red");
  await red.join(engine.ready.join, "Red");
  await expect.poll(() => desk.program()).toBe("red");
  const key = desk.page.getByTestId("record");
  const keyboard = desk.page.keyboard;
  const shows: string[] = [];
  /** Starts a show by one press, and sees that one press more only asks. */
  const start = async (press: () => Promise<unknown>) => {
    await press();
    await expect.poll(() => recordKey(desk)).toBe("running");
    expect(await key.textContent()).not.toContain("Stop?");
    await press();
    await expect.poll(() => key.textContent()).toContain("Stop?");
    await expect.poll(() => desk.page.getByTestId("announcer").textContent()).toContain("Press again, or hold");
    await desk.press("Escape");
    await expect.poll(() => key.textContent()).not.toContain("Stop?");
    expect(await recordKey(desk)).toBe("running");
  };
  const ended = async () => {
    await expect.poll(() => recordKey(desk)).toBe("off");
    shows.push((await engine.snapshot()).last_show?.path ?? "");
    expect(new Set(shows).size).toBe(shows.length);
  };

  const presses: (() => Promise<unknown>)[] = [
    () => desk.press("Shift+R"),
    () => key.click(),
    () => key.press("Space"),
    () => key.press("Enter"),
  ];
  for (const press of presses) {
    await start(press);
    await desk.endRecording(press);
    await ended();
  }

  const { x, y } = (await key.boundingBox()) ?? { x: 0, y: 0 };
  const holds: [() => Promise<void>, () => Promise<void>][] = [
    [
      () => keyboard.down("Shift").then(() => keyboard.down("R")),
      () => keyboard.up("R").then(() => keyboard.up("Shift")),
    ],
    [() => desk.page.mouse.move(x + 20, y + 20).then(() => desk.page.mouse.down()), () => desk.page.mouse.up()],
    [() => key.focus().then(() => keyboard.down("Space")), () => keyboard.up("Space")],
    [() => key.focus().then(() => keyboard.down("Enter")), () => keyboard.up("Enter")],
  ];
  for (const [down, up] of holds) {
    await desk.press("Shift+R");
    await expect.poll(() => recordKey(desk)).toBe("running");
    await down();
    await ended();
    await up();
    expect(await recordKey(desk)).toBe("off");
  }
});
