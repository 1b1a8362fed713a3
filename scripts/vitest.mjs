// Running one of the test folders.

import { installed } from "./programs.mjs";

/** How many of the slowest files are named, of those that took so long at least. */
const [SLOWEST, SLOW_S] = [3, 10];

/**
 * The step that runs vitest in a folder.
 * @param {string} root
 * @param {string[]} args
 */
export const vitest = (root, ...args) => ({
  command: [installed("vitest"), "run", "--root", root, ...args],
  summary: (/** @type {string} */ output) => {
    const text = plain(output);
    return [/Tests +(\d+ passed.*)/.exec(text)?.[1], slowest(text)].filter(Boolean).join(", ");
  },
});

/**
 * Where the time went: the slowest files, by name and seconds.
 * @param {string} text
 */
function slowest(text) {
  const files = [...text.matchAll(/([\w-]+)\.test\.ts \(\d+ tests?.*\) +(\d+)ms/g)].map(([, name, ms]) => ({
    name,
    seconds: Math.round(Number(ms) / 1000),
  }));
  const slow = files.filter(({ seconds }) => seconds >= SLOW_S).sort((a, b) => b.seconds - a.seconds);
  return slow
    .slice(0, SLOWEST)
    .map(({ name, seconds }) => `${name} ${seconds} s`)
    .join(", ");
}

/** @param {string} output */
const plain = (output) => output.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "");
