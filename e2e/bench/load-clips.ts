import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../support/programs";

/** How the load's clips are made: 1280x720 at 30 pictures/s, 20 s, grain so that the rate is really used. */
const SOURCE = ["-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=30,noise=alls=12:allf=t", "-t", "20"];
/** A keyframe every 50 pictures: one more is asked for when the newest is 2 s old. */
const KEYFRAMES = ["-g", "50", "-keyint_min", "50"];
const CODECS = {
  h264: [
    ...["-c:v", "libx264", "-profile:v", "baseline", "-preset", "veryfast", "-tune", "zerolatency"],
    ...["-sc_threshold", "0", "-bf", "0"],
  ],
  vp8: ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-auto-alt-ref", "0"],
};

/** Clips of so many kbit/s, made with FFmpeg the first time. */
export async function loadClips(kbps: number): Promise<{ h264: string; vp8: string }> {
  return { h264: await clip("h264", kbps), vp8: await clip("vp8", kbps) };
}

async function clip(codec: keyof typeof CODECS, kbps: number): Promise<string> {
  const folder = path.join(ROOT, ".cache", "load");
  const ending = codec === "h264" ? "h264" : "ivf";
  const file = path.join(folder, `${codec}-${kbps}.${ending}`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  process.stderr.write(`making a clip of ${kbps} kbit/s with FFmpeg (${codec})\n`);
  const half = `${path.join(folder, `making-${process.pid}`)}.${ending}`;
  const rate = ["-b:v", `${kbps}k`, "-maxrate", `${kbps}k`, "-bufsize", `${Math.round(kbps * 0.4)}k`];
  const args = ["-v", "error", "-y", ...SOURCE, "-pix_fmt", "yuv420p", ...CODECS[codec], ...rate, ...KEYFRAMES, half];
  const ffmpeg = spawn("ffmpeg", args, { stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(ffmpeg, "close");
  if (code !== 0) throw new Error(`ffmpeg failed (${code})`);
  await rename(half, file);
  return file;
}
