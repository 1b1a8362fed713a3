import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../support/programs";

/** As a stamped camera's picture is (`stamp.ts`): blocks along the top, two that never change, the source, the number. */
const [FPS, BLOCKS] = [30, 20];
/** Sources that a stamp can tell apart. */
const SOURCES = 4;
/** Longer than a replay and what a publisher leaves out at each keyframe that it is asked for. */
const SECONDS = 40;
/** The pictures of a clip. */
export const CLIP_PICTURES = SECONDS * FPS;

/** How a clip's pictures are. */
export interface ClipKind {
  readonly width: number;
  readonly height: number;
  readonly kbps: number;
  /** Pictures from one keyframe to the next. */
  readonly keyframes: number;
}

/** A keyframe as often as program's are asked for, and a little oftener, so that hardly any is asked for. */
const USUAL: ClipKind = { width: 640, height: 360, kbps: 1200, keyframes: 28 };
/** Larger, with keyframes as seldom as a ring asks for them. */
export const LARGE: ClipKind = { width: 1280, height: 720, kbps: 2500, keyframes: 58 };
/** Small enough that a day of it has room on a disk. */
export const SPARE: ClipKind = { width: 640, height: 360, kbps: 100, keyframes: 58 };

const ENCODER = ["-c:v", "libx264", "-profile:v", "baseline", "-preset", "veryfast", "-tune", "zerolatency"];

/** Clips whose pictures say their source and their number within the clip, made with FFmpeg the first time. */
export async function stampedClips(kind = USUAL): Promise<string[]> {
  const clips: string[] = [];
  for (let source = 0; source < SOURCES; source++) clips.push(await clip(source, kind));
  return clips;
}

async function clip(source: number, kind: ClipKind): Promise<string> {
  const { width, height, kbps, keyframes } = kind;
  const folder = path.join(ROOT, ".cache", "load");
  const name = kind === USUAL ? "stamped" : `stamped-${height}-${kbps}`;
  const file = path.join(folder, `${name}-${source}.h264`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  process.stderr.write(`making a stamped clip with FFmpeg (${source + 1} of ${SOURCES})\n`);
  const half = path.join(folder, `making-${process.pid}.h264`);
  const input = `testsrc2=size=${width}x${height}:rate=${FPS},hue=h=${source * 90},noise=alls=6:allf=t`;
  const args = [
    ...[
      "-v",
      "error",
      "-y",
      "-f",
      "lavfi",
      "-i",
      [input, ...stamp(source, width / BLOCKS)].join(","),
      "-t",
      String(SECONDS),
    ],
    ...["-pix_fmt", "yuv420p", ...ENCODER, "-sc_threshold", "0", "-bf", "0"],
    ...["-g", String(keyframes), "-keyint_min", String(keyframes), "-b:v", `${kbps}k`, half],
  ];
  const ffmpeg = spawn("ffmpeg", args, { stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(ffmpeg, "close");
  if (code !== 0) throw new Error(`ffmpeg failed (${code})`);
  await rename(half, file);
  return file;
}

/** Filters that draw the stamp: a black strip, and a white block where a bit is set. */
function stamp(source: number, size: number): string[] {
  const box = (block: number, blocks: number, colour: string, when = "1") =>
    `drawbox=x=${block * size}:y=0:w=${blocks * size}:h=${size}:color=${colour}:t=fill:enable='${when}'`;
  const bits = Math.ceil(Math.log2(SECONDS * FPS));
  const fixed = [0, ...[0, 1].flatMap((bit) => ((source >> (1 - bit)) & 1 ? [2 + bit] : []))];
  const counting = Array.from({ length: bits }, (_, bit) => ({
    block: BLOCKS - 1 - bit,
    when: `mod(floor(n/${2 ** bit}),2)`,
  }));
  return [
    box(0, BLOCKS, "black"),
    ...fixed.map((block) => box(block, 1, "white")),
    ...counting.map(({ block, when }) => box(block, 1, "white", when)),
  ];
}
