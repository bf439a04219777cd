// virt-install and virt-xml write from the printed commands what the printed libvirt domain says.
import { availableParallelism } from "node:os";
import { versionText } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { parseElement, printXml, type XmlNode } from "#formats/xml.ts";
import type { Judge } from "./known.ts";
import { inParallel } from "./program.ts";
import { commandWords, printAs, type Tried } from "./snippets.ts";
import type { Printed, Virtinst } from "./virtinst.ts";

/** What a snippet is about: the rest of a domain is virt-install's own affair. */
const PARTS = ["hyperv", "kvm", "pvspinlock", "ioapic", "vmport"];

/** Each line by virt-install, and by virt-xml where `isEdited` says so: it starts once for every edit. */
export async function checkVirtinstSnippets(check: {
  readonly catalog: Catalog;
  readonly judge: Judge;
  readonly virtinst: Virtinst;
  readonly lines: readonly Tried[];
  readonly isEdited: (line: Tried) => boolean;
}): Promise<void> {
  const { catalog, judge, virtinst, lines, isEdited } = check;
  const release = versionText(virtinst.release);
  const differences = await inParallel(lines, availableParallelism(), async (line) => {
    const { selection } = line;
    const domain = printAs(catalog, "libvirt-domain", selection);
    const made = printAs(catalog, "virt-install", selection, release);
    if (made.leftOut.length > 0 || domain.leftOut.length > 0) return [];
    const wanted = factsOf(parseElement(domain.text));
    const found = [...compare("virt-install", wanted, await virtinst.command(onMadeUpHost(commandWords(made.text))))];
    if (!isEdited(line)) return found;
    const edits = printAs(catalog, "virt-xml", selection, release)
      .text.split("\n")
      .filter((text) => text.startsWith("virt-xml "));
    const options = edits.map((text) => commandWords(text).filter((word) => word !== "flipbit"));
    found.push(...compare("virt-xml", wanted, await virtinst.editAll(options)));
    return found;
  });
  for (const [index, { args }] of lines.entries())
    judge.check(`snippets for virt-install: ${args}`, differences[index] ?? []);
}

/** The made-up host has one machine type. */
export const onMadeUpHost = (words: readonly string[]): readonly string[] =>
  words.map((word, at) => (words[at - 1] === "--machine" ? "q35" : word));

function compare(program: string, wanted: ReadonlySet<string>, printed: Printed): string[] {
  if ("refusal" in printed) return [`${program}: ${printed.refusal}`];
  const found = factsOf(printed.domain);
  return [
    ...[...wanted].filter((fact) => !found.has(fact)).map((fact) => `${program} lacks ${fact}`),
    ...[...found].filter((fact) => !wanted.has(fact)).map((fact) => `${program} adds ${fact}`),
  ];
}

const child = (node: XmlNode | undefined, name: string): XmlNode | undefined =>
  node?.children.find((row) => row.name === name);

const leaves = (node: XmlNode, at: string): string[] => [
  ...Object.entries(node.attributes).map(([name, value]) => `${at}${node.name}/@${name}=${value}`),
  ...node.children.flatMap((row) => leaves(row, `${at}${node.name}/`)),
];

/** The parts of a domain in question, each as a text. */
function factsOf(domain: XmlNode): ReadonlySet<string> {
  const features = child(domain, "features");
  const parts = (features?.children ?? []).filter(({ name }) => PARTS.includes(name));
  const timers = (child(domain, "clock")?.children ?? []).filter(({ attributes }) =>
    /^(?:kvmclock|hypervclock)$/.test(attributes["name"] ?? ""),
  );
  const apic = Object.entries(child(features, "apic")?.attributes ?? {});
  const passed = child(domain, "qemu:commandline")?.children ?? [];
  return new Set([
    ...parts.flatMap((part) => leaves(part, "")),
    ...apic.map(([name, value]) => `apic/@${name}=${value}`),
    ...timers.map((timer) => printXml(timer)),
    ...cpuFacts(child(domain, "cpu")),
    ...passed.map(({ attributes }, at) => `argument ${at} ${attributes["value"] ?? ""}`),
  ]);
}

/** The mode where it is none of a named model, the model, and single flags. */
function cpuFacts(cpu: XmlNode | undefined): string[] {
  const mode = cpu?.attributes["mode"] ?? "custom";
  const model = child(cpu, "model")?.text;
  const topology = child(cpu, "topology")?.attributes ?? {};
  const flags = (cpu?.children ?? []).filter(({ name }) => name === "feature");
  return [
    ...(mode === "custom" ? [] : [`cpu mode ${mode}`]),
    ...["sockets", "cores", "threads"].flatMap((level) =>
      level in topology ? [`${level} ${topology[level] ?? ""}`] : [],
    ),
    ...(model === undefined ? [] : [`model ${model}`]),
    ...flags.map(({ attributes }) => `flag ${attributes["name"] ?? ""} ${attributes["policy"] ?? ""}`),
  ];
}
