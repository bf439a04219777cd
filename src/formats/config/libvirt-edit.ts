// Writes changes into a domain: as few characters as can say them, in the way the XML is written already.
import type { TextEdit } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";
import type { MadeEdits } from "./codec.ts";
import { element, escapeXml, textElement } from "../xml.ts";
import { readArguments } from "./libvirt-arguments.ts";
import { saysProperty, type Located } from "./libvirt-draft.ts";
import { setCpu } from "./libvirt-edit-cpu.ts";
import { setProperty } from "./libvirt-edit-property.ts";
import { removeLocated } from "./libvirt-edit-remove.ts";
import { addElement, elementAt, finishEdits, newEditing, type DomainEditing } from "./libvirt-editing.ts";
import { reopen } from "./libvirt-open.ts";
import { wordsOf } from "./libvirt-read.ts";
import { editAs } from "./qemu-edit.ts";
import type { ScannedWord } from "./shell-scan.ts";
import { attributeOf } from "./xml-scan.ts";
import { renameElement, setAttribute } from "./xml-write.ts";

/** The edits of one change; undefined where a domain cannot say it. */
export const editDomain = (
  catalog: Catalog,
  text: string,
  config: ConfigVm,
  change: Change,
): readonly TextEdit[] | undefined => editDomainTogether(catalog, text, config, [change])?.edits;

/** The edits of changes that are made together: an element that several of them miss is made once. */
export function editDomainTogether(
  catalog: Catalog,
  text: string,
  config: ConfigVm,
  changes: readonly Change[],
): MadeEdits | undefined {
  const open = reopen(catalog, text, config);
  if (open === undefined) return undefined;
  const editing = newEditing(catalog, open);
  if (!changes.every((change) => apply(editing, change))) return undefined;
  const makes = [...editing.waiting.keys()];
  return { edits: finishEdits(editing), makes };
}

function apply(editing: DomainEditing, change: Change): boolean {
  const cpu = passedCpu(editing);
  if (cpu !== undefined && isOfCpu(editing, change)) return editPassedCpu(editing, cpu, change);
  switch (change.op) {
    case "set-property":
      return setProperty(editing, change);
    case "remove-property":
      return removeProperty(editing, change.property);
    case "remove-mention":
      return at(editing, change.mention, (located) => removeLocated(editing, located));
    case "rename":
      return at(editing, change.mention, (located) => rename(editing, located, change.to));
    case "set-cpu":
      return setCpu(editing, change.model);
    case "set-machine":
      return setMachine(editing, change.machine);
    case "set-option":
      return change.option === "accel" ? setAccel(editing, change.value) : setIrqchip(editing, change.value);
    case "set-timer":
      return setTimer(editing, change.timer, change.present);
  }
}

const at = (editing: DomainEditing, index: number, edit: (located: Located) => boolean): boolean => {
  const located = editing.located[index];
  return located !== undefined && edit(located);
};

const removeProperty = (editing: DomainEditing, property: string): boolean =>
  editing.located.filter((row) => saysProperty(row, property)).every((located) => removeLocated(editing, located));

/** The -cpu of <qemu:commandline>, which takes the place of <cpu> and of all enlightenments. */
function passedCpu({ parts, located }: DomainEditing): ScannedWord | undefined {
  const isThere = located.some(
    ({ mention, place }) => place.kind === "argument" && (mention.kind === "cpu" || mention.kind === "property"),
  );
  if (!isThere) return undefined;
  const { options } = readArguments(wordsOf(parts));
  return options.findLast(({ name }) => name === "cpu")?.argument?.scanned;
}

function isOfCpu({ located, rules }: DomainEditing, change: Change): boolean {
  const isMachine = (name: string): boolean =>
    rules.some(({ property, feature }) => property === name && feature.property?.scope === "machine");
  switch (change.op) {
    case "set-property":
    case "remove-property":
      return !isMachine(change.property);
    case "remove-mention":
    case "rename": {
      const row = located[change.mention];
      return row?.place.kind === "argument" && (row.mention.kind === "property" || row.mention.kind === "cpu");
    }
    case "set-cpu":
      return true;
    default:
      return false;
  }
}

