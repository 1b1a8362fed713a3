// The demonstration's four cameras: publishers that play clips over the real WHIP path.

import path from "node:path";
import { built, ROOT, start } from "./programs.mjs";

/** @type {{ id: string, name: string, clip: string }[]} */
export const CAMERAS = [
  { id: "demo-finish", name: "Finish line", clip: "finish.h264" },
  { id: "demo-bend", name: "Bend", clip: "bend.h264" },
  { id: "demo-podium", name: "Podium", clip: "podium.ivf" },
  { id: "demo-pits", name: "Pits", clip: "pits.h264" },
];

/**
 * Starts them.
 * @param {import("./desk.mjs").Ready} ready
 * @returns {import("node:child_process").ChildProcess[]} their processes, none without a network
 */
export function publish({ join, whip }) {
  if (join === null || whip === null) return [];
  const token = new URLSearchParams(new URL(join).hash.slice(1)).get("token") ?? "";
  return CAMERAS.map(({ id, name, clip }) => {
    const file = path.join(ROOT, "e2e", "clips", clip);
    const where = ["--whip", whip, "--token", token];
    const what = ["--id", id, "--name", name, "--clip", file, "--loop"];
    return start([built("regie-publisher"), ...where, ...what], ["ignore", "inherit", "inherit"]);
  });
}
