// `npm run verify:stack`: lets the real QEMU, KVM and libvirt of this machine check the catalogue and the engine again.
// docs/verify-stack.md says what is compared, what is skipped where, and which differences are excused by name.
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseVersion, versionText } from "#base/version.ts";
import { bundleCatalog } from "#catalog/bundle.ts";
import { openCatalog, type Catalog } from "#catalog/open.ts";
import type { HostSelection } from "#engine/selection.ts";
import { readCatalog } from "./read-catalog.ts";
import { buildFirmware } from "./verify/guest.ts";
import { checkGuests } from "./verify/guests.ts";
import { compareKernel, hostOf, probeHost } from "./verify/host.ts";
import { openJudge, readKnownDifferences } from "./verify/known.ts";
import { checkElements } from "./verify/libvirt-elements.ts";
import { checkRound } from "./verify/libvirt-round.ts";
import { openLibvirt } from "./verify/libvirt.ts";
import { HELP, readOptions, type Options } from "./verify/options.ts";
import { install, installObstacle, lacking, type Part } from "./verify/packages.ts";
import { checkMachines } from "./verify/qemu-machines.ts";
import { checkModels } from "./verify/qemu-models.ts";
import { checkProperties } from "./verify/qemu-properties.ts";
import { openQemuCheck } from "./verify/qemu-release.ts";
import { readVersion, type QmpVersion } from "./verify/qmp-answers.ts";
import { withQmp } from "./verify/qmp.ts";
import { openReport, summary, type Report } from "./verify/report.ts";
import { capabilityNames, checkVirtinst } from "./verify/virtinst-checks.ts";
import { openVirtinst } from "./verify/virtinst.ts";

interface Run {
  readonly catalog: Catalog;
  readonly report: Report;
  readonly options: Options;
  readonly qemu: string;
  /** For files of this run only. */
  readonly folder: string;
}

const KVM = "/dev/kvm";

/** Why no guest can use KVM here; undefined when one can. */
function kvmObstacle(): string | undefined {
  if (!existsSync(KVM)) return `this machine has no ${KVM}`;
  try {
    accessSync(KVM, constants.R_OK | constants.W_OK);
    return undefined;
  } catch {
    return `this user may not open ${KVM}`;
  }
}

const installedQemu = async ({ qemu, report }: Run): Promise<QmpVersion> => {
  const installed = readVersion(await withQmp(qemu, "none", (qmp) => qmp.ask("query-version")));
  report.note(`QEMU ${installed.release} ${installed.build}`);
  return installed;
};

/** QEMU's own answers. */
async function verifyQemu(run: Run): Promise<void> {
  const installed = await installedQemu(run);
  const judge = openJudge(run.report, readKnownDifferences(), "qemu", parseVersion(installed.release) ?? []);
  const check = openQemuCheck(run.catalog, judge, run.qemu, installed);
  await checkProperties(check);
  await checkModels(check);
  await checkMachines(check);
  judge.finish();
}

/** Guests that read their own CPUID. */
async function verifyGuests(run: Run): Promise<void> {
  const { catalog, report, options, qemu, folder } = run;
  const { release } = await installedQemu(run);
  const withoutKvm = kvmObstacle();
  const newest = catalog.kernels.at(-1)?.version ?? "";
  let host: HostSelection = { kernel: newest, qemu: release, vendor: "amd", hyperv: false, xen: false };
  if (withoutKvm === undefined) {
    const measured = await probeHost();
    host = hostOf(measured, release);
    const { missing, beyond } = compareKernel(catalog, host, measured);
    report.note(`Linux ${measured.release ?? measured.kernel}, ${measured.vendor}`);
    report.check(`KVM reports what the catalogue says of Linux ${host.kernel ?? ""}`, missing);
    for (const line of beyond) report.note(line);
  }
  const firmware = await buildFirmware(folder);
  await checkGuests({ catalog, report, qemu, firmware, host, seed: options.seed, withoutKvm });
}

/** libvirt's schema and what it hands to QEMU. */
async function verifyLibvirt(run: Run): Promise<void> {
  const { catalog, report, folder } = run;
  const obstacle = kvmObstacle();
  const { release } = await installedQemu(run);
  const libvirt = await openLibvirt(folder);
  report.note(`libvirt ${libvirt.release.join(".")}`);
  const judge = openJudge(report, readKnownDifferences(), "libvirt", libvirt.release);
  await checkElements({ catalog, judge, libvirt, domainType: obstacle === undefined ? "kvm" : "qemu" });
  if (obstacle === undefined) await checkRound(catalog, judge, libvirt, release);
  else report.skip("libvirt and back", `libvirt makes no KVM domain: ${obstacle}`);
  judge.finish();
}

/** What virt-install writes. */
async function verifyVirtinst({ catalog, report, options, folder }: Run): Promise<void> {
  const virtinst = await openVirtinst(folder, options.virtInstall ?? "virt-install", capabilityNames(catalog));
  report.note(`virtinst ${versionText(virtinst.release)}`);
  const judge = openJudge(report, readKnownDifferences(), "virtinst", virtinst.release);
  await checkVirtinst({ catalog, judge, virtinst });
  judge.finish();
}

const WORK: Readonly<Record<Part, (run: Run) => Promise<void>>> = {
  qemu: verifyQemu,
  guests: verifyGuests,
  libvirt: verifyLibvirt,
  virtinst: verifyVirtinst,
};

/** Installs what is missing where that is allowed. What should have been installed and was not is a failure. */
async function getPackages({ report, options }: Run): Promise<void> {
  const missing = [...new Set(options.parts.flatMap(lacking).map((need) => need.package))];
  if (missing.length === 0 || installObstacle(options.isInstallForbidden) !== undefined) return;
  report.note(`installing ${missing.join(", ")}`);
  report.check("Debian packages", await install(missing));
}

async function runPart(run: Run, part: Part): Promise<void> {
  const { report, options } = run;
  const begin = performance.now();
  const missing = lacking(part).filter(({ program }) => options.qemu === undefined || !program.startsWith("qemu"));
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

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), Math.floor(Math.random() * 1e6));
  if (!options) return console.log(HELP);
  const bundle = bundleCatalog(readCatalog());
  if (!bundle.ok) throw new Error("the catalogue is wrong; run npm run catalog:check");
  const folder = mkdtempSync(join(tmpdir(), "flipbit-verify-"));
  const report = openReport((line) => console.log(line));
  const qemu = options.qemu ?? "qemu-system-x86_64";
  const run: Run = { catalog: openCatalog(bundle.value), report, options, qemu, folder };
  try {
    await getPackages(run);
    for (const part of options.parts) await runPart(run, part);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const tally = report.tally();
  console.log(`\n${summary(tally)}`);
  process.exitCode = tally.failed === 0 ? 0 : 1;
  return undefined;
}

await main();
