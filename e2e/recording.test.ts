import { existsSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { median } from "./bench/figures";
import { matched } from "./support/clap";
import { goesOn } from "./support/clock";
import type { Engine } from "./support/engine";
import { built } from "./support/programs";
import { clapsIn, faults, manifestOf, run } from "./support/recordings";
import { test } from "./support/show";
import { timelineOf } from "./support/timeline";

/** What the ear forgives between sound and picture, and what an editor's cut may be off, in milliseconds. */
const IN_STEP = 40;
/** A crash costs at most so much of the end, in milliseconds. */
const LOST = 1000;

const live = async (engine: Engine) => (await engine.snapshot()).cameras.filter(({ state }) => state === "live").length;

const recording = async (engine: Engine) => (await engine.snapshot()).recording?.state ?? null;

async function command(engine: Engine, ...commands: Parameters<Engine["command"]>[0][]): Promise<void> {
  for (const one of commands) expect((await engine.command(one)).status, JSON.stringify(one)).toBe(204);
}

test("what is recorded plays, is in step, and opens in an editor with the cameras' files in their places", async ({
  show,
}) => {
  const engine = await show.engine();
  show.publisher(engine, "Clap", "flash.h264", "clap.opus");
  await expect.poll(() => live(engine)).toBe(1);
  show.publisher(engine, "Podium", "podium.ivf", "band.opus");
  await expect.poll(() => live(engine)).toBe(2);
  await command(engine, { type: "start_recording" });
  await expect.poll(() => recording(engine)).toBe("running");
  await goesOn(engine, 6500);
  await command(engine, { type: "cut", camera: 2 }, { type: "mark", label: "Goal" });
  await goesOn(engine, 2500);
  await command(engine, { type: "cut", camera: 1 });
  await goesOn(engine, 1500);
  await command(engine, { type: "stop_recording" });
  await expect.poll(async () => (await engine.snapshot()).last_show).not.toBe(null);
  const folder = (await engine.snapshot()).last_show?.path ?? "";
  expect(path.dirname(folder)).toBe(engine.ready.shows);
  expect(await faults(folder)).toEqual([]);

  const manifest = await manifestOf(folder);
  expect(manifest).toMatchObject({ recovered: false, lost_frames: 0 });
  const files = (role: string) => manifest.files.filter((file) => file.role === role);
  // Program's codec changed twice, with the cuts.
  expect(files("program").map(({ path }) => path.replace(/.*\./, ""))).toEqual(["mp4", "webm", "mp4"]);
  for (const role of ["iso", "program"]) {
    const { seen, heard } = await clapsIn(path.join(folder, files(role)[0]?.path ?? ""));
    const late = matched(seen, heard);
    expect(late.length, role).toBeGreaterThanOrEqual(2);
    expect(Math.abs(median(late)), role).toBeLessThan(IN_STEP);
  }

  const timeline = await timelineOf(path.join(folder, "cuts.otio"));
  expect(timeline.lasts * 1000).toBeCloseTo(manifest.duration_ms, 0);
  expect(timeline.marks).toEqual([{ name: "Goal", at: expect.any(Number) }]);
  for (const { clips } of timeline.tracks) {
    expect(clips.map(({ name }) => name)).toEqual(["cam1 Clap", "cam2 Podium", "cam1 Clap"]);
    for (const { url, at, from, file } of clips) {
      const name = decodeURIComponent(url ?? "");
      expect(existsSync(path.join(folder, name))).toBe(true);
      const iso = manifest.files.find((one) => one.path === name);
      expect(iso?.role).toBe("iso");
      expect((file ?? 0) * 1000).toBeCloseTo(iso?.duration_ms ?? 0, 0);
      // The same moment by the timeline and by the file's own place on the session clock.
      expect(Math.abs(manifest.start_ms + at * 1000 - ((iso?.start_ms ?? 0) + from * 1000))).toBeLessThan(IN_STEP);
    }
  }
  const edl = await timelineOf(path.join(folder, "cuts.edl"));
  const [pictures] = edl.tracks.filter(({ kind }) => kind === "Video");
  expect(pictures?.clips).toHaveLength(3);
  for (const [place, { at, from }] of (pictures?.clips ?? []).entries()) {
    const same = timeline.tracks[0]?.clips[place];
    const first = pictures?.clips[0]?.at ?? 0;
    expect(at - first).toBeCloseTo((same?.at ?? 0) - (timeline.tracks[0]?.clips[0]?.at ?? 0), 1);
    expect(from).toBeCloseTo(same?.from ?? 0, 1);
  }
});

test("a crash costs at most the last second, and the next start completes the show", async ({ show }) => {
  const engine = await show.engine();
  show.publisher(engine, "Clap", "flash.h264", "clap.opus");
  show.publisher(engine, "Podium", "podium.ivf", "band.opus");
  const red = await show.phone("red");
  await red.join(engine.ready.join, "Red");
  await expect.poll(() => live(engine)).toBe(3);
  await command(engine, { type: "start_recording" });
  await expect.poll(() => recording(engine)).toBe("running");
  const cut = path.join(engine.ready.shows, (await engine.snapshot()).recording?.show ?? "");
  await goesOn(engine, 3000);
  const { now } = await engine.snapshot();
  await engine.stop("SIGKILL");
  expect(existsSync(path.join(cut, "manifest.json"))).toBe(false);
  await engine.restart();
  await expect.poll(() => existsSync(path.join(cut, "manifest.json"))).toBe(true);
  const manifest = await manifestOf(cut);
  expect(manifest.recovered).toBe(true);
  expect(await faults(cut)).toEqual([]);
  const recordings = manifest.files.filter(({ role }) => role === "iso" || role === "program");
  expect(recordings.map(({ role, camera }) => `${role} ${camera ?? ""}`.trim()).sort()).toEqual([
    ...["iso 1", "iso 2", "iso 3", "program"],
  ]);
  for (const { path, start_ms = 0, duration_ms = 0 } of recordings) {
    expect(start_ms + duration_ms, path).toBeGreaterThan(now - LOST);
  }

  // Whoever withdraws consent later is on no desk.
  const key = manifest.files.find(({ role, camera }) => role === "iso" && camera === 2)?.key ?? "";
  await run(built("regie"), ["--shows-dir", engine.ready.shows, "--erase", key]);
  const left = (await manifestOf(cut)).files;
  expect(left.filter(({ role }) => role === "iso").map(({ camera }) => camera)).toEqual([1, 3]);
  expect(await faults(cut)).toEqual([]);
  await expect(run(built("regie"), ["--shows-dir", engine.ready.shows, "--erase", key])).rejects.toThrow(/no show/);
});

test("program is recorded through cuts and a replay, and completed when the régie is ended", async ({ show }) => {
  const engine = await show.engine();
  // VP8, and two cameras of one size in H.264 whose parameter sets may differ.
  for (const [number, [name, clip]] of [
    ["Podium", "podium.ivf"],
    ["Bend", "bend.h264"],
    ["Finish", "finish.h264"],
  ].entries()) {
    show.publisher(engine, name ?? "", clip ?? "", "crowd.opus");
    await expect.poll(() => live(engine)).toBe(number + 1);
  }
  await command(engine, { type: "start_recording" });
  await expect.poll(() => recording(engine)).toBe("running");
  for (const camera of [2, 3, 1]) {
    await goesOn(engine, 1200);
    await command(engine, { type: "cut", camera });
  }
  await goesOn(engine, 1200);
  await command(engine, { type: "replay" }, { type: "clip" });
  await expect.poll(async () => (await engine.snapshot()).replay).toBe(null);
  await goesOn(engine, 600);
  const folder = path.join(engine.ready.shows, (await engine.snapshot()).recording?.show ?? "");
  expect(await engine.stop()).toBe(0);
  const manifest = await manifestOf(folder);
  expect(manifest).toMatchObject({ recovered: false, lost_frames: 0 });
  expect(await faults(folder)).toEqual([]);
  const kinds = manifest.files.filter(({ role }) => role === "program").map(({ path }) => path.replace(/.*\./, ""));
  // Live VP8, H.264 twice, VP8; then the replay of the same, and live again.
  expect(kinds[0]).toBe("webm");
  expect(kinds.filter((kind) => kind === "mp4").length).toBeGreaterThanOrEqual(2);
  expect(manifest.files.filter(({ role }) => role === "clip").length).toBeGreaterThanOrEqual(3);
});
