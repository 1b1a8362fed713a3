import { defineConfig } from "vitest/config";

// One at a time: every test has browsers that encode and decode, and the machine has few cores.
const alone = {
  testTimeout: 90_000,
  hookTimeout: 60_000,
  // What is waited for is polled: there is no sleep in the tests.
  expect: { poll: { timeout: 20_000, interval: 50 } },
};

export default defineConfig({
  test: {
    fileParallelism: false,
    maxWorkers: 1,
    projects: [
      { test: { ...alone, name: "browser", include: ["*.test.ts"] } },
      { test: { ...alone, name: "interop", include: ["interop/*.test.ts"] } },
      { test: { ...alone, name: "window", include: ["window/*.test.ts"] } },
    ],
  },
});
