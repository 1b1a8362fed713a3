// A list of checks: one line for each that holds, everything that it printed for one that does not.

import { capture } from "./programs.mjs";
import { say } from "./say.mjs";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command
 * @property {import("./programs.mjs").How} [how]
 * @property {(output: string) => string} [summary] a few words about a run that went well
 * @property {(output: string) => string | undefined} [excuse] why a failure is none, said instead of failing
 */

/**
 * Runs the steps in order, all of them.
 * @param {Step[]} steps
 * @returns {Promise<boolean>} whether all hold
 */
export async function runSteps(steps) {
  let hold = true;
  for (const { name, command, how, summary, excuse } of steps) {
    const began = performance.now();
    const { code, output } = await capture(command, how);
    const seconds = `${Math.round((performance.now() - began) / 1000)} s`;
    const excused = code !== 0 ? excuse?.(output) : undefined;
    if (code === 0) {
      say(`✓ ${name} (${[summary?.(output), seconds].filter(Boolean).join(", ")})`);
    } else if (excused) {
      say(`– ${name}: ${excused}`);
    } else {
      hold = false;
      say(`${output.trimEnd()}\n✗ ${name} (${seconds})`);
    }
  }
  return hold;
}
