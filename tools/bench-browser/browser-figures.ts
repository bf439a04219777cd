// The figures that need a browser: what scrolling costs, and how soon the built page answers.
import { chromium } from "@playwright/test";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";
import type { Figure } from "../bench-figure.ts";
import { findChromium, launchOptions } from "../chromium.mjs";
import { appFigures } from "./app.ts";
import { scrollFigures } from "./scroll.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const benchConfig = fileURLToPath(new URL("../bench-page.vite.config.ts", import.meta.url));

/** All of them; none, with a sentence on stderr, where there is no Chromium. Those of the app need `dist`. */
export async function browserFigures(): Promise<Figure[]> {
  if ((await findChromium()) === undefined) {
    console.error("No Chromium on this machine: the browser figures are left out.");
    return [];
  }
  await build({ configFile: benchConfig, logLevel: "warn" });
  const figures = await withPage(benchConfig, scrollFigures);
  if (existsSync(`${root}/dist/index.html`)) return [...figures, ...(await withPage(undefined, appFigures))];
  console.error("No build of the page: run npm run build for the figures of the app.");
  return figures;
}

type Measure = (browser: Awaited<ReturnType<typeof chromium.launch>>, address: string) => Promise<Figure[]>;

/** Serves a build, and measures it in a browser of its own. */
async function withPage(configFile: string | undefined, measure: Measure): Promise<Figure[]> {
  const server = await preview({
    ...(configFile === undefined ? { root } : { configFile }),
    logLevel: "warn",
    preview: { host: "127.0.0.1", port: 4400, strictPort: false },
  });
  const address = server.resolvedUrls?.local[0];
  const browser = await chromium.launch(await launchOptions());
  try {
    if (address === undefined) throw new Error("the preview server has no address");
    return await measure(browser, address);
  } finally {
    await browser.close();
    await server.close();
  }
}
