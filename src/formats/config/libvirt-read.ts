// Reads one domain, or parts of one: what it says of Flipbit's subject, each thing with its place.
import { parseU32 } from "#base/u32.ts";
import type { Span } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm } from "#engine/explain/config.ts";
import type { Topology } from "#engine/selection.ts";
import { guestOfName } from "./guest-names.ts";
import { addArguments, wordOfArgument } from "./libvirt-arguments.ts";
import { readCpuFeature, readCpuMode, readCpuModel } from "./libvirt-cpu.ts";
import { addAttribute, newDomain, tokenOf, type DomainDraft, type Located } from "./libvirt-draft.ts";
import { elementRules, rulesFor } from "./libvirt-elements.ts";
import { readProperty } from "./libvirt-property.ts";
import type { ScannedWord } from "./shell-scan.ts";
import { attributeOf, textOf, type ScannedElement } from "./xml-scan.ts";

/** An element and the path of what it stands in; the domain's own path is `domain`. */
export interface Part {
  readonly element: ScannedElement;
  readonly path: string;
}

type Reader = (draft: DomainDraft, element: ScannedElement) => void;

const READERS: Readonly<Record<string, Reader>> = {
  name: (draft, element) => void (draft.name = textOf(draft.text, element).text || undefined),
  "os/type": readOsType,
  vcpu: readVcpu,
  cpu: readCpuMode,
  "cpu/model": readCpuModel,
  "cpu/topology": readTopology,
  "cpu/feature": readCpuFeature,
  "cputune/vcpupin": (draft, element) => void draft.isPinnedTo.add(attributeOf(element, "vcpu")?.value.text ?? ""),
  "clock/timer": readTimer,
  "features/ioapic": readIoapic,
  "metadata/libosinfo:libosinfo/libosinfo:os": readGuest,
};

/** Children of these are properties, or libvirt refuses them. */
const CLOSED: Readonly<Record<string, string>> = { "features/hyperv": "hv-", "features/kvm": "kvm-" };
/** Not of Flipbit's subject. */
const OTHERS = new Set(["features/kvm/dirty-ring"]);

/** One VM with where each of its mentions stood, in the same order. */
export interface ReadDomain {
  readonly config: ConfigVm;
  readonly located: readonly Located[];
  readonly issues: DomainDraft["issues"];
}

/** Reads the parts of one VM. */
export function readDomain(catalog: Catalog, text: string, parts: readonly Part[]): ReadDomain {
  const draft = newDomain(catalog, text, elementRules(catalog));
  const holders = containersOf(draft);
  const domain = parts.find(({ path }) => path === "domain")?.element;
  if (domain) readDomainType(draft, domain);
  for (const { element, path } of parts) {
    if (path === "domain") for (const child of element.children) visit(draft, holders, "", child);
    else visit(draft, holders, path, element);
  }
  const { overrides, cpuPm } = addArguments(draft, wordsOf(parts));
  const located = draft.located.toSorted((a, b) => a.mention.span.start - b.mention.span.start);
  const start = parts[0]?.element.start ?? 0;
  const span = { start, end: parts.at(-1)?.element.end ?? start };
  return {
    config: configOf(draft, { overrides, cpuPm, located, span, isDomain: domain !== undefined }),
    located,
    issues: draft.issues,
  };
}

/** The words of <qemu:commandline>, in order. */
export const wordsOf = (parts: readonly Part[]): readonly ScannedWord[] =>
  parts
    .flatMap(({ element, path }) => (path === "domain" ? element.children : [element]))
    .filter(({ name }) => name === "qemu:commandline")
    .flatMap(({ children }) => children.filter(({ name }) => name === "qemu:arg"))
    .flatMap((argument) => wordOfArgument(argument) ?? []);

const containers = new WeakMap<DomainDraft["rules"], ReadonlySet<string>>();

/** Paths of elements that have something to say below them. */
function containersOf({ rules }: DomainDraft): ReadonlySet<string> {
  const known = containers.get(rules);
  if (known) return known;
  const paths = [...Object.keys(READERS), ...rules.map(({ path, name }) => `${path}/${name}`)].flatMap((path) => {
    const names = path.split("/");
    return names.map((_, index) => names.slice(0, index).join("/"));
  });
  const found = new Set(paths);
  containers.set(rules, found);
  return found;
}

