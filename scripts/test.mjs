// npm test: everything, from the units to the real window. Quiet where it is green.

import { buildPages, DESKTOP, HEADLESS, PUBLISHER } from "./build.mjs";
import { installed } from "./programs.mjs";
import { say } from "./say.mjs";
import { HAS_WINDOW_DRIVER, setUp } from "./setup.mjs";
import { runSteps } from "./steps.mjs";

/** @param {string} root @param {string[]} args */
const vitest = (root, ...args) => ({
  command: [installed("vitest"), "run", "--root", root, ...args],
  summary: (/** @type {string} */ output) => /Tests +(\d+ passed.*)/.exec(plain(output))?.[1] ?? "",
});

/** @param {string} output */
const plain = (output) => output.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "");

/** @param {string} output */
function rustSummary(output) {
  const passed = [...output.matchAll(/test result: ok\. (\d+) passed/g)];
  return `${passed.reduce((sum, [, count]) => sum + Number(count), 0)} passed`;
}

await setUp("test");
await buildPages();
const units = await runSteps([
  { name: "units of the desk", ...vitest("ui") },
  { name: "units of the phone", ...vitest("phone") },
  { name: "Rust", command: ["cargo", "test", "--quiet", "--workspace"], summary: rustSummary },
]);
const build = await runSteps([
  { name: "build", command: ["cargo", "build", "--quiet", "--release", ...HEADLESS, ...PUBLISHER, ...DESKTOP] },
]);
// An older build would say nothing about these sources.
if (!build) process.exit(1);
const shows = [{ name: "phones and desk in a browser", ...vitest("e2e", "--project", "browser") }];
if (HAS_WINDOW_DRIVER) shows.push({ name: "phones and the real window", ...vitest("e2e", "--project", "window") });
else say("– phones and the real window: driven on Linux only");
process.exit((await runSteps(shows)) && units ? 0 : 1);
