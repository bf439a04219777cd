// Sets a CPU property in a domain: where it stands, by libvirt's element for it, as a CPU flag, or as QEMU's own argument.
import { parseU32 } from "#base/u32.ts";
import type { Change } from "#engine/explain/finding.ts";
import { EMITS_OFF, FEWEST_RETRIES, LIBVIRT_FLAGS, VENDOR_ID } from "../libvirt-properties.ts";
import { cpuDriver, printGlobalLong } from "../qemu-options.ts";
import { isCpuFlag, isOffWord, isOn } from "../settled.ts";
import { element, type XmlNode } from "../xml.ts";
import { addElement, elementAt, type DomainEditing } from "./libvirt-editing.ts";
import { saysProperty, type Located } from "./libvirt-draft.ts";
import type { ElementRule } from "./libvirt-elements.ts";
import { isAttribute } from "./libvirt-property.ts";
import { globalAt, removeLocated } from "./libvirt-edit-remove.ts";
import { attributeOf, type ScannedElement } from "./xml-scan.ts";
import { setAttribute } from "./xml-write.ts";

type SetProperty = Change & { readonly op: "set-property" };

/** Adds the edits of a change; false where a domain cannot say it. */
export function setProperty(editing: DomainEditing, change: SetProperty): boolean {
  const { catalog, located } = editing;
  const own = located.filter((row) => saysProperty(row, change.property));
  // What libvirt refuses goes; the property is then said properly.
  const isRefused = ({ place }: Located): boolean =>
    place.kind === "unknown" || (place.kind === "cpu-feature" && catalog.featureByProperty.has(change.property));
  const [first, ...more] = own.filter((row) => !isRefused(row));
  const isReady = first && own.every(({ mention }) => isSame(mention.value, change.value)) && isHanded(first);
  if (isReady) return true;
  const isMade =
    first && isHandable(first, change) ? setInPlace(editing, first, change.value) : addProperty(editing, change);
  if (!isMade) return false;
  for (const row of [...own.filter(isRefused), ...more]) removeLocated(editing, row);
  return true;
}

const isSame = (a: string, b: string): boolean => a === b || (parseU32(a) !== undefined && parseU32(a) === parseU32(b));

/** What stays at QEMU's default by an "off" is as wanted, too. */
const isHanded = ({ mention }: Located): boolean => mention.note === undefined || isOffWord(mention.value);

/** Some elements hand only their "off" to QEMU. */
const isHandable = ({ place }: Located, { value }: SetProperty): boolean =>
  place.kind !== "property" || place.rule.feature.libvirt?.emitsNothing !== true || isOffWord(value);

function setInPlace(editing: DomainEditing, { place }: Located, value: string): boolean {
  const { edits, style } = editing;
  switch (place.kind) {
    case "property":
      return setElement(editing, place.element, place.rule, value);
    case "cpu-feature":
      if (!isOn(value) && !isOffWord(value)) return false;
      edits.push(setAttribute(style, place.element, "policy", isOn(value) ? "require" : "disable"));
      return true;
    case "attribute":
      edits.push(setAttribute(style, place.element, place.attribute.name, value));
      return true;
    default:
      return false;
  }
}

/** Writes value and state into an element that is there. */
function setElement(
  { edits, style }: DomainEditing,
  target: ScannedElement,
  rule: ElementRule,
  value: string,
): boolean {
  const node = nodeFor(rule, value);
  if (node === undefined || rule.state === undefined) return node !== undefined;
  const inner = deepest(node);
  for (const [name, text] of Object.entries(inner.attributes)) {
    if (attributeOf(target, name)?.value.text !== text) edits.push(setAttribute(style, target, name, text));
  }
  const { parent } = target;
  const isInner = rule.on.children.length > 0 && parent !== undefined && !isOffWord(value);
  if (isInner && attributeOf(parent, "state")?.value.text !== "on")
    edits.push(setAttribute(style, parent, "state", "on"));
  return true;
}

const deepest = (node: XmlNode): XmlNode => (node.children[0] ? deepest(node.children[0]) : node);

/** libvirt's element with a value in it; undefined where it would refuse that or has no such element. */
function nodeFor({ on, off, slot, feature }: ElementRule, value: string): XmlNode | undefined {
  const type = feature.property?.type;
  if (slot === undefined) return isOn(value) ? on : isOffWord(value) ? off : undefined;
  if (type === "string") return VENDOR_ID.test(value) ? withSlot(on, slot, value) : undefined;
  const number = parseU32(value);
  return number === undefined || number < FEWEST_RETRIES ? undefined : withSlot(on, slot, String(number));
}