function visit(draft: DomainDraft, holders: ReadonlySet<string>, path: string, element: ScannedElement): void {
  const full = path === "" ? element.name : `${path}/${element.name}`;
  const rules = rulesFor(draft.rules, path, element);
  if (Object.hasOwn(READERS, full)) READERS[full]?.(draft, element);
  for (const rule of rules) readProperty(draft, rule, element);
  if (rules.length === 0 && Object.hasOwn(CLOSED, path) && !OTHERS.has(full)) readUnknown(draft, path, element);
  if (holders.has(full)) for (const child of element.children) visit(draft, holders, full, child);
}

/** A child of <hyperv> or <kvm> that libvirt has no property for. */
function readUnknown(draft: DomainDraft, path: string, element: ScannedElement): void {
  const guess = `${CLOSED[path] ?? ""}${element.name.replaceAll("_", "-")}`;
  const isKnown = draft.catalog.featureByProperty.has(guess);
  draft.located.push({
    mention: {
      kind: "property",
      name: isKnown ? guess : element.name,
      written: element.name,
      value: attributeOf(element, "state")?.value.text ?? "on",
      form: "value",
      span: tokenOf(element),
      note: `libvirt refuses this: it knows no <${element.name}> here.`,
      isRefused: true,
    },
    place: { kind: "unknown", element },
  });
}

const DOMAIN_TYPES: Readonly<Record<string, ConfigVm["vm"]["accel"]>> = { kvm: "kvm", qemu: "tcg" };

function readDomainType(draft: DomainDraft, domain: ScannedElement): void {
  const type = attributeOf(domain, "type");
  if (type === undefined) return;
  const written = type.value.text;
  draft.accel = Object.hasOwn(DOMAIN_TYPES, written) ? DOMAIN_TYPES[written] : undefined;
  addAttribute(draft, domain, type, { kind: "accel", name: "accel", value: draft.accel ?? written });
  if (draft.accel !== undefined) return;
  const message = `Flipbit knows domains of the types kvm and qemu, and this is one of the type '${written}'.`;
  draft.issues.push({ rule: "domain-type", message, offset: type.start, length: type.end - type.start });
}

function readOsType(draft: DomainDraft, element: ScannedElement): void {
  draft.hasOsType = true;
  const machine = attributeOf(element, "machine");
  if (machine) {
    draft.machine = machine.value.text;
    addAttribute(draft, element, machine, { kind: "machine", name: "machine", value: machine.value.text });
  }
  const arch = attributeOf(element, "arch");
  if (arch === undefined || arch.value.text === "x86_64" || arch.value.text === "i686") return;
  const message = `Flipbit knows x86 guests only, and this is one for ${arch.value.text}.`;
  draft.issues.push({ rule: "architecture", message, offset: arch.start, length: arch.end - arch.start });
}

const LEVELS = ["sockets", "dies", "clusters", "cores", "threads"] as const;

function readTopology(draft: DomainDraft, element: ScannedElement): void {
  const levels = LEVELS.flatMap((level) => {
    const text = attributeOf(element, level)?.value.text ?? "";
    return /^[1-9]\d{0,5}$/.test(text) ? [[level, Number(text)] as const] : [];
  });
  draft.topology = Object.fromEntries(levels);
}

/** libvirt makes a socket of each vCPU where nothing is said. */
const layoutOf = ({ vcpus, topology }: DomainDraft): Topology | undefined =>
  topology ?? (vcpus !== undefined && vcpus > 1 ? { sockets: vcpus, cores: 1, threads: 1 } : undefined);

/** `current` is how many there are at the start. */
function readVcpu(draft: DomainDraft, element: ScannedElement): void {
  const most = textOf(draft.text, element);
  const current = attributeOf(element, "current")?.value ?? most;
  const count = /^\d{1,6}$/.test(current.text) ? parseU32(current.text) : undefined;
  if (attributeOf(element, "cpuset")) draft.hasCpuSet = true;
  if (count === undefined) return;
  draft.vcpus = count;
  const span = { start: current.start, end: current.end };
  draft.located.push({
    mention: { kind: "smp", name: "smp", written: current.text, value: current.text, span },
    place: { kind: "content", element, value: span },
  });
}

