// A desk to open: in its window, or in a terminal where there is no display.

import readline from "node:readline";
import { DESKTOP, HEADLESS } from "./build.mjs";
import { built, exit, start } from "./programs.mjs";
import { say } from "./say.mjs";

const hasDisplay = process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** What the set-up and the build of this machine's desk are. */
export const desk = hasDisplay
  ? { purpose: "start", packages: DESKTOP, command: [built("regie-desktop")] }
  : { purpose: "headless", packages: HEADLESS, command: [built("regie"), "--qr"] };

/**
 * What the régie says when it is ready; without a network there is no way in.
 * @typedef {{ desk: string, join: string | null, whip: string | null, watch: string | null, pid: number }} Ready
 */

/**
 * Opens the desk and stays until it is closed.
 * @param {string[]} args for the program
 * @param {(ready: Ready) => void} [onReady]
 * @returns {Promise<number>} its exit code
 */
export async function openDesk(args, onReady) {
  if (!hasDisplay) {
    say("There is no display here (no DISPLAY, no WAYLAND_DISPLAY): the régie runs without its window.");
    say("Open the desk's link in a browser on this machine, and scan the code with the phones.\n");
  }
  const command = [...desk.command, ...args];
  const child = start(command, ["inherit", "pipe", "inherit"]);
  // Its ready line is for programs: a person has read what matters of it.
  const lines = readline.createInterface({ input: /** @type {import("node:stream").Readable} */ (child.stdout) });
  lines.once("line", (line) => onReady?.(JSON.parse(line)));
  return exit(child, command);
}
