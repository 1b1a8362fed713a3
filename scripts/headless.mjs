// npm run headless -- ARGS: the régie without a window. Its stdout is the engine's alone.

import { build, HEADLESS } from "./build.mjs";
import { become, built } from "./programs.mjs";
import { setUp } from "./setup.mjs";

await setUp("headless");
await build(HEADLESS);
await become([built("regie"), ...process.argv.slice(2)]);
