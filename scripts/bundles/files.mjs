// The bundles that were built.

import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../programs.mjs";

/** Where Tauri puts them: those of this machine's kind, and those of both kinds of Mac in one. */
const PLACES = ["release", "universal-apple-darwin/release"].map((place) => path.join(ROOT, "target", place, "bundle"));

/**
 * The newest bundle of a kind.
 * @param {"deb" | "rpm" | "dmg" | "msi" | "nsis"} kind
 * @param {string} ending of its name
 */
export function bundle(kind, ending = kind) {
  const folders = PLACES.map((place) => path.join(place, kind)).filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)));
  const found = files
    .filter((file) => file.endsWith(`.${ending}`))
    .map((file) => ({ file, at: statSync(file).mtimeMs }));
  const newest = found.sort((a, b) => b.at - a.at)[0];
  if (newest === undefined) throw new Error(`there is no .${ending} among the bundles`);
  return newest.file;
}
