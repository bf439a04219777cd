// Builds the benchmark's own page into build/bench; no part of the app.
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { catalogPlugin } from "./catalog-plugin.ts";

export default defineConfig({
  root: fileURLToPath(new URL("bench-page", import.meta.url)),
  base: "./",
  publicDir: false,
  plugins: [react(), catalogPlugin((asset) => `catalog/${asset}`)],
  build: {
    target: "baseline-widely-available",
    outDir: fileURLToPath(new URL("../build/bench", import.meta.url)),
    emptyOutDir: true,
  },
});
