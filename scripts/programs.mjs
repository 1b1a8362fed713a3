// Starting other programs.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { fail, say } from "./say.mjs";

/** The repository's top folder: where every program is started unless told otherwise. */
export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const WINDOWS = process.platform === "win32";
/** What ends a script: Ctrl-C, a polite request, the terminal's end. */
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
/** Whether this script was told to end. */
let ending = false;

// When npm is ended it passes the signal to a shell, which dies of it and tells nobody: whose shell is gone is ended too.
if (process.env.npm_lifecycle_event) {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, "SIGTERM");
  }, 250);
  watch.unref();
}

/**
 * The path of a program built by cargo.
 * @param {string} name
 */
export const built = (name) => path.join(ROOT, "target", "release", WINDOWS ? `${name}.exe` : name);

/**
 * The command of a program that npm installed.
 * @param {string} name
 */
export const installed = (name) => path.join(ROOT, "node_modules", ".bin", name);

/**
 * Where a program lies on the PATH.
 * @param {string} name
 * @returns {string | undefined}
 */
export function findProgram(name) {
  const endings = WINDOWS ? [".exe", ".cmd", ".bat"] : [""];
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)))
    .find((file) => existsSync(file));
}

/**
 * @typedef {object} How
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] added to this process's own
 */

/**
 * Runs a program to its end, its output on stderr; when it fails, the script ends with its exit code.
 * @param {string[]} command
 * @param {How} [how]
 */
export async function run(command, how = {}) {
  const code = await exit(start(command, ["ignore", 2, 2], how), command);
  if (ending) process.exit(code);
  if (code !== 0) fail(`${command.join(" ")} failed (${code}).`, code);
}

/**
 * Runs a program to its end and gives back what it printed, whatever its exit code.
 * @param {string[]} command
 * @param {How} [how]
 * @returns {Promise<{ code: number, stdout: string, output: string }>} `output` is stdout and stderr as they came
 */
export async function capture(command, how = {}) {
  const child = start(command, ["ignore", "pipe", "pipe"], how);
  let stdout = "";
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    output += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  const code = await exit(child, command);
  if (ending) process.exit(code);
  return { code, stdout, output };
}

/**
 * Gives this script's place to a program: its terminal and its exit code.
 * @param {string[]} command
 * @param {How} [how]
 * @returns {Promise<never>}
 */
export async function become(command, how = {}) {
  process.exit(await exit(start(command, "inherit", how), command));
}

/**
 * Starts a program. While it runs it gets the signals that would end this script.
 * @param {string[]} command
 * @param {import("node:child_process").StdioOptions} stdio
 * @param {How} [how]
 */
export function start([program, ...args], stdio, { cwd = ROOT, env = {} } = {}) {
  // On Windows npm's programs are .cmd files, which only the shell can start.
  const shell = WINDOWS && !program.endsWith(".exe");
  const quoted = shell ? args.map((arg) => (/[\s"]/.test(arg) ? JSON.stringify(arg) : arg)) : args;
  const whole = { ...process.env, ...env };
  const child = spawn(shell ? `"${program}"` : program, quoted, { cwd, env: whole, stdio, shell });
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    ending = true;
    child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  child.once("close", () => {
    for (const signal of SIGNALS) process.off(signal, pass);
  });
  return child;
}

/**
 * A started program's exit code; as a shell has it when a signal ended it.
 * @param {import("node:child_process").ChildProcess} child
 * @param {string[]} command
 * @returns {Promise<number>}
 */
export function exit(child, command) {
  return new Promise((resolve) => {
    child.on("error", (error) => {
      say(`${command[0]}: ${error.message}`);
      resolve(127);
    });
    child.on("close", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
