// The domain that virt-install's options stand for: elements whose places are those of the options, so that one reader serves both.
// Which option writes what was seen with virt-install 4.1.0 (--print-xml); yes, true, 1 and on are one for it.
import type { Span } from "#base/text-edit.ts";
import { innerWords, type VirtCommand, type VirtItem, type VirtOption } from "./virt-install-words.ts";
import type { ScannedAttribute, ScannedElement, ScannedValue } from "./xml-scan.ts";

type Growing = {
  -readonly [K in keyof Omit<ScannedElement, "children" | "attributes" | "parent">]: ScannedElement[K];
} & {
  readonly parent: Growing | undefined;
  readonly children: Growing[];
  readonly attributes: ScannedAttribute[];
  /** Places of the attributes by name, and the last child of each name. */
  readonly held: Map<string, number>;
  readonly last: Map<string, Growing>;
};

function newElement(name: string, { start, end }: Span, parent: Growing | undefined): Growing {
  const element = { name, start, end, openEnd: end, closeStart: end, isEmpty: true, isClosed: true };
  const made: Growing = { ...element, parent, children: [], attributes: [], held: new Map(), last: new Map() };
  parent?.children.push(made);
  parent?.last.set(name, made);
  return made;
}

/** The value of an option's item as the XML has it. */
const valueAt = (text: string, at: Span): ScannedValue => ({ text, pieces: [], start: at.start, end: at.end });

/** A later value takes an earlier one's place. */
function addAttribute(element: Growing, name: string, { start, end }: Span, value: ScannedValue): void {
  const at = element.held.get(name) ?? element.attributes.length;
  element.held.set(name, at);
  element.attributes[at] = { name, start, end, value };
}

const ON = /^(?:on|yes|true|1|y)$/i;
const OFF = /^(?:off|no|false|0|n)$/i;
const word = (value: string, on: string, off: string): string => (ON.test(value) ? on : OFF.test(value) ? off : value);

/** The domain of some commands; those for virt-xml change one another's. */
export function domainOf(commands: readonly VirtCommand[]): ScannedElement {
  const [first] = commands;
  const start = first?.statement.start ?? 0;
  const domain = newElement("domain", { start, end: commands.at(-1)?.statement.end ?? start }, undefined);
  for (const { options } of commands) {
    for (const option of options) READERS[option.name]?.(domain, option);
  }
  return domain;
}

/** The element at a path, made where it is missing. A second value for one attribute stands in a second element. */
function elementFor(domain: Growing, path: readonly string[], item: Span, attribute: string): Growing {
  let at = domain;
  path.forEach((name, index) => {
    const isLast = index === path.length - 1;
    const found = at.last.get(name);
    const isFree = !isLast || found?.held.has(attribute) !== true;
    at = found && isFree ? found : newElement(name, item, at);
  });
  return at;
}

function setPath(domain: Growing, path: readonly string[], attribute: string, item: VirtItem): void {
  const text = attribute === "state" || attribute === "eoi" ? word(item.value, "on", "off") : item.value;
  addAttribute(elementFor(domain, path, item, attribute), attribute, item, valueAt(text, item.at));
}

type OptionReader = (domain: Growing, option: VirtOption) => void;

const READERS: Readonly<Record<string, OptionReader>> = {
  name: (domain, { value }) => content(domain, ["name"], value),
  cpu: readCpu,
  features: (domain, { items }) => items.forEach((item) => readFeature(domain, item)),
  clock: readClock,
  machine: (domain, { value }) => addAttribute(typeOf(domain, value), "machine", value, valueAt(value.text, value)),
  boot: (domain, { items }) =>
    items.forEach((item) => {
      if (item.key === "machine") addAttribute(typeOf(domain, item), "machine", item, valueAt(item.value, item.at));
    }),
  vcpus: readVcpus,
  cputune: (domain, { items }) =>
    items.forEach((item) => {
      if (/^vcpupin\d*\.vcpu$/.test(item.key)) setPath(domain, ["cputune", "vcpupin"], "vcpu", item);
    }),
  "virt-type": (domain, { value }) => addAttribute(domain, "type", value, valueAt(value.text, value)),
  osinfo: readGuest,
  panic: (domain, { items }) =>
    items.forEach((item) => {
      if (item.key === "" || item.key === "model") setPath(domain, ["devices", "panic"], "model", item);
    }),
  xml: readXml,
  "qemu-commandline": (domain, { value }) => {
    const commandline = elementFor(domain, ["qemu:commandline"], value, "");
    for (const argument of innerWords(value))
      addAttribute(newElement("qemu:arg", argument, commandline), "value", argument, argument);
  },
};

const typeOf = (domain: Growing, item: Span): Growing => elementFor(domain, ["os", "type"], item, "machine");

function content(domain: Growing, path: readonly string[], at: Span): void {
  const element = elementFor(domain, path, at, "");
  element.openEnd = at.start;
  element.closeStart = at.end;
  element.isEmpty = false;
}

const POLICY = /^(?:force|require|optional|disable|forbid)$/;
/** Modes that are written like a model; `host` is one of the oldest. */
const BARE_MODES: Readonly<Record<string, string>> = {
  host: "host-model",
  "host-model": "host-model",
  "host-passthrough": "host-passthrough",
};
/** What older releases copied from the host, or left to libvirt: no model is told. */
const UNTOLD = /^(?:host-copy|host-model-only|hv-default|none|clear)$/;

