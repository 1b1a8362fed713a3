import { defineConfig } from "vitest/config";

/**
 * Nothing runs beside these: they measure, have to fit into the ten seconds of a replay, or change this machine's
 * networks, which every browser on it notices.
 */
const ALONE = ["air", "change", "every-picture", "flood", "ice", "load", "loss", "recording", "sound"].map(
  (name) => `${name}.test.ts`,
);

const common = {
  testTimeout: 90_000,
  hookTimeout: 60_000,
  // What is waited for is polled: there is no sleep in the tests.
  expect: { poll: { timeout: 20_000, interval: 50 } },
};

// One at a time: every test has browsers that encode and decode, and the machine has few cores.
const alone = { ...common, fileParallelism: false, maxWorkers: 1, sequence: { groupOrder: 1 } };
// Two at a time: a show mostly waits for what its people do, and needs two fifths of a core (docs/testing.md).
const inPairs = { ...common, maxWorkers: 2, sequence: { groupOrder: 0 } };

export default defineConfig({
  test: {
    projects: [
      { test: { ...inPairs, name: "browser", include: ["*.test.ts"], exclude: ALONE } },
      { test: { ...alone, name: "browser-alone", include: ALONE } },
      { test: { ...alone, name: "interop", include: ["interop/*.test.ts"] } },
      { test: { ...alone, name: "window", include: ["window/*.test.ts"] } },
    ],
  },
});
