// npm run bundle: the installers of this platform.

import { become, installed } from "./programs.mjs";
import { setUp } from "./setup.mjs";

await setUp("start");
await become([installed("tauri"), "build", ...process.argv.slice(2)]);
