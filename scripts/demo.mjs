// npm run demo: the desk with four simulated cameras, which publish clips over the real WHIP path.

import path from "node:path";
import { build, PUBLISHER } from "./build.mjs";
import { desk, openDesk } from "./desk.mjs";
import { built, ROOT, start } from "./programs.mjs";
import { say } from "./say.mjs";
import { setUp } from "./setup.mjs";

const CAMERAS = [
  { id: "demo-finish", name: "Finish line", clip: "finish.h264" },
  { id: "demo-bend", name: "Bend", clip: "bend.h264" },
  { id: "demo-podium", name: "Podium", clip: "podium.ivf" },
  { id: "demo-pits", name: "Pits", clip: "pits.h264" },
];

/** @type {import("node:child_process").ChildProcess[]} */
const publishers = [];

/** @param {import("./desk.mjs").Ready} ready */
function publish({ join, whip }) {
  if (!join || !whip) {
    say(
      "There is no network here, not even a local one: the cameras have no way to the desk. Add `-- --bind 127.0.0.1`.",
    );
    return;
  }
  const token = new URLSearchParams(new URL(join).hash.slice(1)).get("token") ?? "";
  for (const { id, name, clip } of CAMERAS) {
    const file = path.join(ROOT, "e2e", "clips", clip);
    const camera = ["--whip", whip, "--token", token, "--id", id, "--name", name, "--clip", file, "--loop"];
    publishers.push(start([built("regie-publisher"), ...camera], ["ignore", "inherit", "inherit"]));
  }
}

await setUp(desk.purpose);
await build([...desk.packages, ...PUBLISHER]);
// Its own folder: a demonstration's cameras do not take numbers in the real roster.
const code = await openDesk(["--data-dir", path.join(ROOT, ".cache", "demo"), ...process.argv.slice(2)], publish);
for (const publisher of publishers) publisher.kill();
process.exit(code);
