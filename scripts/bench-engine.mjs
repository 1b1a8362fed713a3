// npm run bench:engine: what a stream costs the engine, and Janus beside it.

import { build, HEADLESS, PUBLISHER } from "./build.mjs";
import { ROOT } from "./programs.mjs";
import { setUp } from "./setup.mjs";

await setUp("load");
await build([...HEADLESS, ...PUBLISHER]);
// Only now: Vite is one of the packages that the set-up may just have installed.
const { runnerImport } = await import("vite");
const { module } = await runnerImport("./e2e/bench/engine.ts", { root: ROOT, configFile: false });
await module.main(process.argv.slice(2));
