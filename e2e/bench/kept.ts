import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Stretch } from "./evenness";

/** Blocks of a stamp (`stamp.ts`), of which each becomes a pixel. */
const BLOCKS = 20;
/** A stamp's milliseconds begin anew. */
const AROUND = 65_536;

/** The milliseconds in the stamps of all pictures of recorded files, decoded with FFmpeg. */
export async function stampsIn(files: readonly string[]): Promise<Set<number>> {
  const found = new Set<number>();
  for (const file of files) for (const stamp of await stamps(file)) found.add(stamp);
  return found;
}

async function stamps(file: string): Promise<number[]> {
  // The middle of the strip, one pixel for each block; a picture may have another size than the one before.
  const strip = `crop=iw:iw/${BLOCKS * 5}:0:iw/${BLOCKS * 2.5},scale=${BLOCKS}:1:flags=area,format=gray`;
  const args = [
    "-v",
    "error",
    "-ignore_editlist",
    "1",
    "-i",
    file,
    "-an",
    "-vf",
    strip,
    "-fps_mode",
    "passthrough",
    "-enc_time_base",
    "-1",
  ];
  const ffmpeg = spawn("ffmpeg", [...args, "-f", "rawvideo", "-"], { stdio: ["ignore", "pipe", "inherit"] });
  const chunks: Buffer[] = [];
  ffmpeg.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const [code] = await once(ffmpeg, "close");
  if (code !== 0) throw new Error(`ffmpeg failed (${code}) on ${file}`);
  const pixels = Buffer.concat(chunks);
  return Array.from({ length: Math.floor(pixels.length / BLOCKS) }, (_, picture) =>
    pixels
      .subarray(picture * BLOCKS, (picture + 1) * BLOCKS)
      .reduce((bits, luma) => bits * 2 + (luma > 127 ? 1 : 0), 0),
  ).flatMap((bits) => (bits >> 18 === 0b10 ? [bits % AROUND] : []));
}

/** Of the pictures that were filmed in a stretch those that are there, in percent. */
export function kept(filmed: readonly number[], stamps: ReadonlySet<number>, { from, to }: Stretch): number {
  const wanted = filmed.filter((at) => at >= from && at <= to);
  const there = wanted.filter((at) => stamps.has(at % AROUND));
  return Math.round((10_000 * there.length) / wanted.length) / 100;
}
