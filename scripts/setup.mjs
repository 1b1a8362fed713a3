// Brings a machine that has Rust and Node to where a command can run, and does nothing on one that is there already.
// Nothing in here may import a package: it is what installs them.
//
//     node scripts/setup.mjs start|headless|check|fuzz|test|interop

import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fail } from "./say.mjs";
import { askForPrograms, isDebian, setUpPackages } from "./setup/apt.mjs";
import { setUpClients } from "./setup/clients.mjs";
import { setUpModules } from "./setup/npm.mjs";
import { checkToolchain } from "./setup/toolchain.mjs";
import { setUpTools } from "./setup/tools.mjs";

/** Whether the real window can be driven here, and clients that are no browsers set up: both are Linux's. */
export const HAS_LINUX_TESTS = process.platform === "linux";
/** Whether networks of the tests' own can be made here, which lose packets and fall silent. */
export const HAS_NETWORKS = HAS_LINUX_TESTS && process.getuid?.() === 0;

/**
 * What each command needs.
 * @type {Record<string, { packages: string[], tools: string[], clients?: string[] }>}
 */
const PURPOSES = {
  start: { packages: ["start"], tools: [] },
  headless: { packages: ["headless"], tools: [] },
  browser: { packages: ["headless", "browser"], tools: [] },
  window: { packages: ["start", "test", "clips"], tools: ["tauri-driver"] },
  loss: { packages: ["headless", "browser", "network"], tools: [] },
  air: { packages: ["headless", "browser", "network", "clips"], tools: [] },
  engine: { packages: ["headless", "clips", "janus"], tools: [] },
  watch: { packages: ["headless", "browser", "clips", "janus"], tools: [] },
  record: { packages: ["headless", "browser", "clips"], tools: [] },
  soak: { packages: ["headless", "clips"], tools: [] },
  clips: { packages: ["headless", "browser", "clips"], tools: [] },
  bundle: HAS_LINUX_TESTS
    ? { packages: ["start", "test", "clips", "bundle"], tools: [] }
    : { packages: ["start"], tools: [] },
  fuzz: { packages: ["headless"], tools: ["cargo-fuzz"] },
  units: { packages: ["start", "clips"], tools: [] },
  check: { packages: ["start"], tools: ["cargo-deny"] },
  test: HAS_LINUX_TESTS
    ? {
        packages: ["start", "browser", "network", "test", "clients", "clips"],
        tools: ["tauri-driver"],
        clients: ["python"],
      }
    : { packages: ["start", "browser", "clips"], tools: [] },
  interop: { packages: ["headless", "browser", "clients", "gstreamer"], tools: [], clients: ["python", "gstreamer"] },
};

/**
 * Installs what is missing for a purpose, saying so; prints nothing when nothing is.
 * @param {string} purpose a key of PURPOSES
 */
export async function setUp(purpose) {
  const { packages, tools, clients = [] } = PURPOSES[purpose];
  if (isDebian()) await setUpPackages(packages);
  else askForPrograms(packages);
  await checkToolchain();
  await setUpModules();
  await setUpTools(tools);
  await setUpClients(clients);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const purpose = process.argv[2] ?? "start";
  if (!Object.hasOwn(PURPOSES, purpose)) fail(`Set-up is for one of: ${Object.keys(PURPOSES).join(", ")}.`);
  await setUp(purpose);
}
