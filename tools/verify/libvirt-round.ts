// Flipbit's printed domains on the way back: libvirt turns them into a command line that must mean the same selection.
import { hex } from "#base/u32.ts";
import { versionText } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { ResolvedVm } from "#engine/resolved.ts";
import type { HostSelection, Selection } from "#engine/selection.ts";
import { printLibvirtDomain } from "#formats/libvirt-xml.ts";
import { parseQemuArgv } from "#formats/qemu-argv.ts";
import { FIXED_LINES, needsKvm } from "./guest-lines.ts";
import type { Judge } from "./known.ts";
import { emulator } from "./libvirt-domain.ts";
import { readConversion, type Libvirt } from "./libvirt.ts";

const HEADER = { date: "", catalogVersion: "", targets: "", permalink: "" };

/** A host that has everything, so that each flag of a selection shows in what it becomes. */
function richHost(catalog: Catalog, qemu: string, libvirt: Libvirt): HostSelection {
  const kernel = catalog.kernels.at(-1)?.version ?? "";
  return { kernel, qemu, libvirt: versionText(libvirt.release), vendor: "intel", hyperv: true, xen: true, smt: false };
}

/** Sends every fixed line that starts there, and that libvirt can say wholly, through libvirt; one check each. */
export async function checkRound(catalog: Catalog, judge: Judge, libvirt: Libvirt, qemu: string): Promise<void> {
  const host = richHost(catalog, qemu, libvirt);
  for (const { args } of FIXED_LINES) {
    const vm = needsKvm(args) ? parseQemuArgv(args) : undefined;
    if (vm?.ok !== true) continue;
    const selection: Selection = { ...vm.value, host };
    const before = resolveVm(catalog, selection);
    const { text, leftOut } = printLibvirtDomain(catalog, selection, HEADER);
    if (before.starts !== "yes" || leftOut.length > 0) continue;
    judge.check(`libvirt and back: ${args}`, await roundDifferences(catalog, libvirt, text, host, before));
  }
}

async function roundDifferences(
  catalog: Catalog,
  libvirt: Libvirt,
  domain: string,
  host: HostSelection,
  before: ResolvedVm,
): Promise<string[]> {
  const invalid = await libvirt.invalid(domain);
  const converted = await libvirt.convert(adapted(domain));
  if ("refusal" in converted) return [`refused: ${converted.refusal}`];
  const after = resolveVm(catalog, { ...readConversion(converted.argv), host });
  return [...(invalid === undefined ? [] : [`the schema refuses it: ${invalid}`]), ...changes(before, after)];
}

/** The same domain for this machine: QEMU where it lies, and a processor that this host need not have. */
const adapted = (domain: string): string =>
  domain
    .replace(/<emulator>[^<]*<\/emulator>/, `<emulator>${emulator()}</emulator>`)
    .replace(/<cpu mode='custom' match='exact'/, "$& check='none'");

/** What a guest or a user would notice. */
export function changes(before: ResolvedVm, after: ResolvedVm): string[] {
  const [a, b] = [facts(before), facts(after)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((name) => a.get(name) !== b.get(name))
    .map((name) => `${name}: ${a.get(name) ?? "nothing"} before, ${b.get(name) ?? "nothing"} after`);
}

const facts = ({ starts, machine, cpu, outcomes, leaves }: ResolvedVm): Map<string, string> =>
  new Map([
    ["starts", starts],
    ["machine type", machine ?? "nothing"],
    ["CPU model", cpu ?? "nothing"],
    ...outcomes.map((row): [string, string] => [row.property, [row.outcome, row.value].join(" ").trim()]),
    ...leaves.map((row): [string, string] => [
      `leaf ${hex(row.leaf)}.${row.subleaf}`,
      [row.eax, row.ebx, row.ecx, row.edx].map(hex).join(" "),
    ]),
  ]);
