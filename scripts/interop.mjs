// npm run test:interop: real clients of WHIP and WHEP against the real engine, and it against real servers, one line for
// each.
//
//     npm run test:interop [-- ffmpeg obs …]

import { build, HEADLESS, PUBLISHER } from "./build.mjs";
import { fail } from "./say.mjs";
import { setUp } from "./setup.mjs";
import { runSteps } from "./steps.mjs";
import { vitest } from "./vitest.mjs";

const CLIENTS = [
  ...["chromium", "ffmpeg", "obs", "aiortc", "firefox", "gstreamer"],
  ...["push", "pull", "whep", "gstreamer-peers"],
];

const chosen = process.argv.slice(2);
const unknown = chosen.filter((client) => !CLIENTS.includes(client));
if (unknown.length > 0) fail(`There is no client ${unknown.join(", ")}: ${CLIENTS.join(", ")}.`);
if (process.platform !== "linux") fail("The clients are set up on Linux only.");

await setUp("interop");
// The packages that the tests build, so that cargo's features are the same and nothing is built twice.
await build([...HEADLESS, ...PUBLISHER]);
const clients = chosen.length > 0 ? chosen : CLIENTS;
const steps = clients.map((name) => ({ name, ...vitest("e2e", "--project", "interop", `interop/${name}.test.ts`) }));
process.exit((await runSteps(steps)) ? 0 : 1);
