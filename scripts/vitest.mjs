// Running one of the test folders.

import { installed } from "./programs.mjs";

/**
 * The step that runs vitest in a folder.
 * @param {string} root
 * @param {string[]} args
 */
export const vitest = (root, ...args) => ({
  command: [installed("vitest"), "run", "--root", root, ...args],
  summary: (/** @type {string} */ output) => /Tests +(\d+ passed.*)/.exec(plain(output))?.[1] ?? "",
});

/** @param {string} output */
const plain = (output) => output.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "");
