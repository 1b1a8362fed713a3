// npm's packages: installed when node_modules is not what package-lock.json says.

import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT, run } from "../programs.mjs";
import { say } from "../say.mjs";

/** Runs `npm ci` when it is needed. */
export async function setUpModules() {
  if (areModulesFresh()) return;
  say("Installing npm's packages.");
  await run(["npm", "ci", "--loglevel=error", "--no-audit", "--no-fund"]);
}

/** Compares the lock file with the one that npm leaves beside what it has installed. */
function areModulesFresh() {
  const wanted = packagesIn("package-lock.json");
  const there = packagesIn("node_modules/.package-lock.json");
  return Object.entries(wanted).every(([where, entry]) => {
    // What is optional is left out where it does not fit the platform; sources of our own are no packages.
    if (!where.includes("node_modules/") || entry.optional) return true;
    const found = there[where];
    return found !== undefined && found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(path.join(ROOT, file), "utf8")).packages;
  } catch {
    return {};
  }
}
