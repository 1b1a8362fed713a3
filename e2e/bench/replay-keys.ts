import type { Figures, What } from "./figures";
import { measures } from "./measures";
import { rangeShown } from "./range-shown";
import type { Monitor, ReplayDesk } from "./replay-desk";
import { CLIP_PICTURES } from "./stamped-clips";

/** How long program has gone on before its replay: its first picture is old enough to be known then. */
const SHOWN_MS = 2000;
/** What is played to its end, in milliseconds; and how long after it something may still be drawn. */
const [RANGE_MS, AFTER_MS] = [4000, 400];
/** Speeds that a range is played at, in percent. */
const SPEEDS = [100, 50, 25];

type Add = (what: (cameras: number) => What, ...values: number[]) => void;

const adding =
  (figures: Figures, cameras: number): Add =>
  (what, ...values) =>
    figures.add(what(cameras), "régie", values);

/** From R to the first picture on program, and from Shift+V to the first on cue; so often each. */
export async function measureStarts(desk: ReplayDesk, cameras: number, count: number, figures: Figures): Promise<void> {
  const add = adding(figures, cameras);
  // As a director has the desk who has no drawer pulled up.
  await desk.read("program");
  for (let start = 0; start < count; start++) {
    await desk.shownFor(SHOWN_MS);
    add(measures.replay, (await desk.press("r", { older: measures.OLD_MS })).milliseconds);
    await desk.command({ type: "live" });
    await desk.since({ newer: measures.FRESH_MS });
  }
  await desk.read("cue");
  for (let start = 0; start < count; start++) {
    await desk.shownFor(SHOWN_MS);
    add(measures.cueStart, (await desk.press("Shift+V", { older: measures.OLD_MS })).milliseconds);
    await desk.command({ type: "live", on: "cue" });
    await desk.until(async () => (await desk.player("cue")) === undefined);
    // Nobody cues oftener than that.
    await pause(500);
  }
}

/** From a command for a stretch of a camera to its first picture on cue. */
export async function measureCues(
  desk: ReplayDesk,
  ago: number,
  count: number,
  add: (milliseconds: number) => void,
): Promise<void> {
  await desk.read("cue");
  for (let cue = 0; cue < count; cue++) {
    // In turn, so that what is seen is of this cue.
    const source = cue % 2;
    const { now } = await desk.engine.snapshot();
    const from = Math.round(now - ago - Math.random() * 2000);
    await desk.page.evaluate(() => {
      window.pressedAt = performance.timeOrigin + performance.now();
    });
    await desk.command({ type: "replay", on: "cue", camera: source + 1, from, to: from + RANGE_MS });
    add((await desk.since({ source })).milliseconds);
    await desk.command({ type: "live", on: "cue" });
  }
}

/** Display frames from a figure's key to another angle, with a replay that plays. */
export async function measureAngles(desk: ReplayDesk, cameras: number, count: number, figures: Figures): Promise<void> {
  const add = adding(figures, cameras);
  await cueStretch(desk, 1, 12_000, 100);
  await desk.drive();
  for (let angle = 1; angle <= count; angle++) {
    const source = angle % cameras;
    const took = await desk.press(String(source + 1), { source });
    add(measures.angleFrames, took.frames);
    add(measures.angle, took.milliseconds);
    await pause(200);
    if (angle % 20 === 0) await cueStretch(desk, source + 1, 12_000, 100);
  }
  await desk.command({ type: "live", on: "cue" });
}

/** Milliseconds from an arrow key to another picture, with a cue that stands. */
export async function measureSteps(desk: ReplayDesk, cameras: number, count: number, figures: Figures): Promise<void> {
  const add = adding(figures, cameras);
  await cueStretch(desk, 1, 8000, 0);
  await desk.drive();
  for (const [key, what] of [
    ["ArrowRight", measures.stepForth],
    ["ArrowLeft", measures.stepBack],
  ] as const) {
    for (let step = 0; step < count; step++) {
      const other = (await desk.last())?.picture ?? -1;
      add(what, (await desk.press(key, { other })).milliseconds);
      await pause(120);
    }
  }
  await desk.command({ type: "live", on: "cue" });
}

/** What of a range is shown, at every speed, on cue and on program. */
export async function measureRanges(desk: ReplayDesk, cameras: number, figures: Figures): Promise<void> {
  const add = adding(figures, cameras);
  for (const monitor of ["cue", "program"] as const) {
    for (const speed of SPEEDS) {
      const { shown, inOrder, even, offP95, longer } = await playRange(desk, monitor, speed);
      const of = (what: typeof measures.rangeShown) => what(monitor, speed);
      add(of(measures.rangeShown), shown);
      add(of(measures.rangeInOrder), inOrder);
      add(of(measures.rangeEven), even);
      add(of(measures.rangeOff), offP95);
      add(of(measures.rangeLonger), longer);
    }
  }
}

/** Plays a range of a camera that is not on program, to its end. */
async function playRange(desk: ReplayDesk, monitor: Monitor, speed: number): Promise<ReturnType<typeof rangeShown>> {
  const source = 1;
  await desk.read(monitor);
  const { now } = await desk.engine.snapshot();
  const from = await desk.page.evaluate(() => window.displayed.length);
  const began = Math.round(now - RANGE_MS - 1000);
  await desk.command({
    ...{ type: "replay", on: monitor, camera: source + 1, speed },
    ...{ from: began, to: began + RANGE_MS },
  });
  await pause((RANGE_MS * 100) / speed + AFTER_MS);
  await desk.command({ type: "live", on: monitor });
  const displayed = await desk.page.evaluate((from) => window.displayed.slice(from), from);
  // Before it, and behind it, program shows another camera.
  const of = displayed.filter((seen) => seen.source === source);
  return rangeShown(of, RANGE_MS, speed, CLIP_PICTURES);
}

/** Cues the last of a camera, and waits until it is seen. */
async function cueStretch(desk: ReplayDesk, camera: number, length: number, speed: number): Promise<void> {
  await desk.read("cue");
  const { now } = await desk.engine.snapshot();
  await desk.page.evaluate(() => {
    window.pressedAt = performance.timeOrigin + performance.now();
  });
  await desk.command({ type: "replay", on: "cue", camera, from: now - length, to: now, speed });
  await desk.since({ source: (camera - 1) % 4 });
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
