// `npm run verify:stack`: lets the real QEMU, KVM, libvirt and virt-install of this machine check the catalogue and the engine again.
// docs/verify-stack.md says what is compared, what is skipped where, and which differences are excused by name.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundleCatalog } from "#catalog/bundle.ts";
import { openCatalog } from "#catalog/open.ts";
import { readCatalog } from "./read-catalog.ts";
import { HELP, readOptions, type Options } from "./verify/options.ts";
import { install, installObstacle, lacking, type Part } from "./verify/packages.ts";
import { stopPrograms } from "./verify/program.ts";
import { openReport, summary } from "./verify/report.ts";
import { WORK, type Run } from "./verify/parts.ts";

/** Installs what is missing where that is allowed. Programs that are missing then are a failure; apt's complaints alone are not. */
async function getPackages({ report, options }: Run): Promise<void> {
  const missingPackages = (): string[] => [...new Set(options.parts.flatMap(lacking).map((need) => need.package))];
  const missing = missingPackages();
  if (missing.length === 0 || installObstacle(options.isInstallForbidden) !== undefined) return;
  report.note(`installing ${missing.join(", ")}`);
  const complaints = await install(missing);
  if (missingPackages().length > 0) report.fail("Debian packages", complaints);
  else for (const line of complaints) report.note(line);
}

/** Another program takes its place. */
const isGiven = ({ qemu, virtInstall }: Options, program: string): boolean =>
  (qemu !== undefined && program.startsWith("qemu")) ||
  (virtInstall !== undefined && ["virt-install", "virt-xml"].includes(program));

async function runPart(run: Run, part: Part): Promise<void> {
  const { report, options } = run;
  const begin = performance.now();
  const missing = lacking(part).filter(({ program }) => !isGiven(options, program));
  if (missing.length > 0) {
    const what = `no ${missing.map((need) => `${need.program} (package ${need.package})`).join(", ")}`;
    const obstacle = installObstacle(options.isInstallForbidden);
    if (obstacle === undefined) report.fail(part, [`${what}, although it was to be installed`]);
    else report.skip(part, `${what}; ${obstacle}`);
    return;
  }
  try {
    await WORK[part](run);
  } catch (error) {
    report.fail(part, [error instanceof Error ? error.message : String(error)]);
  }
  report.note(`${part}: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
}

/** Ends the run, whatever still hangs. */
function watch({ report, options }: Run, end: () => void): NodeJS.Timeout {
  return setTimeout(() => {
    report.fail("time", [`not done after ${options.minutes} minutes`]);
    stopPrograms();
    end();
    process.exit(1);
  }, options.minutes * 60_000);
}

/** The counts: the last line for people, and the file for programs. */
function conclude({ report, options }: Run): void {
  const tally = report.tally();
  console.log(`\n${summary(tally)}`);
  process.exitCode = tally.failed === 0 ? 0 : 1;
  if (options.report === undefined) return;
  mkdirSync(dirname(options.report), { recursive: true });
  writeFileSync(options.report, `${JSON.stringify({ ...tally, seed: options.seed, parts: options.parts })}\n`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), Math.floor(Math.random() * 1e6));
  if (!options) return console.log(HELP);
  const bundle = bundleCatalog(readCatalog());
  if (!bundle.ok) throw new Error("the catalogue is wrong; run npm run catalog:check");
  const folder = mkdtempSync(join(tmpdir(), "flipbit-verify-"));
  const clean = (): void => rmSync(folder, { recursive: true, force: true });
  const report = openReport((line) => console.log(line), options.isBrief);
  const qemu = options.qemu ?? "qemu-system-x86_64";
  const run: Run = { catalog: openCatalog(bundle.value), report, options, qemu, folder };
  try {
    await getPackages(run);
    const timer = watch(run, () => {
      conclude(run);
      clean();
    });
    for (const part of options.parts) await runPart(run, part);
    clearTimeout(timer);
  } finally {
    clean();
  }
  conclude(run);
  return undefined;
}

await main();
