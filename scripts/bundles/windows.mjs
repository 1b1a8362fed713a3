// The installers of Windows: each is run as nobody sees it, its desk started, and taken away again.

import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../say.mjs";
import { watchDesk } from "./desk.mjs";
import { bundle } from "./files.mjs";
import { quietly } from "./started.mjs";

/** The product's name is its folder's, and the main binary's is its own. */
const [FOLDER, DESK] = ["Régie", "regie-desktop.exe"];
/** How long an uninstaller may go on in the background. */
const PATIENCE_MS = 60_000;

/** Tests the .msi, which is for every user, and the setup, which is for one. */
export async function test() {
  const msi = bundle("msi");
  const everyones = path.join(process.env.ProgramFiles ?? "", FOLDER);
  await use(
    "the .msi",
    everyones,
    ["msiexec.exe", "/i", msi, "/quiet", "/norestart"],
    [...["msiexec.exe", "/x", msi], ...["/quiet", "/norestart"]],
  );
  const ones = path.join(process.env.LOCALAPPDATA ?? "", FOLDER);
  await use("the setup", ones, [bundle("nsis", "exe"), "/S"], [path.join(ones, "uninstall.exe"), "/S"]);
}

/**
 * @param {string} name
 * @param {string} folder where it installs
 * @param {string[]} install
 * @param {string[]} uninstall
 */
async function use(name, folder, install, uninstall) {
  await quietly(install);
  const desk = path.join(folder, DESK);
  if (!existsSync(desk)) throw new Error(`${name} has installed no ${desk}`);
  say(`✓ ${name} is installed`);
  await watchDesk(desk);
  await quietly(uninstall);
  // NSIS' uninstaller goes on from a copy of itself.
  const began = performance.now();
  while (existsSync(desk)) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`${name} is not taken away: ${desk} is still there`);
    await sleep(200);
  }
  say(`✓ ${name} is taken away`);
}
