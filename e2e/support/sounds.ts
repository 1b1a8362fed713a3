import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "./programs";

/** What a publisher can be heard with, beside the committed sounds: FFmpeg's filters for it. */
const SOUNDS = {
  // Three times louder than there is room for: its tops are cut off.
  overloaded: "aevalsrc='clip(3*sin(2*PI*440*t),-1,1)':d=2:s=48000",
} as const;

/** An Ogg Opus file of a sound; made once. */
export async function soundFile(sound: keyof typeof SOUNDS): Promise<string> {
  const folder = path.join(ROOT, ".cache", "e2e");
  const file = path.join(folder, `${sound}.opus`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  // Under its name only when it is whole.
  const unfinished = path.join(folder, `${process.pid}-${sound}.opus`);
  const args = ["-v", "error", "-y", "-f", "lavfi", "-i", SOUNDS[sound], "-c:a", "libopus", "-b:a", "128k", unfinished];
  const [code] = await once(spawn("ffmpeg", args, { stdio: ["ignore", "ignore", "inherit"] }), "close");
  if (code !== 0) throw new Error(`ffmpeg failed (${code})`);
  await rename(unfinished, file);
  return file;
}
