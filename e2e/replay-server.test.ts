import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Locator } from "playwright-core";
import { expect } from "vitest";
import { goesOn } from "./support/clock";
import { nameOf } from "./support/colours";
import type { Desk } from "./support/desk";
import type { Engine } from "./support/engine";
import { pixel } from "./support/pixel";
import { run } from "./support/recordings";
import { test } from "./support/show";

/** How long the cameras have filmed before a replay, and what is played of that, in milliseconds. */
const [FILMED_MS, RANGE_MS] = [3000, 2000];

const cueOf = (desk: Desk): Locator => desk.page.getByTestId("cue");
const shows = async (monitor: Locator): Promise<string> => nameOf(await pixel(monitor, 0.5, 0.5));

async function command(engine: Engine, one: Parameters<Engine["command"]>[0]): Promise<void> {
  expect((await engine.command(one)).status, JSON.stringify(one)).toBe(204);
}

/** A stretch of the last seconds, which is over. */
async function stretch(engine: Engine): Promise<{ from: number; to: number }> {
  await goesOn(engine, FILMED_MS);
  const { now } = await engine.snapshot();
  return { from: now - FILMED_MS + 500, to: now - FILMED_MS + 500 + RANGE_MS };
}

test("a camera that was never on program is replayed at half speed on every output, and on cue from any angle", async ({
  show,
}) => {
  const { engine, desk } = await show.redAndBlue();
  const screen = await desk.opening(() => desk.press("p"));
  const viewer = await show.viewer(engine);
  const outputs = [() => desk.program(), () => screen.shows(), () => viewer.picture()];
  for (const seen of outputs) await expect.poll(seen).toBe("red");
  const range = await stretch(engine);

  // What a remote control cues is shown in the drawer, which takes no focus for it.
  expect(await cueOf(desk).count()).toBe(0);
  await command(engine, { type: "replay", on: "cue", camera: 2, ...range });
  await expect.poll(() => shows(cueOf(desk))).toBe("blue");
  expect(await desk.page.getByTestId("drawer").getAttribute("data-focused")).toBe(null);
  await command(engine, { type: "live", on: "cue" });

  // On cue, while the show goes on: what stands there stays where it is when the angle changes.
  await desk.press("Shift+V");
  await expect.poll(() => shows(cueOf(desk))).toBe("red");
  await desk.page.getByTestId("drawer").focus();
  await desk.press("k");
  await expect.poll(async () => (await cued(engine))?.speed).toBe(0);
  // It begins with the first camera's first picture; at its end both are there.
  await desk.press("End");
  await expect.poll(async () => ((await cued(engine))?.at ?? 0) >= range.from).toBe(true);
  const stands = (await cued(engine))?.at;
  await desk.press("2");
  await expect.poll(() => shows(cueOf(desk))).toBe("blue");
  expect([(await cued(engine))?.camera, (await cued(engine))?.at]).toEqual([2, stands]);
  for (const seen of outputs) await expect.poll(seen).toBe("red");

  await command(engine, { type: "replay", camera: 2, ...range, speed: 50 });
  for (const seen of outputs) await expect.poll(seen).toBe("blue");
  const rolls = await rolling(engine);
  await expect.poll(async () => (await engine.snapshot()).replay).toBe(null);
  const back = (await engine.snapshot()).history.at(-1)?.since ?? 0;
  // Twice as long as it took, and no more than a few pictures longer.
  expect(back - rolls).toBeGreaterThanOrEqual(2 * RANGE_MS - 100);
  expect(back - rolls).toBeLessThan(2 * RANGE_MS + 300);
  for (const seen of outputs) await expect.poll(seen).toBe("red");
});

const cued = async (engine: Engine) => (await engine.snapshot()).players.find(({ on }) => on === "cue");

/** When the replay that is on program began to be seen. */
async function rolling(engine: Engine): Promise<number> {
  let at: number | null = null;
  await expect.poll(async () => (at = (await engine.snapshot()).replay?.rolling ?? null)).not.toBe(null);
  return at ?? 0;
}

test("two desks cue at once, each its own; a clip is kept over a restart, and goes out as a file", async ({ show }) => {
  const { engine, desk } = await show.redAndBlue();
  const other = await show.desk(engine);
  const range = await stretch(engine);
  for (const one of [desk, other]) await one.press("Shift+V");
  await expect.poll(async () => (await engine.snapshot()).players.length).toBe(2);
  await expect.poll(() => shows(cueOf(desk))).toBe("red");
  await other.page.getByTestId("drawer").focus();
  await other.press("2");
  await expect.poll(() => shows(cueOf(other))).toBe("blue");
  expect(await shows(cueOf(desk))).toBe("red");

  await command(engine, { type: "clip", name: "Goal", camera: 2, ...range });
  const clips = (await engine.snapshot()).clips;
  expect(clips.map(({ name, camera }) => [name, camera])).toEqual([["Goal", 2]]);
  const file = await engine.ask(`/clips/${clips[0]?.id}/file?speed=50`);
  const name = /filename="(Goal cam2 Blue 50 _ .*\.(mp4|webm))"/.exec(file.headers.get("content-disposition") ?? "");
  const saved = path.join(engine.ready.shows, "..", name?.[1] ?? "");
  await writeFile(saved, Buffer.from(await file.arrayBuffer()));
  const entries = ["-v", "error", "-show_entries", "frame=pts_time", "-of", "csv=p=0"];
  const { out, err } = await run("ffprobe", [...entries, saved]);
  const times = out.split("\n").filter(Boolean).map(Number.parseFloat);
  expect(err).toBe("");
  expect(times[0]).toBeCloseTo(0, 3);
  expect(times.at(-1)).toBeGreaterThan((2 * RANGE_MS) / 1000 - 0.3);
  expect((await engine.ask(`/clips/${clips[0]?.id}/file?camera=7`)).status).toBe(404);

  await engine.stop();
  await engine.restart();
  expect((await engine.snapshot()).clips).toEqual(clips);
});
