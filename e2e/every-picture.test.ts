import path from "node:path";
import { expect } from "vitest";
import { LightDesk } from "./bench/light-desk";
import { Load } from "./bench/load";
import { ROOT } from "./support/programs";
import { test } from "./support/show";

const CLIPS = ["bend.h264", "podium.ivf", "pits.h264", "finish.h264"].map((clip) =>
  path.join(ROOT, "e2e", "clips", clip),
);
/** The committed clips are ten seconds long. */
const PICTURES = 300;
/** They have a keyframe each second. */
const GOP = 30;

test("eight cameras at once: every picture that is sent is in a ring", async ({ show }) => {
  const cameras = 8;
  const engine = await show.engine({ limit: cameras });
  const desk = await LightDesk.open(engine, false);
  const { whip } = engine.ready;
  const load = Load.start({ whip, token: engine.crew, cameras, clips: CLIPS, again: false });
  const counts = await load.sent();
  expect(counts).toMatchObject({ joins: cameras, faults: 0 });
  // Who is asked for a keyframe goes on at the next one in its clip, and sends so much less.
  expect(counts?.pictures).toBeGreaterThan(cameras * (PICTURES - GOP));
  await expect.poll(() => desk.telemetry?.pictures).toBe(counts?.pictures);
  desk.close();
});

test("cameras that are told to end: what they have sent is in a ring, to the last picture", async ({ show }) => {
  const cameras = 4;
  const engine = await show.engine({ limit: cameras });
  const desk = await LightDesk.open(engine, false);
  const load = Load.start({ whip: engine.ready.whip, token: engine.crew, cameras, clips: CLIPS });
  await load.connected();
  await expect.poll(() => load.counts?.pictures).toBeGreaterThan(cameras * GOP);
  const counts = await load.stop();
  expect(counts).toMatchObject({ joins: cameras, faults: 0 });
  await expect.poll(() => desk.telemetry?.pictures).toBe(counts?.pictures);
  desk.close();
});

test("a network that loses and reorders: what it lost is sent again, and comes", async ({ show }) => {
  const cameras = 4;
  const engine = await show.engine({ limit: cameras });
  const desk = await LightDesk.open(engine, false);
  const { whip } = engine.ready;
  const flags = ["--loss", "2", "--reorder", "2"];
  const load = Load.start({ whip, token: engine.crew, cameras, clips: CLIPS, again: false, flags });
  const counts = await load.sent();
  expect(counts?.dropped).toBeGreaterThan(0);
  expect(counts?.reordered).toBeGreaterThan(0);
  expect(counts?.resent).toBeGreaterThan(0);
  // A picture whose packets were lost twice in a row may be given up.
  const pictures = counts?.pictures ?? 0;
  await expect.poll(() => desk.telemetry?.pictures).toBeGreaterThan(0.97 * pictures);
  desk.close();
});
