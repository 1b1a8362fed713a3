import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";

/** A file of a show, as its manifest names it (`engine/src/record/manifest.rs`). */
export interface ShowFile {
  readonly path: string;
  readonly role: "program" | "iso" | "clip" | "marks" | "cuts" | "journal";
  readonly camera?: number;
  readonly key?: string;
  readonly start_ms?: number;
  readonly duration_ms?: number;
  readonly frames?: number;
  readonly audio_frames?: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a show's manifest says. */
export interface Manifest {
  readonly show: string;
  readonly start_ms: number;
  readonly duration_ms: number;
  readonly recovered: boolean;
  readonly lost_frames: number;
  readonly files: readonly ShowFile[];
}

/** Reads a show's manifest. */
export async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8")) as Manifest;
}

/** What is wrong with a show's folder: files that are not what the manifest says, or that do not decode whole. */
export async function faults(folder: string): Promise<string[]> {
  const { files } = await manifestOf(folder);
  const found: string[] = [];
  for (const file of files) {
    const where = path.join(folder, file.path);
    const bytes = await readFile(where);
    const sum = createHash("sha256").update(bytes).digest("hex");
    if (bytes.length !== file.bytes || sum !== file.sha256) found.push(`${file.path}: another size or checksum`);
    if (file.frames === undefined) continue;
    const { pictures, sound, complaints } = await decode(where);
    if (complaints !== "") found.push(`${file.path}: ${complaints}`);
    if (pictures !== file.frames || sound !== file.audio_frames) {
      found.push(`${file.path}: ${pictures} and ${sound} of ${file.frames} and ${file.audio_frames} frames`);
    }
  }
  return found;
}

/** Decodes every frame of a file; `complaints` is what FFmpeg says of it. */
async function decode(file: string): Promise<{ pictures: number; sound: number; complaints: string }> {
  const entries = ["-show_frames", "-show_entries", "frame=media_type", "-of", "csv=p=0"];
  const { out, err } = await run("ffprobe", ["-v", "warning", ...entries, file]);
  // Behind a comma stands what comes with a frame, as an encoder's message in the first one.
  const kinds = out.split("\n").map((line) => line.split(",", 1)[0]);
  const count = (kind: string) => kinds.filter((one) => one === kind).length;
  return { pictures: count("video"), sound: count("audio"), complaints: err.trim() };
}

/** Above it a picture is white, in 8-bit luma; above the other a block of sound is loud, in dBov. */
const [WHITE, LOUD] = [128, -25];
/** Samples of a block of sound: 2.5 ms. */
const BLOCK = 120;

/** When a file's claps are seen and when they are heard, in milliseconds from its beginning (see `clap.ts`). */
export async function clapsIn(file: string): Promise<{ seen: number[]; heard: number[] }> {
  const seen = await onsets(
    file,
    ["-an", "-vf", "signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-"],
    WHITE,
  );
  const level = "astats=metadata=1:reset=1,ametadata=print:key=lavfi.astats.Overall.RMS_level:file=-";
  const heard = await onsets(file, ["-vn", "-af", `asetnsamples=n=${BLOCK},${level}`], LOUD);
  return { seen, heard };
}

/** The times at which a figure that FFmpeg's filters print of each frame rises above a bound. */
async function onsets(file: string, filters: readonly string[], bound: number): Promise<number[]> {
  const { out } = await run("ffmpeg", ["-v", "error", "-copyts", "-i", file, ...filters, "-f", "null", "-"]);
  const times: number[] = [];
  let [time, above] = [0, true];
  for (const line of out.split("\n")) {
    const at = /pts_time:(\S+)/.exec(line)?.[1];
    if (at !== undefined) time = Number(at) * 1000;
    const value = /^lavfi\..*=(.+)$/.exec(line)?.[1];
    if (value === undefined) continue;
    const isAbove = Number(value) > bound;
    if (isAbove && !above) times.push(time);
    above = isAbove;
  }
  return times;
}

/** Runs a program to its end. */
export async function run(program: string, args: readonly string[]): Promise<{ out: string; err: string }> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${program} failed (${code}): ${err}`);
  return { out, err };
}
