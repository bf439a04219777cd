// Builds the command line for Node: one file without dependencies, and the catalogue beside it.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { catalogPlugin } from "./catalog-plugin.ts";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  publicDir: false,
  plugins: [catalogPlugin((asset) => (asset === "bundle.json" ? "catalog.json" : asset))],
  ssr: { noExternal: true, target: "node" },
  build: {
    ssr: "src/cli/main.ts",
    ssrEmitAssets: true,
    target: "node20.19",
    outDir: "build/cli",
    emptyOutDir: true,
    rolldownOptions: { output: { entryFileNames: "flipbit.mjs", codeSplitting: false } },
  },
});
