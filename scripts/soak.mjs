// npm run soak -- --minutes N: publishers come and go for a long time, and the end is compared with the beginning.

import { build, HEADLESS, PUBLISHER } from "./build.mjs";
import { ROOT } from "./programs.mjs";
import { setUp } from "./setup.mjs";

await setUp("soak");
// A long run is better on programs that nobody builds meanwhile: REGIE_PROGRAMS names a folder with copies.
if (process.env.REGIE_PROGRAMS === undefined) await build([...HEADLESS, ...PUBLISHER]);
// Only now: Vite is one of the packages that the set-up may just have installed.
const { runnerImport } = await import("vite");
const { module } = await runnerImport("./e2e/bench/soak.ts", { root: ROOT, configFile: false });
await module.main(process.argv.slice(2));
