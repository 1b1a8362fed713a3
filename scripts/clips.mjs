// npm run clips: draws and encodes the demonstration's four clips into e2e/clips, and makes what is heard in them. They are committed; this is run when a
// scene changes.

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ivf } from "./clips/ivf.mjs";
import { SOUNDS } from "./clips/sounds.mjs";
import { HEIGHT, WIDTH } from "./clips/stage.mjs";
import { findProgram, ROOT, run } from "./programs.mjs";
import { say } from "./say.mjs";
import { setUp } from "./setup.mjs";

/** @type {{ scene: string, codec: "h264" | "vp8" }[]} */
const CLIPS = [
  { scene: "finish", codec: "h264" },
  { scene: "bend", codec: "h264" },
  { scene: "podium", codec: "vp8" },
  { scene: "pits", codec: "h264" },
];
// WebCodecs wants a secure context: nothing is ever asked of this host, the page is answered from here.
const ORIGIN = "https://clips.invalid";

await setUp("clips");
const folder = path.join(ROOT, "e2e", "clips");
mkdirSync(folder, { recursive: true });
for (const [name, filters] of Object.entries(SOUNDS)) {
  const encoder = ["-c:a", "libopus", "-b:a", "32k", "-ac", "1", "-map_metadata", "-1", "-bitexact"];
  const file = path.join(folder, name);
  await run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", filters, ...encoder, file]);
}
const { chromium } = await import("playwright-core");
const browser = await chromium.launch({
  executablePath: ["chromium", "chromium-browser", "google-chrome"].map(findProgram).find(Boolean) ?? "",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
try {
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
    const file = path.join(ROOT, "scripts", "clips", path.basename(pathname));
    return route.fulfill({ path: file, contentType: "text/javascript" });
  });
  await page.goto(`${ORIGIN}/`);

  for (const { scene, codec } of CLIPS) {
    const encoded = await page.evaluate(
      async ({ scene, codec }) => (await import(`/${"encode.mjs"}`)).encode(scene, codec),
      { scene, codec },
    );
    const pictures = encoded.map((/** @type {string} */ text) => Buffer.from(text, "base64"));
    const name = `${scene}.${codec === "h264" ? "h264" : "ivf"}`;
    const file = codec === "h264" ? Buffer.concat(pictures) : ivf(pictures, { width: WIDTH, height: HEIGHT, fps: 30 });
    writeFileSync(path.join(folder, name), file);
    say(`${name}: ${pictures.length} pictures, ${Math.round(file.length / 1000)} kB`);
  }
} finally {
  await browser.close();
}
