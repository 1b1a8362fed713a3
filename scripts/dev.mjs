// npm run dev: the desk in its window, with hot reload of both pages and a rebuild when the engine changes.

import { become, installed } from "./programs.mjs";
import { setUp } from "./setup.mjs";

await setUp("start");
await become([installed("tauri"), "dev", ...process.argv.slice(2)]);