/** hypervclock and kvmclock are properties too; the tsc timer may carry a frequency, and that is one. */
function readTimer(draft: DomainDraft, element: ScannedElement): void {
  const name = attributeOf(element, "name")?.value.text;
  if (name === undefined || name === "") return;
  const present = attributeOf(element, "present")?.value.text;
  if (present === "yes" || present === "no") draft.timers[name] = present === "yes";
  const frequency = name === "tsc" ? attributeOf(element, "frequency") : undefined;
  if (frequency && /^[1-9]\d{0,18}$/.test(frequency.value.text)) {
    const value = frequency.value.text;
    addAttribute(draft, element, frequency, { kind: "property", name: "tsc-frequency", value, form: "value" });
    draft.properties.set("tsc-frequency", value);
    return;
  }
  if (rulesFor(draft.rules, "clock", element).length > 0) return;
  const value = present === "no" ? "off" : "on";
  draft.located.push({
    mention: { kind: "timer", name, written: name, value, span: tokenOf(element) },
    place: { kind: "timer", element },
  });
}

const DRIVERS: Readonly<Record<string, "on" | "split">> = { kvm: "on", qemu: "split" };

function readIoapic(draft: DomainDraft, element: ScannedElement): void {
  const driver = attributeOf(element, "driver");
  if (driver === undefined) return;
  const value = Object.hasOwn(DRIVERS, driver.value.text) ? DRIVERS[driver.value.text] : undefined;
  const note = value === undefined ? { note: "libvirt refuses this: driver must be 'kvm' or 'qemu'." } : {};
  addAttribute(draft, element, driver, {
    kind: "kernel-irqchip",
    name: "kernel-irqchip",
    value: value ?? driver.value.text,
    ...note,
  });
  if (value !== undefined) draft.irqchip = value;
}

function readGuest(draft: DomainDraft, element: ScannedElement): void {
  const id = attributeOf(element, "id");
  const guest = id && guestOfName(id.value.text);
  if (id === undefined || guest === undefined) return;
  draft.guest = guest;
  addAttribute(draft, element, id, { kind: "guest", name: "guest", value: guest });
}

interface Rest extends Pick<ConfigVm["vm"], "overrides"> {
  readonly cpuPm: boolean | undefined;
  readonly located: readonly Located[];
  readonly span: Span;
  readonly isDomain: boolean;
}

function configOf(draft: DomainDraft, { overrides, cpuPm, located, span, isDomain }: Rest): ConfigVm {
  const { machine, cpu, irqchip, vcpus, globals, name, cpuMode, guest } = draft;
  const isWhole = isDomain && draft.hasOsType;
  const topology = layoutOf(draft);
  const isPinned = pinnedOf(draft, isWhole);
  return {
    ...(name !== undefined && { name }),
    vm: {
      machine,
      cpu,
      overrides,
      accel: draft.accel ?? "kvm",
      ...(irqchip && { irqchip }),
      ...(cpuPm === true && { cpuPm }),
      ...(globals.length > 0 && { globals }),
      ...(vcpus !== undefined && { vcpus }),
      ...(topology !== undefined && { topology }),
    },
    mentions: located.map(({ mention }) => mention),
    tellsAccel: draft.accel !== undefined,
    isWhole,
    ...(cpuMode !== undefined && { cpuMode }),
    ...(guest !== undefined && { guest }),
    ...(isPinned !== undefined && { isPinned }),
    timers: draft.timers,
    addedByTool: [],
    span,
  };
}

/** Every vCPU has a pin, or a whole domain has none; a set of CPUs for all of them tells neither. */
function pinnedOf({ isPinnedTo, vcpus, hasCpuSet }: DomainDraft, isWhole: boolean): boolean | undefined {
  if (isPinnedTo.size > 0) return isPinnedTo.size >= (vcpus ?? 1);
  return isWhole && !hasCpuSet ? false : undefined;
}
