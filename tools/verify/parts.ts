// The parts of a run: what each one asks and compares.
import { parseVersion, versionText, type Version } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import type { HostSelection } from "#engine/selection.ts";
import { checkDumps } from "./dumps.ts";
import { buildFirmware } from "./guest.ts";
import { checkGuests } from "./guests.ts";
import { compareKernel, hostOf, probeHost } from "./host.ts";
import { openJudge, readKnownDifferences, type Judge } from "./known.ts";
import { kvmObstacle } from "./kvm.ts";
import { checkElements } from "./libvirt-elements.ts";
import { checkRound, fixedOnRichHost } from "./libvirt-round.ts";
import { openLibvirt } from "./libvirt.ts";
import type { Options } from "./options.ts";
import type { Part } from "./packages.ts";
import { checkMachines } from "./qemu-machines.ts";
import { checkModels } from "./qemu-models.ts";
import { checkNeeds } from "./qemu-needs.ts";
import { checkProperties } from "./qemu-properties.ts";
import { openQemuCheck } from "./qemu-release.ts";
import { readVersion, type QmpVersion } from "./qmp-answers.ts";
import { withQmp } from "./qmp.ts";
import { checkProfiles } from "./profiles.ts";
import type { Report } from "./report.ts";
import { checkQemuSnippets } from "./snippets-qemu.ts";
import { checkShellSnippets } from "./snippets-shell.ts";
import { checkVirtinstSnippets } from "./snippets-virtinst.ts";
import { triedLines } from "./snippets.ts";
import { capabilityNames, checkVirtinst } from "./virtinst-checks.ts";
import { openVirtinst } from "./virtinst.ts";

/** What all parts of a run share. */
export interface Run {
  readonly catalog: Catalog;
  readonly report: Report;
  readonly options: Options;
  readonly qemu: string;
  /** For files of this run only. */
  readonly folder: string;
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
  await checkNeeds(check);
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
  // Half of the time is for guests at most; the other parts need it too.
  const seconds = options.minutes * 30;
  await checkGuests({ catalog, report, qemu, firmware, host, seed: options.seed, withoutKvm, seconds });
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
  if (obstacle === undefined)
    await checkRound({ catalog, judge, libvirt, lines: fixedOnRichHost(catalog, release, libvirt) });
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

/** The printed snippets, in the hands of the programs that they are for. */
async function verifySnippets(run: Run): Promise<void> {
  const { catalog, report, options, qemu, folder } = run;
  const { release } = await installedQemu(run);
  const hasKvm = kvmObstacle() === undefined;
  const here = hasKvm ? hostOf(await probeHost(), release) : undefined;
  const newest = catalog.kernels.at(-1)?.version ?? "";
  const rich: HostSelection = { kernel: newest, qemu: release, vendor: "intel", hyperv: true, xen: true, smt: false };
  const all = triedLines(catalog, rich, true);
  const host = here ?? { ...rich, hyperv: false };
  const startable = triedLines(catalog, host, hasKvm).filter((_, index) => index % 2 === 0);
  await checkQemuSnippets({ catalog, report, qemu, folder, host, lines: startable });
  await checkShellSnippets({ catalog, report, folder, lines: all, what: "shell snippets" });
  const virtinst = await openVirtinst(folder, options.virtInstall ?? "virt-install", capabilityNames(catalog));
  const judge = openJudge(report, readKnownDifferences(), "virtinst", virtinst.release);
  const some = all.filter((_, index) => index % 4 === 0);
  await checkVirtinstSnippets({ catalog, judge, virtinst, lines: some, isEdited: () => true });
}

/** Every profile for several hosts, likewise. */
async function verifyProfiles(run: Run): Promise<void> {
  const { catalog, report, options, qemu, folder } = run;
  const { release } = await installedQemu(run);
  const withoutKvm = kvmObstacle();
  const here = withoutKvm === undefined ? hostOf(await probeHost(), release) : undefined;
  const libvirt = await openLibvirt(folder);
  const virtinst = await openVirtinst(folder, options.virtInstall ?? "virt-install", capabilityNames(catalog));
  const judge = (program: "libvirt" | "virtinst", at: Version): Judge =>
    openJudge(report, readKnownDifferences(), program, at);
  await checkProfiles({
    catalog,
    report,
    qemu,
    release,
    folder,
    here,
    withoutKvm,
    libvirt: { open: libvirt, judge: judge("libvirt", libvirt.release) },
    virtinst: { open: virtinst, judge: judge("virtinst", virtinst.release) },
  });
}

/** The work of each part. */
export const WORK: Readonly<Record<Part, (run: Run) => Promise<void>>> = {
  qemu: verifyQemu,
  guests: verifyGuests,
  libvirt: verifyLibvirt,
  virtinst: verifyVirtinst,
  snippets: verifySnippets,
  profiles: verifyProfiles,
  dumps: ({ report }) => checkDumps(report, kvmObstacle() === undefined),
};
