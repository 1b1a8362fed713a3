// npm run fuzz -- TARGET [--seconds N]: invents input for one of the targets of fuzz/, starting from its corpus. What
// reaches new code is kept in .cache/fuzz/TARGET, what breaks something in fuzz/artifacts/TARGET.

import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { become, ROOT } from "./programs.mjs";
import { fail } from "./say.mjs";
import { tool } from "./setup/tools.mjs";
import { setUp } from "./setup.mjs";

const targets = readdirSync(path.join(ROOT, "fuzz", "fuzz_targets")).map((file) => path.basename(file, ".rs"));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string", default: "60" } },
});
const [target] = positionals;
const seconds = Number(values.seconds);
if (!targets.includes(target) || !(seconds > 0)) {
  fail(`Usage: npm run fuzz -- TARGET [--seconds N]\nThe targets: ${targets.join(", ")}.`);
}

const finds = path.join(ROOT, ".cache", "fuzz", target);
mkdirSync(finds, { recursive: true });
await setUp("fuzz");
// Our crates have no unsafe code for a sanitizer to find, and without one this needs no nightly compiler.
await become(
  [
    tool("cargo-fuzz"),
    "run",
    "--sanitizer",
    "none",
    target,
    finds,
    path.join(ROOT, "fuzz", "corpus", target),
    "--",
    `-max_total_time=${seconds}`,
    "-max_len=8192",
    "-timeout=10",
    "-rss_limit_mb=2048",
    "-print_final_stats=1",
  ],
  { env: { CARGO_TARGET_DIR: path.join(ROOT, "target", "fuzz") } },
);
