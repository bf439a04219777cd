import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { catalogPlugin } from "./tools/catalog-plugin.ts";

export default defineConfig({
  // Relative addresses: the built page works in any folder of any static server.
  base: "./",
  plugins: [react(), catalogPlugin((asset) => `catalog/${asset}`)],
  build: { target: "baseline-widely-available", outDir: "dist" },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "tools/**/*.test.ts"],
    // Properties try many cases; a busy machine takes its time over them.
    testTimeout: 60_000,
    // `.only` and skipped tests are for the moment, not for a commit: oxlint forbids both.
    passWithNoTests: false,
  },
});
