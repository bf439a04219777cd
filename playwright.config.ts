import { defineConfig } from "@playwright/test";
import { launchOptions } from "./tools/chromium.mjs";

/** Not the port of `npm start`, so that tests run beside it. */
const port = Number(process.env["FLIPBIT_E2E_PORT"] ?? 4317);
const address = `http://127.0.0.1:${port}/`;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // axe takes its time on a table of some thousand cells.
  timeout: 90_000,
  globalTimeout: 20 * 60_000,
  reporter: [["line"], ["json", { outputFile: "build/reports/e2e.json" }]],
  use: { baseURL: address, launchOptions: await launchOptions(), trace: "retain-on-failure" },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort`,
    url: address,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
