// npm run demo: the desk with four simulated cameras, which publish clips over the real WHIP path.

import path from "node:path";
import { build, PUBLISHER } from "./build.mjs";
import { publish } from "./cameras.mjs";
import { desk, openDesk } from "./desk.mjs";
import { ROOT } from "./programs.mjs";
import { say } from "./say.mjs";
import { setUp } from "./setup.mjs";

/** @type {import("node:child_process").ChildProcess[]} */
const publishers = [];

/** @param {import("./desk.mjs").Ready} ready */
async function onReady(ready) {
  await publish(ready, publishers);
  if (publishers.length > 0) return;
  say(
    "There is no network here, not even a local one: the cameras have no way to the desk. Add `-- --bind 127.0.0.1`.",
  );
}

await setUp(desk.purpose);
await build([...desk.packages, ...PUBLISHER]);
const args = process.argv.slice(2);
// Its own folder: a demonstration's cameras do not take numbers in the real roster.
if (!args.includes("--data-dir")) args.push("--data-dir", path.join(ROOT, ".cache", "demo"));
const code = await openDesk(args, onReady);
for (const publisher of publishers) publisher.kill();
process.exit(code);
