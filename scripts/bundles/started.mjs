// Programs that a test of a bundle starts: all of them end with the script, however that ends.

import { spawn } from "node:child_process";
import { once } from "node:events";
import readline from "node:readline";
import { capture, ROOT } from "../programs.mjs";

/** @type {import("node:child_process").ChildProcess[]} */
const started = [];
process.on("exit", () => {
  for (const child of started) child.kill("SIGKILL");
});

/**
 * Starts a program that runs until it is ended.
 * @param {string[]} command
 * @param {import("node:child_process").StdioOptions} stdio
 * @param {Record<string, string>} [env] added to this process's own
 */
export function launch([program, ...args], stdio, env = {}) {
  const child = spawn(program, args, { stdio, cwd: ROOT, env: { ...process.env, ...env } });
  started.push(child);
  return child;
}

/** Ends what was started, the last one first. */
export async function endAll() {
  for (const child of started.splice(0).reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const closed = once(child, "exit");
    child.kill("SIGTERM");
    const slow = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await closed;
    clearTimeout(slow);
  }
}

/**
 * The first line that a program prints; what follows is read and dropped.
 * @param {import("node:child_process").ChildProcess} child
 * @param {1 | 3} file
 * @returns {Promise<string>}
 */
export function firstLine(child, file = 1) {
  const input = /** @type {import("node:stream").Readable} */ (child.stdio[file]);
  return new Promise((resolve, reject) => {
    readline.createInterface({ input }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`${child.spawnfile} ended (${code})`)));
  });
}

/**
 * Runs a program to its end and gives back what it printed, which is shown when it fails.
 * @param {string[]} command
 */
export async function quietly(command) {
  const { code, stdout, output } = await capture(command);
  if (code !== 0) throw new Error(`${output}\n${command.join(" ")} failed (${code})`);
  return stdout;
}
