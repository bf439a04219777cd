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
import { readConversion, type Conversion, type Libvirt } from "./libvirt.ts";

const HEADER = { date: "", catalogVersion: "", targets: "", permalink: "" };

/** A host that has everything, so that each flag of a selection shows in what it becomes. */
function richHost(catalog: Catalog, qemu: string, libvirt: Libvirt): HostSelection {
  const kernel = catalog.kernels.at(-1)?.version ?? "";
  return { kernel, qemu, libvirt: versionText(libvirt.release), vendor: "intel", hyperv: true, xen: true, smt: false };
}

interface Sent {
  readonly args: string;
  readonly domain: string;
  readonly before: ResolvedVm;
}

/** Every fixed line that starts there, and that libvirt can say wholly. */
function sendable(catalog: Catalog, host: HostSelection): Sent[] {
  return FIXED_LINES.filter(({ args }) => needsKvm(args)).flatMap(({ args }) => {
    const vm = parseQemuArgv(args);
    if (!vm.ok) return [];
    const selection: Selection = { ...vm.value, host };
    const before = resolveVm(catalog, selection);
    const { text, leftOut } = printLibvirtDomain(catalog, selection, HEADER);
    return before.starts === "yes" && leftOut.length === 0 ? [{ args, domain: text, before }] : [];
  });
}

/** Sends those lines through libvirt; one check each. */
export async function checkRound(catalog: Catalog, judge: Judge, libvirt: Libvirt, qemu: string): Promise<void> {
  const host = richHost(catalog, qemu, libvirt);
  const sent = sendable(catalog, host);
  const objections = await libvirt.validate(sent.map(({ domain }) => domain));
  const conversions = await libvirt.convert(sent.map(({ domain }) => adapted(domain)));
  for (const [index, { args, before }] of sent.entries()) {
    const conversion = conversions[index];
    const objection = objections[index];
    judge.check(`libvirt and back: ${args}`, [
      ...(objection === undefined ? [] : [`the schema refuses it: ${objection}`]),
      ...(conversion ? comparison(catalog, host, before, conversion) : ["not converted"]),
    ]);
  }
}

function comparison(catalog: Catalog, host: HostSelection, before: ResolvedVm, conversion: Conversion): string[] {
  if ("refusal" in conversion) return [`refused: ${conversion.refusal}`];
  return changes(before, resolveVm(catalog, { ...readConversion(conversion.argv), host }));
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
