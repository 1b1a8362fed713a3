// npm run bench: how long a picture takes, measured on stamped pictures through the real pages.

import { build, HEADLESS } from "./build.mjs";
import { ROOT } from "./programs.mjs";
import { setUp } from "./setup.mjs";

await setUp("browser");
await build(HEADLESS);
// Only now: Vite is one of the packages that the set-up may just have installed.
const { runnerImport } = await import("vite");
const { module } = await runnerImport("./e2e/bench/main.ts", { root: ROOT, configFile: false });
await module.main(process.argv.slice(2));
