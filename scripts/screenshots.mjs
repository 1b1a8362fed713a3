// npm run screenshots: the pictures of the README, taken from the real pages with the demonstration's cameras.
//
//     npm run screenshots -- --all [desk|phone|watch|screen]    every page in every state, laid out in .cache/screens

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline";
import { build, HEADLESS, PUBLISHER } from "./build.mjs";
import { CAMERAS, publish } from "./cameras.mjs";
import { built, exit, findProgram, ROOT, start } from "./programs.mjs";
import { fail, say } from "./say.mjs";
import { setUp } from "./setup.mjs";

await setUp("browser");
await build([...HEADLESS, ...PUBLISHER]);
const [all, ...pages] = process.argv.slice(2);
if (all !== undefined) {
  if (all !== "--all") fail("npm run screenshots takes `-- --all`, and the pages after it, or nothing.");
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport("./e2e/screens/main.ts", { root: ROOT, configFile: false });
  await module.main(pages);
  process.exit();
}
const { chromium } = await import("playwright-core");

const folder = path.join(ROOT, "docs");
const data = mkdtempSync(path.join(tmpdir(), "regie-screenshots-"));
const command = [built("regie"), "--data-dir", data, "--https-port", "0", "--http-port", "0", "--desk-port", "0"];
const engine = start(command, ["ignore", "pipe", "inherit"], { env: { RUST_LOG: "warn,webrtc=off,rtc=off" } });
const lines = readline.createInterface({ input: /** @type {import("node:stream").Readable} */ (engine.stdout) });
const ready = JSON.parse(await new Promise((resolve) => lines.once("line", resolve)));
/** @type {import("node:child_process").ChildProcess[]} */
const publishers = [];
await publish(ready, publishers);
const browser = await chromium.launch({
  executablePath: ["chromium", "chromium-browser", "google-chrome"].map(findProgram).find(Boolean) ?? "",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
  ],
});
try {
  mkdirSync(folder, { recursive: true });
  const desk = await browser.newPage({ viewport: { width: 1440, height: 810 }, locale: "en-GB" });
  await desk.goto(ready.desk);
  await desk
    .locator('[data-testid="tile"][data-state="live"]')
    .nth(CAMERAS.length - 1)
    .waitFor();
  // A show in progress: some seconds of one camera, some of another.
  await desk.keyboard.press("3");
  await desk.waitForTimeout(4000);
  await desk.keyboard.press("1");
  await desk.waitForTimeout(5000);
  await desk.screenshot({ path: path.join(folder, "desk.png") });
  say("docs/desk.png");
  await desk.keyboard.press("r");
  await desk.locator('[data-testid="replay-badge"]').waitFor();
  await desk.waitForTimeout(2000);
  await desk.screenshot({ path: path.join(folder, "replay.png") });
  say("docs/replay.png");
  await desk.keyboard.press("l");
  await desk.locator('[data-testid="replay-badge"]').waitFor({ state: "hidden" });
  // What leaves the desk: the show is recorded, and somebody watches it on a phone.
  await desk.keyboard.press("Shift+R");
  await desk.keyboard.press("o");
  const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
  const viewer = await browser.newPage({ ...phone, locale: "en-GB" });
  await viewer.goto(ready.watch);
  await viewer.locator('html[data-state="playing"]').waitFor();
  await viewer.waitForTimeout(4000);
  // Its keys are there for three seconds after a touch.
  await viewer.mouse.move(195, 400);
  await viewer.screenshot({ path: path.join(folder, "watch.png") });
  say("docs/watch.png");
  await desk.bringToFront();
  await desk.getByTestId("viewers").filter({ hasText: /^1 / }).waitFor();
  await desk.locator('[data-testid="recording"]').waitFor();
  await desk.locator('[data-testid="minutes-left"]').waitFor();
  await desk.waitForTimeout(2000);
  await desk.screenshot({ path: path.join(folder, "outputs.png") });
  say("docs/outputs.png");
} finally {
  await browser.close();
  for (const publisher of publishers) publisher.kill();
  engine.kill();
  await exit(engine, command);
  rmSync(data, { recursive: true });
}
