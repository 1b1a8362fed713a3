// npm run bench: everything that is measured, part after part; with a part's name that part alone, with its options.
//
//     npm run bench -- window|glass|replay|loss|return|air|engine|watch|record|talk|align [OPTIONS]

import { AIR, build, DESKTOP, HEADLESS, PUBLISHER } from "./build.mjs";
import { ROOT } from "./programs.mjs";
import { say } from "./say.mjs";
import { HAS_LINUX_TESTS, setUp } from "./setup.mjs";

/**
 * What can be measured: the real window, on Linux; pictures from glass to glass through the real pages; replays;
 * a phone on a Wi-Fi that loses packets; how soon a phone is back; phones on bad air; what a stream costs the engine; those who watch; recordings; the
 * director's voice; where two phones' pictures are on the session clock.
 */
const PARTS = {
  window: { purpose: "window", packages: [...HEADLESS, ...DESKTOP, ...PUBLISHER], file: "./e2e/bench/window.ts" },
  glass: { purpose: "browser", packages: [...HEADLESS, ...PUBLISHER], file: "./e2e/bench/main.ts" },
  replay: { purpose: "browser", packages: [...HEADLESS, ...PUBLISHER], file: "./e2e/bench/replay.ts" },
  loss: { purpose: "loss", packages: HEADLESS, file: "./e2e/bench/loss.ts" },
  return: { purpose: "loss", packages: HEADLESS, file: "./e2e/bench/return.ts" },
  air: { purpose: "air", packages: [...HEADLESS, ...PUBLISHER], beside: AIR, file: "./e2e/bench/air.ts" },
  engine: { purpose: "engine", packages: [...HEADLESS, ...PUBLISHER], file: "./e2e/bench/engine.ts" },
  watch: { purpose: "watch", packages: [...HEADLESS, ...PUBLISHER], file: "./e2e/bench/watch.ts" },
  record: { purpose: "record", packages: [...HEADLESS, ...PUBLISHER], file: "./e2e/bench/record.ts" },
  talk: { purpose: "browser", packages: HEADLESS, file: "./e2e/bench/talk.ts" },
  align: { purpose: "air", packages: HEADLESS, beside: AIR, file: "./e2e/bench/align.ts" },
};

const args = process.argv.slice(2);
const part = /** @type {keyof typeof PARTS | undefined} */ (Object.keys(PARTS).find((name) => name === args[0]));
// Options without a part are those of the pictures.
const parts = args.length === 0 ? Object.values(PARTS) : [PARTS[part ?? "glass"]];
if (!HAS_LINUX_TESTS && parts.includes(PARTS.window)) {
  say("– the real window: on Linux only");
  parts.splice(parts.indexOf(PARTS.window), 1);
}
for (const what of parts) {
  const { purpose, packages, file } = what;
  await setUp(purpose);
  await build(packages);
  if ("beside" in what) await build(what.beside);
  // Only now: Vite is one of the packages that the set-up may just have installed.
  const { runnerImport } = await import("vite");
  const { module } = await runnerImport(file, { root: ROOT, configFile: false });
  await module.main(part === undefined ? args : args.slice(1));
}
