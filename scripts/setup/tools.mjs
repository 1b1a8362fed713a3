// Programs that cargo builds for the checks and the tests, kept in the repository's own cache.

import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT, run } from "../programs.mjs";
import { say } from "../say.mjs";

const FOLDER = path.join(ROOT, ".cache", "tools");

/** @type {Record<string, { version: string, why: string }>} */
const TOOLS = {
  "cargo-deny": { version: "0.20.2", why: "checks the licences and sources of the crates" },
  "cargo-fuzz": { version: "0.13.2", why: "builds and runs the fuzzers" },
  "tauri-driver": { version: "2.1.0", why: "drives the real window in the tests" },
};

// They run for seconds: what counts is how fast they are built.
const QUICK_BUILD = {
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "256",
};

/**
 * The path of a tool.
 * @param {string} name
 */
export const tool = (name) => path.join(FOLDER, "bin", process.platform === "win32" ? `${name}.exe` : name);

/**
 * Builds the tools that are not there in the version that is wanted.
 * @param {string[]} names keys of TOOLS
 */
export async function setUpTools(names) {
  for (const name of names.filter((name) => !isInstalled(name))) {
    const { version, why } = TOOLS[name];
    say(`Building ${name} ${version}, which ${why}. This takes some minutes, once.`);
    await run(["cargo", "install", "--quiet", "--locked", "--root", FOLDER, "--version", version, name], {
      env: QUICK_BUILD,
    });
  }
}

/** @param {string} name */
function isInstalled(name) {
  try {
    return readFileSync(path.join(FOLDER, ".crates.toml"), "utf8").includes(`"${name} ${TOOLS[name].version} (`);
  } catch {
    return false;
  }
}