function readCpu(domain: Growing, { items, value }: VirtOption): void {
  const cpu = elementFor(domain, ["cpu"], value, "");
  for (const item of items) {
    const sign = /^[+-]/.exec(item.value)?.[0];
    if (item.key === "" && sign !== undefined) {
      const name = { start: item.at.start + 1, end: item.at.end };
      addFeature(cpu, item, sign === "+" ? "force" : "disable", valueAt(item.value.slice(1), name));
    } else if (POLICY.test(item.key)) addFeature(cpu, item, item.key, valueAt(item.value, item.at));
    else readModel(domain, cpu, item);
  }
}

function addFeature(cpu: Growing, item: Span, policy: string, name: ScannedValue): void {
  const feature = newElement("feature", item, cpu);
  addAttribute(feature, "policy", item, valueAt(policy, { start: item.start, end: item.start }));
  addAttribute(feature, "name", item, name);
}

function readModel(domain: Growing, cpu: Growing, item: VirtItem): void {
  const { key, value, at } = item;
  const mode = key === "" && Object.hasOwn(BARE_MODES, value) ? BARE_MODES[value] : undefined;
  if (mode !== undefined || key === "mode") addAttribute(cpu, "mode", item, valueAt(mode ?? value, at));
  else if (key === "match") addAttribute(cpu, key, item, valueAt(value, at));
  else if (key === "migratable") addAttribute(cpu, key, item, valueAt(word(value, "on", "off"), at));
  else if (key.startsWith("topology.")) setPath(domain, ["cpu", "topology"], key.slice("topology.".length), item);
  else if (key === "model" || (key === "" && !UNTOLD.test(value))) content(domain, ["cpu", "model"], at);
}

/** Names before 2.2.0, which are still taken: hyperv_relaxed, kvm_hidden, eoi. */
const OLD = /^(hyperv|kvm)_([a-z-]+?)(?:_(retries))?$/;

function readFeature(domain: Growing, item: VirtItem): void {
  const [, old, child = "", attribute = "state"] = OLD.exec(item.key) ?? [];
  if (old !== undefined) return setPath(domain, ["features", old, child], attribute, item);
  if (item.key === "eoi") return setPath(domain, ["features", "apic"], "eoi", item);
  if (item.key === "pvspinlock" || item.key === "vmport") return setPath(domain, ["features", item.key], "state", item);
  const names = item.key.split(".");
  const last = names.pop();
  if (last !== undefined && names.length > 0 && names.length < 5) setPath(domain, ["features", ...names], last, item);
  return undefined;
}

const TIMER = /^(?:([a-z]+)_(present|tickpolicy)|(timer\d*)\.(\w+))$/;

/** NAME_present=yes, NAME_tickpolicy=..., and timerN.name with timerN.present and so on. */
function readClock(domain: Growing, { items, value }: VirtOption): void {
  const clock = elementFor(domain, ["clock"], value, "");
  const timers = new Map<string, Growing>();
  for (const item of items) {
    const [, named, own, numbered, field] = TIMER.exec(item.key) ?? [];
    const [key, attribute] = [named ?? numbered, own ?? field];
    if (key === undefined || attribute === undefined) continue;
    const old = timers.get(key);
    const isFree = old?.held.has(attribute) === false;
    const timer = old && isFree ? old : newTimer(clock, item, named);
    timers.set(key, timer);
    const text = attribute === "present" ? word(item.value, "yes", "no") : item.value;
    addAttribute(timer, attribute, item, valueAt(text, item.at));
  }
}

function newTimer(clock: Growing, item: Span, name: string | undefined): Growing {
  const timer = newElement("timer", item, clock);
  const at = { start: item.start, end: item.start + (name?.length ?? 0) };
  if (name !== undefined) addAttribute(timer, "name", at, valueAt(name, at));
  return timer;
}

const TOPOLOGY = new Set(["sockets", "dies", "clusters", "cores", "threads"]);

/** Without a number the topology tells how many there are. */
function readVcpus(domain: Growing, { items, value }: VirtOption): void {
  const told = items.find(({ key }) => key === "" || key === "vcpus");
  const vcpu = elementFor(domain, ["vcpu"], told ?? value, "current");
  const current = items.find(({ key }) => key === "vcpu.current" || key === "current") ?? told;
  const levels = items.filter(({ key }) => TOPOLOGY.has(key));
  const product = levels.reduce((count, row) => count * Math.max(Number(row.value) || 1, 1), 1);
  if (current) addAttribute(vcpu, "current", current, valueAt(current.value, current.at));
  else if (levels.length > 0) addAttribute(vcpu, "current", value, valueAt(String(product), value));
  for (const level of levels) setPath(domain, ["cpu", "topology"], level.key, level);
  const cpuset = items.find(({ key }) => key === "cpuset" || key === "placement");
  if (cpuset) addAttribute(vcpu, "cpuset", cpuset, valueAt(cpuset.value, cpuset.at));
}

function readGuest(domain: Growing, { items }: VirtOption): void {
  const named = items.find(({ key }) => /^(?:|name|short-id|id)$/.test(key));
  if (named) setPath(domain, ["metadata", "libosinfo:libosinfo", "libosinfo:os"], "id", named);
}

const XPATH = /^(?:xpath\d*\.set=)?\.\/([\w:./-]{1,200})\/@([\w:-]{1,60})$/;

/** ./path/@attribute=value, or xpath.set= and xpath.value=. */
function readXml(domain: Growing, { items }: VirtOption): void {
  const [first, second] = items;
  if (first === undefined) return;
  const isSet = /^xpath\d*\.set$/.test(first.key);
  const [, path, attribute] = XPATH.exec(isSet ? first.value : first.key) ?? [];
  const value = isSet ? second : first;
  if (path === undefined || attribute === undefined || value === undefined) return;
  const names = path.split("/");
  if (names.length < 8) setPath(domain, names, attribute, { ...value, start: first.start });
}
