import { defineConfig } from "vite";

export default defineConfig({
  // Relative, so that the page works wherever the engine mounts it.
  base: "./",
  build: {
    // The oldest browsers that have what the page needs: phones are handed down to the crew.
    target: ["es2020", "chrome87", "safari14.1", "firefox90"],
    // The content security policy is default-src 'self': a data: URL would be refused.
    assetsInlineLimit: 0,
    modulePreload: false,
    emptyOutDir: true,
  },
});
