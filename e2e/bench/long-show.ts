import { link, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { MonitorRequest } from "../../ui/src/protocol/MonitorRequest";
import { Engine, tokenOf } from "../support/engine";
import { Socket } from "../support/socket";
import { Load } from "./load";
import { usage } from "./process";
import { repeatFile } from "./repeat-file";
import { ReplayDesk } from "./replay-desk";
import { SPARE, stampedClips } from "./stamped-clips";

/** How long the show is, and how much of it is really recorded, in milliseconds. */
const [DAY_MS, RECORDED_MS] = [24 * 3_600_000, 40_000];
/** When it begins on the session clock, and how much of the clock is left behind it. */
const [BEGINS_MS, AFTER_MS] = [60_000, 300_000];
/** Files that are different; further cameras have the same ones. */
const DIFFERENT = 4;
/** How often the régie is started. */
const STARTS = 5;
/** Of a monitor's message: a frame, behind a header. */
const FRAME = 2;

/** A show of a day, and what it took to open it. */
export interface DayShow {
  readonly hours: number;
  readonly files: number;
  /** The size of each file. */
  readonly bytes: number;
  /** From the start of the process to the first thumbnail of another camera and hour each, in milliseconds. */
  readonly firstThumbnail: readonly number[];
  /** Resident memory behind the last of them, in MB. */
  readonly memory: number;
}

/** Makes a show of a day by repeating what eight cameras recorded, and opens it; the desk is left open. */
export async function openDay(cameras: number): Promise<{ day: DayShow; desk: ReplayDesk }> {
  const engine = await Engine.start({ limit: cameras });
  await engine.stop();
  await setBack(engine, DAY_MS + BEGINS_MS + AFTER_MS);
  await engine.restart();
  const folder = await record(engine, cameras);
  await engine.stop();
  process.stderr.write(`making a show of ${DAY_MS / 3_600_000} hours\n`);
  const bytes = await lengthen(folder);
  const moment = (start: number) => BEGINS_MS + Math.round(((start + 0.5) / (STARTS + 1)) * DAY_MS);
  // An index that is missing is made at the first look, once: it is there as if it had been recorded.
  await engine.restart();
  for (let camera = 1; camera <= cameras; camera++) await thumbnail(engine, camera, moment(0));
  const firstThumbnail: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    await engine.stop();
    const began = performance.now();
    await engine.restart();
    await thumbnail(engine, (start % cameras) + 1, moment(start));
    firstThumbnail.push(performance.now() - began);
  }
  const memory = usage(engine.ready.pid).rss / 1e6;
  const day = { hours: DAY_MS / 3_600_000, files: cameras, bytes, firstThumbnail, memory };
  return { day, desk: await ReplayDesk.at(engine) };
}

/** Lets the session clock of a régie that is stopped have begun so much earlier. */
async function setBack({ dataDir }: Engine, milliseconds: number): Promise<void> {
  const file = path.join(dataDir, "clock.json");
  const epoch = JSON.parse(await readFile(file, "utf8")) as { zero: number; known: number };
  await writeFile(file, JSON.stringify({ ...epoch, zero: epoch.zero - milliseconds * 1000, known: 0 }));
}

/** Records so many cameras for a while; gives back the show's folder. */
async function record(engine: Engine, cameras: number): Promise<string> {
  const { whip } = engine.ready;
  const load = Load.start({ whip, token: engine.crew, cameras, clips: await stampedClips(SPARE), flags: ["--stamp"] });
  await load.connected();
  while ((await engine.snapshot()).cameras.filter(({ state }) => state === "live").length < cameras) await sleep(50);
  await engine.command({ type: "start_recording" });
  await sleep(RECORDED_MS);
  await engine.command({ type: "stop_recording" });
  for (;;) {
    const { last_show } = await engine.snapshot();
    if (last_show) {
      await load.stop();
      return last_show.path;
    }
    await sleep(50);
  }
}

/** What of a journal's lines is changed. */
interface Entry {
  entry: string;
  at?: number;
  path?: string;
  role?: string;
  camera?: { number: number } | null;
  start?: number;
  lasts?: number;
  bytes?: number;
}

/** Makes a day of the cameras' files and of what is said of them; gives back how large a file is then. */
async function lengthen(folder: string): Promise<number> {
  const journal = path.join(folder, "journal.jsonl");
  const entries = (await readFile(journal, "utf8")).trim().split("\n");
  const lines = entries.map((line) => JSON.parse(line) as Entry);
  const isos = lines.filter(({ entry, role }) => entry === "began" && role === "iso");
  const made: string[] = [];
  let bytes = 0;
  for (const { path: name = "", camera } of isos) {
    const file = path.join(folder, name);
    const same = made[((camera?.number ?? 1) - 1) % DIFFERENT];
    if (same !== undefined) {
      await rm(file);
      await link(same, file);
      continue;
    }
    const lasts = lines.find((one) => one.entry === "ended" && one.path === name)?.lasts ?? 0;
    bytes = repeatFile(file, Math.ceil(lasts / 1000), DAY_MS);
    made.push(file);
  }
  const kept = new Set(isos.map(({ path }) => path));
  const [start, lasts] = [BEGINS_MS * 1000, DAY_MS * 1000];
  const long = lines.flatMap((line): Entry[] => {
    if ((line.entry === "began" || line.entry === "ended") && !kept.has(line.path)) return [];
    if (line.entry === "began") return [{ ...line, start }];
    if (line.entry === "ended") return [{ ...line, lasts, bytes }];
    if (line.entry === "stopped") return [{ ...line, at: start + lasts }];
    return [line.at === undefined ? line : { ...line, at: start }];
  });
  await writeFile(journal, long.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const manifest = path.join(folder, "manifest.json");
  const told = JSON.parse(await readFile(manifest, "utf8")) as { files: { path: string }[] };
  const files = told.files
    .filter(({ path }) => kept.has(path))
    .map((file) => ({ ...file, bytes, start_ms: BEGINS_MS, duration_ms: DAY_MS }));
  await writeFile(manifest, JSON.stringify({ ...told, start_ms: BEGINS_MS, duration_ms: DAY_MS, files }));
  for (const gone of [".index", "Program"]) await rm(path.join(folder, gone), { recursive: true, force: true });
  return bytes;
}

/** Waits for a keyframe of a moment, as a thumbnail is made of one. */
async function thumbnail({ ready }: Engine, camera: number, from: number): Promise<void> {
  const socket = await Socket.open(`ws://${new URL(ready.desk).host}/monitor?token=${tokenOf(ready.desk)}`);
  const request: MonitorRequest = { type: "fetch", request: 1, camera, from, to: from + 2500, keyframe: true };
  await new Promise<void>((resolve) => {
    socket.on("binary", (message) => message[0] === FRAME && resolve());
    socket.send(JSON.stringify(request));
  });
  socket.close();
}
