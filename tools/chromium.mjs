// The one place that finds a Chromium, for the tests and the benchmark; and installs one when asked.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run, runPackage } from "./run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const applications = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Root has no sandbox, a CI machine no GPU, and a test needs no network but its own. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Some distributions install a stub that only says where to get the browser: ask it for its version. */
const starts = (/** @type {string} */ path) =>
  existsSync(path) && spawnSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;

async function bundledPath() {
  try {
    const { chromium } = await import("@playwright/test");
    return chromium.executablePath();
  } catch {
    return "";
  }
}

/**
 * The browser named by CHROME_PATH or PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH, else one of this machine, else Playwright's own.
 * @returns {Promise<string | undefined>}
 */
export async function findChromium() {
  const named = process.env["CHROME_PATH"] || process.env["PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH"];
  if (named) return named;
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const paths = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...applications];
  return [...paths, await bundledPath()].find((path) => path !== "" && starts(path));
}

/** Finds a Chromium, or installs one: as root with apt, else by Playwright's download. `undefined` when neither works. */
export async function ensureChromium() {
  const found = await findChromium();
  if (found !== undefined) return found;
  console.log("No Chromium on this machine: installing one for the browser tests ...");
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-qq"], { env });
    await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env });
  }
  const installed = await findChromium();
  if (installed !== undefined) return installed;
  await runPackage("@playwright/test/cli.js", ["install", "chromium"]);
  return findChromium();
}

/** What Playwright's `launchOptions` and `chromium.launch()` take. */
export async function launchOptions() {
  const executablePath = await findChromium();
  return executablePath === undefined ? { args } : { args, executablePath };
}
