// What the catalogue says of virt-install, held against the installed one: its options, what they write, and its defaults.
import { availableParallelism } from "node:os";
import { atLeast, parseVersion, type Version } from "#base/version.ts";
import type { BundledFeature, BundledLayer } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { parseElement } from "#formats/xml.ts";
import type { Judge } from "./known.ts";
import { carriers } from "./libvirt-elements.ts";
import { inParallel } from "./program.ts";
import {
  argumentsOf,
  elementFor,
  hasElement,
  likelyOptions,
  namesSet,
  optionOf,
  turned,
  xpathsOf,
} from "./virtinst-options.ts";
import { isUnknownName, type GuestName, type Printed, type Virtinst } from "./virtinst.ts";

interface VirtinstCheck {
  readonly catalog: Catalog;
  readonly judge: Judge;
  readonly virtinst: Virtinst;
}

type LayerRow = BundledLayer["rows"][number];

/** A feature that libvirt has an element for, and what the layer says of it; without a row it has no option. */
interface Entry {
  readonly feature: BundledFeature;
  readonly path: string;
  readonly on: string;
  readonly row: LayerRow | undefined;
  readonly option: string | undefined;
}

/** The first release with `--xml`. */
const HAS_XML: Version = [3, 0, 0];

function entriesOf(catalog: Catalog): readonly Entry[] {
  const layer = catalog.layers.find((one) => one.layer === "virt-install");
  if (!layer) throw new Error("the catalogue has no layer virt-install");
  return catalog.features.flatMap((feature) => {
    const { since, path, on } = feature.libvirt ?? {};
    if (typeof since !== "string" || path === undefined || on === undefined) return [];
    const row = layer.rows.find((one) => one.features.includes(feature.id));
    const option = typeof row?.name === "string" ? optionOf(row.name, feature) : undefined;
    return [{ feature, path, on, row, option }];
  });
}

/** The names of Hyper-V features in libvirt's domain capabilities: elements, and an element in another as `stimer_direct`. */
export const capabilityNames = (catalog: Catalog): readonly string[] =>
  entriesOf(catalog)
    .filter(({ path }) => path === "features/hyperv")
    .map(({ on }) => {
      const { name, children } = parseElement(on);
      return [name, ...children.map((child) => child.name)].join("_");
    });

const isThere = (release: Version, since: string | null | undefined): boolean =>
  typeof since === "string" && atLeast(release, parseVersion(since.replace("<=", "")) ?? [Infinity]);

/** Compares every option, what has none, the list of names, and the defaults. */
export async function checkVirtinst(check: VirtinstCheck): Promise<void> {
  const { catalog, judge, virtinst } = check;
  const entries = entriesOf(catalog);
  const together = await askTogether(virtinst, entries);
  const differences = await inParallel(entries, availableParallelism(), (entry) =>
    entry.option === undefined
      ? withoutOption(check, entry)
      : withOption(check, entries, entry, entry.option, together),
  );
  for (const [index, { feature, option }] of entries.entries())
    judge.check(`virt-install ${feature.id}: ${option ?? "no option of its own"}`, differences[index] ?? []);
  judge.check("virt-install: names of options", await nameDifferences(virtinst, entries));
  judge.check("virt-install --qemu-commandline", await commandLineDifferences(virtinst));
  await checkDefaults(check, entries);
}

/** All options that the release should know in one start of each program, since starting it is slow. */
interface Together {
  readonly on: Printed;
  readonly off: Printed;
}

async function askTogether(virtinst: Virtinst, entries: readonly Entry[]): Promise<Together> {
  const options = entries.flatMap(({ row, option }) =>
    option !== undefined && isThere(virtinst.release, row?.since) ? [option] : [],
  );
  const opposites = options.flatMap((option) => turned(option) ?? []);
  const [on, off] = await Promise.all([
    virtinst.install("linux", argumentsOf(options)),
    virtinst.edit(argumentsOf(opposites)),
  ]);
  return { on, off };
}

const isWritten = (printed: Printed, entry: Entry, option: string): boolean =>
  written("", printed, entry, option).length === 0;

async function withOption(
  { catalog, virtinst }: VirtinstCheck,
  entries: readonly Entry[],
  entry: Entry,
  option: string,
  together: Together,
): Promise<string[]> {
  if (!isThere(virtinst.release, entry.row?.since)) return refusal(virtinst, option);
  const around = carriers(catalog, entry.feature, entry.on).flatMap(
    (outer) => entries.find(({ feature }) => feature === outer)?.option ?? [],
  );
  const opposite = turned(option);
  const found: string[] = [];
  // What did not come out together is asked alone, which says why.
  if (!isWritten(together.on, entry, option)) {
    const alone = await virtinst.install("linux", argumentsOf([...around, option]));
    found.push(...written("virt-install", alone, entry, option));
  }
  if (opposite !== undefined && !isWritten(together.off, entry, opposite)) {
    const alone = await virtinst.edit(argumentsOf([...around, opposite]));
    found.push(...written("virt-xml", alone, entry, opposite));
  }
  return found;
}