const withSlot = (node: XmlNode, slot: string, value: string): XmlNode => ({
  ...node,
  attributes: { ...node.attributes, [slot]: value },
});

function addProperty(editing: DomainEditing, change: SetProperty): boolean {
  const { property, value } = change;
  const rule = editing.rules.find((row) => row.property === property);
  if (rule) return addRule(editing, rule, change);
  if (property === "tsc-frequency") return addFrequency(editing, value);
  if (property === "migratable") return addMigratable(editing, value);
  if (isCpuFlag(editing.catalog, property) && (isOn(value) || isOffWord(value))) {
    const name = LIBVIRT_FLAGS[property] ?? property;
    const node = element("feature", { policy: isOn(value) ? "require" : "disable", name });
    return elementAt(editing, "cpu") !== undefined && addElement(editing, "cpu", node);
  }
  return addGlobal(editing, property, value);
}

function addRule(editing: DomainEditing, rule: ElementRule, change: SetProperty): boolean {
  const { property, value } = change;
  const isOff = isOffWord(value);
  // All enlightenments are off by default, and KVM is to be seen.
  if (isOff ? rule.feature.family === "hyperv" : rule.state?.on === "off") return true;
  const isHandedOn = isOff ? EMITS_OFF.has(property) : rule.feature.libvirt?.emitsNothing !== true;
  const node = isHandedOn ? nodeFor(rule, value) : undefined;
  return node === undefined ? addGlobal(editing, property, value) : addNode(editing, rule, node, change);
}

/** Into the element around it where that is there: an attribute of it, or an element of its own. */
function addNode(editing: DomainEditing, rule: ElementRule, node: XmlNode, change: SetProperty): boolean {
  const { edits, style, located } = editing;
  const holder = isAttribute(rule) ? elementAt(editing, `${rule.path}/${rule.name}`) : undefined;
  if (holder) return setElement(editing, holder, rule, change.value);
  const carrier = rule.on.children.length > 0 ? elementAt(editing, rule.path) : undefined;
  if (carrier) {
    if (attributeOf(carrier, "state")?.value.text !== "on") edits.push(setAttribute(style, carrier, "state", "on"));
    return addElement(editing, rule.path, deepest(node));
  }
  const anchor = located.find(({ mention }) => mention.kind === "property" && mention.name === change.before);
  const beside = anchor?.place.kind === "property" ? anchor.place.element : undefined;
  return addElement(editing, rule.feature.libvirt?.path ?? "", node, beside);
}

function addFrequency(editing: DomainEditing, value: string): boolean {
  if (!/^[1-9]\d{0,18}$/.test(value)) return addGlobal(editing, "tsc-frequency", value);
  const timer = editing.located.find(({ mention, place }) => place.kind === "timer" && mention.name === "tsc");
  if (timer?.place.kind !== "timer")
    return addElement(editing, "clock", element("timer", { name: "tsc", frequency: value }));
  editing.edits.push(setAttribute(editing.style, timer.place.element, "frequency", value));
  return true;
}

function addMigratable(editing: DomainEditing, value: string): boolean {
  const cpu = elementAt(editing, "cpu");
  const mode = editing.config.cpuMode;
  if (cpu === undefined || (mode !== "host-passthrough" && mode !== "maximum")) return false;
  editing.edits.push(setAttribute(editing.style, cpu, "migratable", isOn(value) ? "on" : "off"));
  return true;
}

/** Through -global, for the type of CPU that libvirt's -cpu makes. */
function addGlobal(editing: DomainEditing, property: string, value: string): boolean {
  const { config, located } = editing;
  const { vm, isWhole, cpuMode } = config;
  const one = located.findLast(({ mention }) => mention.kind === "global" && mention.name === property);
  if (one?.mention.value === value) return true;
  const hasArguments = elementAt(editing, "qemu:commandline") !== undefined;
  if (editing.domain === undefined || cpuMode === "host-model" || !(isWhole || hasArguments)) return false;
  const driver = cpuDriver(vm.cpu === "" ? "qemu64" : vm.cpu);
  const text = printGlobalLong({ driver, property, value });
  const [, argument] = (one && globalAt(editing, one.mention.span.start)) ?? [];
  if (argument) editing.edits.push(setAttribute(editing.style, argument, "value", text));
  else editing.args.push("-global", text);
  return true;
}
