// The demonstration's four cameras: publishers that play clips over the real WHIP path.

import path from "node:path";
import { built, ROOT, start } from "./programs.mjs";

/** @type {{ id: string, name: string, clip: string, sound?: string }[]} */
export const CAMERAS = [
  { id: "demo-finish", name: "Finish line", clip: "finish.h264", sound: "crowd.opus" },
  { id: "demo-bend", name: "Bend", clip: "bend.h264", sound: "crowd.opus" },
  { id: "demo-podium", name: "Podium", clip: "podium.ivf", sound: "band.opus" },
  { id: "demo-pits", name: "Pits", clip: "pits.h264" },
];

/**
 * Starts them, one after the other, so that their numbers are always the same.
 * @param {import("./desk.mjs").Ready} ready
 * @param {import("node:child_process").ChildProcess[]} started their processes so far; stays empty without a network
 */
export async function publish({ join, whip }, started) {
  if (join === null || whip === null) return;
  const token = new URLSearchParams(new URL(join).hash.slice(1)).get("token") ?? "";
  for (const { id, name, clip, sound } of CAMERAS) {
    const file = (/** @type {string} */ name) => path.join(ROOT, "e2e", "clips", name);
    const where = ["--whip", whip, "--token", token];
    const what = ["--id", id, "--name", name, "--clip", file(clip), "--loop"];
    const heard = sound ? ["--sound", file(sound)] : [];
    const publisher = start([built("regie-publisher"), ...where, ...what, ...heard], ["ignore", "pipe", "inherit"]);
    started.push(publisher);
    // It prints a line whenever it is accepted.
    const lines = /** @type {import("node:stream").Readable} */ (publisher.stdout);
    await new Promise((resolve) => lines.once("data", resolve).once("close", resolve));
    lines.resume();
  }
}
