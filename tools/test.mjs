// `npm test`: everything CI runs, from a fresh clone. The last line counts it all: `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { prepare, root } from "./prepare.mjs";
import { countPlaywright, countStack, countVitest, readCounts } from "./reports.mjs";
import { buildCli, buildPage, run, runPackage } from "./run.mjs";

/** @typedef {import("./reports.mjs").Counts} Counts */

const total = { passed: 0, failed: 0 };
/** @type {string[]} */
const summary = [];

/**
 * @param {string} name
 * @param {() => Promise<Counts>} work
 * @returns {Promise<boolean>} true when nothing failed
 */
async function step(name, work) {
  console.log(`\n=== ${name}`);
  const begin = performance.now();
  const { passed, failed, skipped, note } = await work();
  total.passed += passed;
  total.failed += failed;
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const left = skipped > 0 ? `, ${skipped} skipped` : "";
  const line = `${failed === 0 ? "ok  " : "FAIL"} ${name}: ${passed} passed, ${failed} failed${left} (${seconds} s)${note === undefined ? "" : `; ${note}`}`;
  console.log(`--- ${line}`);
  summary.push(line);
  return failed === 0;
}

/**
 * A step that is one check: it passes or fails as a whole.
 * @param {() => Promise<number>} work
 */
const single = (work) => async () => {
  const passed = (await work()) === 0;
  return { passed: Number(passed), failed: Number(!passed), skipped: 0 };
};

/**
 * A step that is a test runner, counted by the JSON report it writes.
 * @template Report
 * @param {string} report
 * @param {(report: Report) => Counts} count
 * @param {() => Promise<number>} work
 */
const runner = (report, count, work) => async () => {
  const file = resolve(root, report);
  rmSync(file, { force: true });
  return readCounts(file, count, await work());
};

const unitReport = "build/reports/unit.json";
const unitArgs = ["run", "--allowOnly=false", "--reporter=default", "--reporter=json"];
const runUnit = () => runPackage("vitest/vitest.mjs", [...unitArgs, `--outputFile.json=${unitReport}`]);

/** A commit always draws the same guests, so that running it again tells the same; other commits draw others. */
function seedArgs() {
  const { status, stdout } = spawnSync("git", ["rev-parse", "--short=8", "HEAD"], { cwd: root, encoding: "utf8" });
  const seed = Number.parseInt(stdout ?? "", 16);
  return status === 0 && Number.isInteger(seed) ? ["--seed", `${seed % 1_000_000}`] : [];
}

const stackReport = "build/reports/stack.json";
const stackArgs = ["--brief", "--minutes", "9", "--report", stackReport];
const runStack = () => run(process.execPath, ["--import", "tsx", "tools/verify-stack.ts", ...stackArgs, ...seedArgs()]);

/** Playwright's configuration writes the report. */
const e2eReport = "build/reports/e2e.json";
const runE2e = () => runPackage("@playwright/test/cli.js", ["test", "--forbid-only"]);

async function browserTests() {
  if ((await ensureChromium()) !== undefined) return runner(e2eReport, countPlaywright, runE2e)();
  console.error("No Chromium found or installed: install Chromium or Chrome, or set CHROME_PATH to one.");
  return { passed: 0, failed: 1, skipped: 0 };
}

await prepare();
await step(
  "lint: oxlint",
  single(() => runPackage("oxlint/bin/oxlint", ["--deny-warnings"])),
);
await step(
  "lint: prettier",
  single(() => runPackage("prettier/bin/prettier.cjs", ["--check", "--log-level=warn", "."])),
);
await step(
  "lint: knip",
  single(() => runPackage("knip/bin/knip.js", ["--no-progress"])),
);
for (const project of ["core", "app", "node"]) {
  await step(
    `types: ${project}`,
    single(() => runPackage("typescript/bin/tsc", ["-p", `tsconfig.${project}.json`])),
  );
}
await step("unit", runner(unitReport, countVitest, runUnit));
await step("real stack", runner(stackReport, countStack, runStack));
const built = await step("build: page", single(buildPage));
await step("build: command line", single(buildCli));
await step(
  "e2e",
  built
    ? browserTests
    : single(async () => {
        console.error("not run: the page could not be built");
        return 1;
      }),
);

console.log(`\n${summary.join("\n")}\n\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
