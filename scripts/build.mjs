// Building what a command runs: the two pages when their sources are newer, Rust always, as cargo knows what is stale.

import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { installed, ROOT, run } from "./programs.mjs";
import { say } from "./say.mjs";

/** The packages that run: without a window, and with one. */
export const HEADLESS = ["--package", "regie"];
export const DESKTOP = ["--package", "regie-desktop", "--features", "regie-desktop/custom-protocol"];
export const PUBLISHER = ["--package", "regie-publisher"];
/** The emulated Wi-Fi. Built by itself: what it wants of their crates would have the others built once more. */
export const AIR = ["--package", "regie-air"];

/** Builds the desk's and the phone's page into their `dist` folders, which the engine takes into its binary. */
export async function buildPages() {
  for (const page of ["ui", "phone"]) {
    if (isPageFresh(page)) continue;
    await run([installed("vite"), "build", "--logLevel", "warn"], { cwd: path.join(ROOT, page) });
  }
}

/**
 * Builds the pages and then the packages, optimised.
 * @param {string[]} packages cargo's selection
 */
export async function build(packages) {
  if (!existsSync(path.join(ROOT, "target", "release"))) say("Building Régie. The first time takes some minutes.");
  await buildPages();
  await run(["cargo", "build", "--release", ...packages]);
}

/** @param {string} page */
function isPageFresh(page) {
  const folder = path.join(ROOT, page);
  try {
    const made = statSync(path.join(folder, "dist", "index.html")).mtimeMs;
    const shared = ["icons", "package-lock.json"].map((name) => newest(path.join(ROOT, name)));
    return Math.max(newest(folder), ...shared) < made;
  } catch {
    return false;
  }
}

/**
 * When a file, or anything in a folder, last changed; a folder's own time tells of files that went.
 * @param {string} place
 * @returns {number}
 */
function newest(place) {
  const stat = statSync(place);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(place).filter((name) => name !== "dist" && name !== "node_modules");
  // A page's own folder changes with `dist` itself.
  const own = inside.includes("vite.config.ts") ? 0 : stat.mtimeMs;
  return Math.max(own, ...inside.map((name) => newest(path.join(place, name))));
}
