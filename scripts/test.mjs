// npm test: everything, from the units to the real window. Quiet where it is green.
//
//     npm test [-- units]      (units: what needs no browser)

import { AIR, buildPages, DESKTOP, HEADLESS, PUBLISHER } from "./build.mjs";
import { fail, say } from "./say.mjs";
import { HAS_LINUX_TESTS, HAS_NETWORKS, setUp } from "./setup.mjs";
import { runSteps } from "./steps.mjs";
import { vitest } from "./vitest.mjs";

/** @param {string} output */
function rustSummary(output) {
  const passed = [...output.matchAll(/test result: ok\. (\d+) passed/g)];
  return `${passed.reduce((sum, [, count]) => sum + Number(count), 0)} passed`;
}

const [only, ...more] = process.argv.slice(2);
if ((only !== undefined && only !== "units") || more.length > 0) fail("`npm test` tests everything, or only `units`.");
await setUp(only ?? "test");
await buildPages();
const units = await runSteps([
  { name: "units of the desk", ...vitest("ui") },
  { name: "units of the phone", ...vitest("phone") },
  { name: "Rust", command: ["cargo", "test", "--quiet", "--workspace"], summary: rustSummary },
]);
if (only !== undefined) process.exit(units ? 0 : 1);
const build = await runSteps([
  { name: "build", command: ["cargo", "build", "--quiet", "--release", ...HEADLESS, ...PUBLISHER, ...DESKTOP] },
  ...(HAS_NETWORKS ? [{ name: "build of the air", command: ["cargo", "build", "--quiet", "--release", ...AIR] }] : []),
]);
// An older build would say nothing about these sources.
if (!build) process.exit(1);
// Those that go in pairs first, then each of those that are measured alone.
const inBrowsers = vitest("e2e", "--project", "browser", "--project", "browser-alone");
const shows = [{ name: "phones and desk in a browser", ...inBrowsers }];
if (!HAS_NETWORKS) say("– networks that lose packets, fall silent or come and go: as root on Linux only");
if (HAS_LINUX_TESTS) {
  shows.push({ name: "phones and the real window", ...vitest("e2e", "--project", "window") });
  // GStreamer takes minutes to build: npm run test:interop.
  const peers = ["chromium", "ffmpeg", "obs", "aiortc", "firefox", "push", "pull", "whep"];
  const light = peers.map((peer) => `interop/${peer}.test.ts`);
  shows.push({ name: "clients and servers of others", ...vitest("e2e", "--project", "interop", ...light) });
} else say("– the real window, and clients and servers of others: on Linux only");
process.exit((await runSteps(shows)) && units ? 0 : 1);