function written(program: string, printed: Printed, { feature, path }: Entry, option: string): string[] {
  if ("refusal" in printed) return [`${program} refuses ${option}: ${printed.refusal}`];
  const xml = elementFor(option, feature);
  if (xml === undefined) return [`the catalogue has no element for ${option}`];
  return hasElement(printed.domain, path, xml) ? [] : [`${program} ${option} does not write ${xml}`];
}

async function refusal(virtinst: Virtinst, option: string): Promise<string[]> {
  const printed = await virtinst.install("linux", argumentsOf([option]));
  if (!("refusal" in printed)) return [`takes ${option}`];
  return isUnknownName(printed.refusal) ? [] : [`refuses ${option}, but says: ${printed.refusal}`];
}

/** No name that virtinst could have given it is known, and `--xml` writes it. */
async function withoutOption({ virtinst }: VirtinstCheck, { path, on }: Entry): Promise<string[]> {
  const taken: string[] = [];
  for (const option of likelyOptions(path, on)) taken.push(...(await refusal(virtinst, option)));
  if (!atLeast(virtinst.release, HAS_XML)) return taken;
  const args = xpathsOf(path, on).flatMap((xpath) => ["--xml", xpath]);
  const printed = await virtinst.install("linux", args);
  if ("refusal" in printed) return [...taken, `--xml: ${printed.refusal}`];
  return hasElement(printed.domain, path, on) ? taken : [...taken, `--xml does not write ${on}`];
}

/** Every name that virtinst lists for KVM and Hyper-V is one of the catalogue's, and the other way round. */
async function nameDifferences(virtinst: Virtinst, entries: readonly Entry[]): Promise<string[]> {
  const known = entries.filter(({ row }) => isThere(virtinst.release, row?.since));
  const ours = new Set(known.flatMap(({ option }) => (option === undefined ? [] : namesSet(option))));
  const flags = [...new Set([...ours].map((name) => name.split(" ")[0] ?? ""))];
  const listed = await Promise.all(
    flags.map(async (flag) => (await virtinst.optionNames(flag)).map((name) => `${flag} ${name}`)),
  );
  const theirs = new Set(listed.flat());
  return [
    ...[...ours].filter((name) => !theirs.has(name)).map((name) => `${name} is not listed`),
    ...[...theirs]
      .filter((name) => /^--features (?:hyperv|kvm)\./.test(name) && !ours.has(name))
      .map((name) => `${name} is not in the catalogue`),
  ];
}

async function commandLineDifferences(virtinst: Virtinst): Promise<string[]> {
  const printed = await virtinst.install("linux", ["--qemu-commandline=-cpu host,+kvm-mmu"]);
  if ("refusal" in printed) return [printed.refusal];
  const handed = printed.domain.children
    .filter((node) => node.name === "qemu:commandline")
    .flatMap((node) => node.children.map((child) => child.attributes["value"]));
  return handed.join(" ") === "-cpu host,+kvm-mmu" ? [] : [`hands ${handed.join(" ") || "nothing"} to QEMU`];
}

/** A plain Linux guest has nothing; a Windows guest has what the catalogue says that it depends on the guest system. */
async function checkDefaults({ judge, virtinst }: VirtinstCheck, entries: readonly Entry[]): Promise<void> {
  const plain = async (guest: GuestName): Promise<Printed> => virtinst.install(guest, []);
  const [linux, windows] = await Promise.all([plain("linux"), plain("windows")]);
  for (const { feature, path, on, row } of entries) {
    const isOn = row?.default === "depends" && isThere(virtinst.release, row.defaultSince ?? row.since);
    judge.check(`virt-install ${feature.id}: default`, [
      ...defaultDifferences(linux, "Linux", path, [on, feature.libvirt?.off], false),
      ...defaultDifferences(windows, "Windows", path, isOn ? [on] : [on, feature.libvirt?.off], isOn),
    ]);
  }
}

function defaultDifferences(
  printed: Printed,
  guest: string,
  path: string,
  elements: readonly (string | undefined)[],
  isOn: boolean,
): string[] {
  if ("refusal" in printed) return [`${guest}: ${printed.refusal}`];
  return elements
    .filter((xml) => xml !== undefined && hasElement(printed.domain, path, xml) !== isOn)
    .map((xml) => `${guest} guests ${isOn ? "lack" : "get"} ${xml ?? ""}`);
}
