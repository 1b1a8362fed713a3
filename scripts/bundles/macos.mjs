// The disk image of macOS: its app is copied off it, as people do, looked at, and started.

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { say } from "../say.mjs";
import { watchDesk } from "./desk.mjs";
import { bundle } from "./files.mjs";
import { quietly } from "./started.mjs";

/** Both kinds of Mac. */
const KINDS = ["arm64", "x86_64"];
/** What its Info.plist must say: without the first, macOS asks for the local network and doesn't say why. */
const KEYS = ["NSLocalNetworkUsageDescription", "LSAppNapIsDisabled"];

/** Tests the .dmg. One of both kinds of Mac has to be for both; one that was notarized has to say so. */
export async function test() {
  const image = bundle("dmg");
  const folder = mkdtempSync(path.join(tmpdir(), "regie-dmg-"));
  const [disk, apps] = ["disk", "apps"].map((name) => path.join(folder, name));
  try {
    const app = await copyApp(image, disk, apps);
    await look(app, image.includes("universal"));
    await watchDesk(path.join(app, "Contents", "MacOS", "regie-desktop"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} image
 * @param {string} disk where it is mounted
 * @param {string} apps where its app is copied to
 */
async function copyApp(image, disk, apps) {
  for (const place of [disk, apps]) mkdirSync(place);
  await quietly(["hdiutil", "attach", image, "-nobrowse", "-readonly", "-mountpoint", disk]);
  try {
    const name = readdirSync(disk).find((name) => name.endsWith(".app"));
    if (name === undefined) throw new Error(`there is no app in ${image}`);
    // It keeps what belongs to an app beside its files.
    await quietly(["ditto", path.join(disk, name), path.join(apps, name)]);
    say("✓ the .dmg holds an app");
    return path.join(apps, name);
  } finally {
    await quietly(["hdiutil", "detach", disk]);
  }
}

/**
 * @param {string} app
 * @param {boolean} universal
 */
async function look(app, universal) {
  const kinds = (await quietly(["lipo", "-archs", path.join(app, "Contents", "MacOS", "regie-desktop")])).trim();
  const missing = KINDS.filter((kind) => universal && !kinds.split(" ").includes(kind));
  if (missing.length > 0) throw new Error(`the app is for ${kinds} and not for ${missing.join(", ")}`);
  for (const key of KEYS) await quietly(["plutil", "-extract", key, "raw", path.join(app, "Contents", "Info.plist")]);
  await quietly(["codesign", "--verify", "--deep", "--strict", app]);
  say(`✓ it is for ${kinds}, says what it needs, and its signature holds`);
  if (process.env.NOTARIZED !== "true") return say("– not looked at: whether it is notarized (NOTARIZED=true)");
  await quietly(["xcrun", "stapler", "validate", app]);
  say("✓ it is notarized");
}
