// npm run dev:pages: Vite's server for the desk's page; the phone's page is rebuilt at each change, because phones load
// it from the engine, which takes it from disk in a debug build.

import path from "node:path";
import { exit, installed, ROOT, start } from "./programs.mjs";

const phone = start([installed("vite"), "build", "--watch", "--logLevel", "warn"], ["ignore", 2, 2], {
  cwd: path.join(ROOT, "phone"),
});
const command = [installed("vite"), ...process.argv.slice(2)];
const ui = start(command, "inherit", { cwd: path.join(ROOT, "ui") });
const code = await exit(ui, command);
phone.kill();
process.exit(code);
