// Rust and Node: what everything else starts from, and what this set-up does not install by itself.

import { readFileSync } from "node:fs";
import path from "node:path";
import { capture, findProgram, ROOT } from "../programs.mjs";
import { fail } from "../say.mjs";

/** Ends the script with what to do when Node or Rust is missing or too old. */
export async function checkToolchain() {
  const { engines } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
  const node = versionIn(engines.node);
  if (isOlder(versionIn(process.versions.node), node)) {
    fail(
      `Régie needs Node ${node.join(".")} or newer; this is ${process.versions.node}. Install a newer one and run this again.`,
    );
  }

  const rust = versionIn(
    /^rust-version = "(.*)"/m.exec(readFileSync(path.join(ROOT, "Cargo.toml"), "utf8"))?.[1] ?? "",
  );
  const wanted = `Rust ${rust.join(".")} or newer`;
  if (!findProgram("cargo") || !findProgram("rustc")) {
    fail(
      `Régie needs ${wanted}, and cargo is not on the PATH.\nInstall Rust with rustup (rustup.rs), open a new terminal and run this again.`,
    );
  }
  const { stdout } = await capture(["rustc", "--version"]);
  if (isOlder(versionIn(stdout), rust)) {
    fail(
      `Régie needs ${wanted}; this is ${stdout.trim() || "none that works"}.\nRun \`rustup update stable\` and then this again.`,
    );
  }
}

/**
 * The first version number in a text.
 * @param {string} text
 */
const versionIn = (text) => (/\d+(\.\d+)*/.exec(text)?.[0] ?? "0").split(".").map(Number);

/**
 * @param {number[]} a
 * @param {number[]} b
 */
function isOlder(a, b) {
  const at = b.findIndex((part, index) => (a[index] ?? 0) !== part);
  return at >= 0 && (a[at] ?? 0) < b[at];
}
