// WHIP clients that are not of ours and no Debian package: kept in the repository's own cache.

import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { findProgram, ROOT, run } from "../programs.mjs";
import { fail, say } from "../say.mjs";

const FOLDER = path.join(ROOT, ".cache", "interop");
const SOURCES = path.join(ROOT, "e2e", "interop");

/**
 * What can be set up, by name.
 * @type {Record<string, () => Promise<void>>}
 */
const CLIENTS = { python: setUpPython, gstreamer: buildGStreamer };

/**
 * Installs or builds the clients that are not there as they are wanted.
 * @param {string[]} names keys of CLIENTS
 */
export async function setUpClients(names) {
  for (const name of names) await CLIENTS[name]();
}

/** FFmpeg, aiortc and OpenTimelineIO, in an environment of their own. */
async function setUpPython() {
  const wanted = path.join(SOURCES, "requirements.txt");
  const venv = path.join(FOLDER, "venv");
  const installed = path.join(venv, "requirements.txt");
  if (existsSync(installed) && readFileSync(installed, "utf8") === readFileSync(wanted, "utf8")) return;
  if (!findProgram("python3")) fail("The WHIP clients of the tests need Python 3, and python3 is not on the PATH.");
  say("Installing FFmpeg, aiortc and OpenTimelineIO for the tests, from Python's index.");
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  await run(["python3", "-m", "venv", venv]);
  const pip = [path.join(venv, "bin", "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"];
  await run([...pip, "install", "--only-binary", ":all:", "--requirement", wanted]);
  // Last: it says that everything else is there.
  copyFileSync(wanted, installed);
}

/** GStreamer's WHIP elements, linked into a program of ours. Cargo knows whether there is anything to build. */
async function buildGStreamer() {
  const target = path.join(FOLDER, "gst");
  if (!existsSync(target)) say("Building GStreamer's WHIP elements. This takes some minutes, once.");
  await run(["cargo", "build", "--quiet", "--locked", "--release"], {
    cwd: path.join(SOURCES, "gst"),
    env: { CARGO_TARGET_DIR: target },
  });
}
