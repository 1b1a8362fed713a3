import { existsSync } from "node:fs";
import path from "node:path";

/** The repository's top folder. */
export const ROOT = path.resolve(import.meta.dirname, "../..");

const ENDING = process.platform === "win32" ? ".exe" : "";

/** Where the programs are that are tested: set aside in REGIE_PROGRAMS, so that a long run outlives builds. */
const PROGRAMS = process.env.REGIE_PROGRAMS ?? path.join(ROOT, "target", "release");

/** The path of a program that `npm test` has built. */
export const built = (name: string): string => path.join(PROGRAMS, name + ENDING);

/** The browser that plays phones and desks. */
export function chromium(): string {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const found = names.flatMap((name) => folders.map((folder) => path.join(folder, name + ENDING))).find(existsSync);
  if (found === undefined) throw new Error(`None of ${names.join(", ")} is on the PATH: run the set-up.`);
  return found;
}
