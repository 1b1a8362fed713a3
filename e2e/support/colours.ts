import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "./programs";

/** What the phones film: each its own colour, so that a picture tells which camera it is of. */
export const COLOURS = {
  red: [208, 32, 32],
  green: [32, 168, 64],
  blue: [32, 64, 208],
  yellow: [216, 200, 32],
  magenta: [192, 32, 176],
} as const satisfies Record<string, readonly [number, number, number]>;

export type Colour = keyof typeof COLOURS;

/** Below it a picture has no colour: the desk's slate. */
const DARK = 56;
/** How far a colour may be from what was filmed, as encoders and colour spaces move it: the nearest two are 100 apart. */
const NEAR = 72;

/** Whose colour a pixel has; `dark` for the slate, and its numbers for what is nobody's. */
export function nameOf([r = 0, g = 0, b = 0]: readonly number[]): string {
  if (Math.max(r, g, b) < DARK) return "dark";
  const distance = ([x, y, z]: readonly [number, number, number]) => Math.hypot(r - x, g - y, b - z);
  const near = Object.entries(COLOURS).find(([, rgb]) => distance(rgb) < NEAR);
  return near?.[0] ?? `rgb(${r},${g},${b})`;
}

const WIDTH = 640;
const HEIGHT = 360;
/** The browser plays the file again and again; one second. */
const FRAMES = 30;

/** A video file for a browser's fake camera that shows nothing but the colour; made once. */
export async function film(colour: Colour): Promise<string> {
  const folder = path.join(ROOT, ".cache", "e2e");
  const file = path.join(folder, `${colour}.y4m`);
  if (await stat(file).catch(() => null)) return file;
  await mkdir(folder, { recursive: true });
  const [y, u, v] = yuv(COLOURS[colour]);
  const chroma = (WIDTH / 2) * (HEIGHT / 2);
  const frame = Buffer.concat([
    Buffer.from("FRAME\n"),
    Buffer.alloc(WIDTH * HEIGHT, y),
    Buffer.alloc(chroma, u),
    Buffer.alloc(chroma, v),
  ]);
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F30:1 Ip A1:1 C420\n`);
  // Under its name only when it is whole.
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, Buffer.concat([header, ...Array<Buffer>(FRAMES).fill(frame)]));
  await rename(unfinished, file);
  return file;
}

/** ITU-R BT.601, limited range. */
function yuv([r, g, b]: readonly [number, number, number]): [number, number, number] {
  return [
    Math.round(16 + (65.738 * r + 129.057 * g + 25.064 * b) / 256),
    Math.round(128 + (-37.945 * r - 74.494 * g + 112.439 * b) / 256),
    Math.round(128 + (112.439 * r - 94.154 * g - 18.285 * b) / 256),
  ];
}
