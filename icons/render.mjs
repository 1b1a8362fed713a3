// Renders icon.svg into the files that the bundles and the window need. Run it after every change of the drawing:
// `node icons/render.mjs`.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const here = import.meta.dirname;
const wanted = ["32x32.png", "128x128.png", "128x128@2x.png", "icon.png", "icon.icns", "icon.ico"];

// The CLI also draws for phones and shops; we take what the desktop uses.
const all = mkdtempSync(join(tmpdir(), "regie-icons-"));
try {
  const tauri = join(here, "..", "node_modules", "@tauri-apps", "cli", "tauri.js");
  execFileSync(process.execPath, [tauri, "icon", join(here, "icon.svg"), "--output", all], { stdio: "inherit" });
  for (const file of wanted) copyFileSync(join(all, file), join(here, file));
} finally {
  rmSync(all, { recursive: true });
}
