import { defineConfig } from "vitest/config";

export default defineConfig({
  // The desk is served from tauri://localhost and from the engine's loopback listener.
  base: "./",
  build: {
    outDir: "dist",
    target: ["safari16", "es2022"],
    // Everything stays a file: the shell's CSP allows no data: scripts, styles or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The desk, the page of its second screen, that of who watches on the network, and that of the shell's trial.
    rolldownOptions: { input: ["index.html", "screen.html", "watch.html", "trial.html"] },
  },
  server: { port: 1420, strictPort: true },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
