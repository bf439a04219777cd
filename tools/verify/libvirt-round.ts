// Flipbit's printed domains: libvirt's schema and libvirt itself take them, and turn them into a command line that means the same selection.
import { hex } from "#base/u32.ts";
import { versionText } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { ResolvedVm } from "#engine/resolved.ts";
import type { HostSelection, Selection } from "#engine/selection.ts";
import { needsKvm } from "./guest-lines.ts";
import type { Judge } from "./known.ts";
import { emulator } from "./libvirt-domain.ts";
import { readConversion, type Conversion, type Libvirt } from "./libvirt.ts";
import { printAs, triedLines, type Tried } from "./snippets.ts";

/** A host that has everything, so that each flag of a selection shows in what it becomes. */
function richHost(catalog: Catalog, qemu: string, libvirt: Libvirt): HostSelection {
  const kernel = catalog.kernels.at(-1)?.version ?? "";
  return { kernel, qemu, libvirt: versionText(libvirt.release), vendor: "intel", hyperv: true, xen: true, smt: false };
}

/** The fixed lines on a host that has everything. */
export function fixedOnRichHost(catalog: Catalog, qemu: string, libvirt: Libvirt): readonly Tried[] {
  return triedLines(catalog, richHost(catalog, qemu, libvirt), true).filter(({ args }) => needsKvm(args));
}

interface RoundCheck {
  readonly catalog: Catalog;
  readonly judge: Judge;
  readonly libvirt: Libvirt;
  readonly lines: readonly Tried[];
}

/** Sends those lines through libvirt that it can say wholly; one check each. */
export async function checkRound({ catalog, judge, libvirt, lines }: RoundCheck): Promise<void> {
  const sent = lines.flatMap((line) => {
    const { text, leftOut } = printAs(catalog, "libvirt-domain", line.selection);
    return leftOut.length === 0 ? [{ ...line, domain: text }] : [];
  });
  const objections = await libvirt.validate(sent.map(({ domain }) => domain));
  const here = sent.map(({ domain }) => adapted(domain));
  const refusals = await libvirt.define(here);
  const conversions = await libvirt.convert(here);
  for (const [index, { args, selection }] of sent.entries()) {
    const conversion = conversions[index];
    const [objection, refusal] = [objections[index], refusals[index]];
    judge.check(`libvirt and back: ${args}`, [
      ...(objection === undefined ? [] : [`the schema refuses it: ${objection}`]),
      ...(refusal === undefined ? [] : [`not defined: ${refusal}`]),
      ...(conversion ? comparison(catalog, selection, conversion) : ["not converted"]),
    ]);
  }
}

function comparison(catalog: Catalog, selection: Selection, conversion: Conversion): string[] {
  if ("refusal" in conversion) return [`refused: ${conversion.refusal}`];
  const after = resolveVm(catalog, { ...readConversion(conversion.argv), host: selection.host });
  return changes(resolveVm(catalog, selection), after);
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
