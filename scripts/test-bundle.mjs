// npm run test:bundle: what `npm run bundle` makes, as people install it. On Linux the .deb is installed with apt in a
// clean Debian root and its window looked at, as root; on Windows both installers are run, on macOS the app is copied off
// its disk image, and the desk of each has to show a camera of each codec.
//
//     npm run test:bundle -- [--built] [--keep FILE.png]      (--built takes the bundle that is there)

import path from "node:path";
import { parseArgs } from "node:util";
import { build, PUBLISHER } from "./build.mjs";
import { test as testLinux } from "./bundles/linux.mjs";
import { test as testMacos } from "./bundles/macos.mjs";
import { endAll } from "./bundles/started.mjs";
import { test as testWindows } from "./bundles/windows.mjs";
import { ROOT, run } from "./programs.mjs";
import { fail } from "./say.mjs";
import { setUp } from "./setup.mjs";

const { values: options } = parseArgs({
  options: { built: { type: "boolean" }, keep: { type: "string", default: path.join(ROOT, ".cache", "bundle.png") } },
});

const { platform } = process;
/** @type {Partial<Record<NodeJS.Platform, () => Promise<void>>>} */
const TESTS = { linux: () => testLinux(options.keep), darwin: testMacos, win32: testWindows };
const test = TESTS[platform];
if (test === undefined) fail(`There is no bundle for ${platform}.`);
if (platform === "linux" && process.getuid?.() !== 0) fail("On Linux the bundle is tested as root.");
await setUp("bundle");
if (!options.built) await run(["node", "scripts/bundle.mjs"]);
await build(PUBLISHER);
try {
  await test();
} finally {
  await endAll();
}