function editPassedCpu(editing: DomainEditing, cpu: ScannedWord, change: Change): boolean {
  // A reference such as &amp; in the value would have to be written anew around every edit.
  if (cpu.text.length !== cpu.end - cpu.start) return false;
  const { catalog, text, config, located } = editing;
  const own = located.filter(({ mention }) => mention.span.start >= cpu.start && mention.span.end <= cpu.end);
  const mentions = own.map(({ mention }) => mention);
  const meant = "mention" in change ? located[change.mention] : undefined;
  const moved = "mention" in change ? { ...change, mention: own.findIndex((row) => row === meant) } : change;
  const made = editAs({ catalog, text, config: { ...config, mentions }, options: [], cpu }, moved);
  for (const edit of made ?? []) editing.edits.push({ ...edit, text: escapeXml(edit.text) });
  return made !== undefined;
}

/** `to` is QEMU's name of a property, or libvirt's own of an element. */
function rename(editing: DomainEditing, { mention, place }: Located, to: string): boolean {
  const { edits, style, text, rules } = editing;
  if (place.kind === "cpu-feature") {
    edits.push(setAttribute(style, place.element, "name", to));
    return true;
  }
  if (place.kind !== "unknown" && place.kind !== "property") return false;
  const path = place.element.parent?.name ?? "";
  const rule = rules.find((row) => (row.property === to || row.name === to) && row.path.split("/").at(-1) === path);
  if (rule === undefined || mention.written !== place.element.name) return false;
  edits.push(...renameElement(text, place.element, rule.name));
  return true;
}

function setMachine(editing: DomainEditing, machine: string): boolean {
  const type = elementAt(editing, "os/type");
  if (type === undefined && editing.domain === undefined) return false;
  if (type === undefined) return addElement(editing, "os", textElement("type", "hvm", { arch: "x86_64", machine }));
  editing.edits.push(setAttribute(editing.style, type, "machine", machine));
  return true;
}

const TYPES: Readonly<Record<string, string>> = { kvm: "kvm", tcg: "qemu" };

function setAccel({ domain, edits, style }: DomainEditing, accel: string): boolean {
  const type = Object.hasOwn(TYPES, accel) ? TYPES[accel] : undefined;
  if (domain === undefined || type === undefined) return false;
  edits.push(setAttribute(style, domain, "type", type));
  return true;
}

const DRIVERS: Readonly<Record<string, string>> = { on: "kvm", split: "qemu" };

/** By <ioapic>; there is none for `off`. */
function setIrqchip(editing: DomainEditing, value: string): boolean {
  const driver = Object.hasOwn(DRIVERS, value) ? DRIVERS[value] : undefined;
  const isPassedOn = editing.located.some(
    ({ mention, place }) => place.kind === "argument" && mention.kind === "kernel-irqchip",
  );
  if (driver === undefined || isPassedOn) return false;
  const ioapic = elementAt(editing, "features/ioapic");
  if (ioapic === undefined) return addElement(editing, "features", element("ioapic", { driver }));
  editing.edits.push(setAttribute(editing.style, ioapic, "driver", driver));
  return true;
}

function setTimer(editing: DomainEditing, name: string, present: boolean): boolean {
  const word = present ? "yes" : "no";
  const timers = editing.parts
    .flatMap(({ element: top }) => [top, ...top.children, ...top.children.flatMap(({ children }) => children)])
    .filter((found) => found.name === "timer" && attributeOf(found, "name")?.value.text === name);
  for (const timer of timers) editing.edits.push(setAttribute(editing.style, timer, "present", word));
  return timers.length > 0 || addElement(editing, "clock", element("timer", { name, present: word }));
}
