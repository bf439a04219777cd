// Writes changes into virt-install's options: in the item where they stand, else at the end of the list that takes them.
import { quote } from "shlex";
import type { Span, TextEdit } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";
import { parseU32 } from "#base/u32.ts";
import { openTarget } from "../layer-target.ts";
import { libvirtSayings } from "../libvirt-xml.ts";
import { isOffWord, isOn } from "../settled.ts";
import { virtinstWord } from "../virtinst-words.ts";
import { saysProperty, type Located } from "./libvirt-draft.ts";
import { sourceSpan } from "./shell-scan.ts";
import { reopenCommands, type ReadCommands } from "./virt-install-read.ts";
import type { VirtCommand } from "./virt-install-words.ts";
import type { ElementRule } from "./libvirt-elements.ts";
import { attributeOf, type ScannedAttribute, type ScannedElement } from "./xml-scan.ts";

interface Editing extends ReadCommands {
  readonly catalog: Catalog;
  readonly text: string;
}

type Edits = readonly TextEdit[] | undefined;

/** The edits of a change; undefined where these commands cannot say it. */
export function editVirtInstall(catalog: Catalog, text: string, config: ConfigVm, change: Change): Edits {
  const read = reopenCommands(catalog, text, config);
  if (read === undefined) return undefined;
  const editing = { ...read, catalog, text };
  switch (change.op) {
    case "set-property":
      return setProperty(editing, change);
    case "remove-property":
      return removeProperty(editing, change.property);
    case "remove-mention":
      return removeLocated(editing, editing.located[change.mention]);
    case "rename":
      return rename(editing.located[change.mention], change.to);
    case "set-cpu":
      return setCpu(editing, change.model);
    case "set-machine":
      return setNamed(editing, "machine", change.machine) ?? addOption(editing, "--machine", change.machine);
    case "set-option":
      return change.option === "accel" ? setAccel(editing, change.value) : setIrqchip(editing, change.value);
    case "set-timer":
      return setTimer(editing, change.timer, change.present);
  }
}

type SetProperty = Change & { readonly op: "set-property" };

function setProperty(editing: Editing, { property, value }: SetProperty): Edits {
  const { config, located } = editing;
  // A -cpu that is passed on takes the place of all that options say.
  if (located.some(({ mention, place }) => place.kind === "argument" && mention.kind === "cpu")) return undefined;
  if (config.addedByTool.includes(property)) {
    const has = config.vm.overrides.find((row) => row.property === property)?.value;
    return isSame(has, value) ? [] : addProperty(editing, property, value);
  }
  const own = located.filter((row) => saysProperty(row, property));
  const [first, ...more] = own;
  if (first === undefined) return addProperty(editing, property, value);
  if (own.every(({ mention }) => isSame(mention.value, value) && mention.note === undefined)) return [];
  const set = setInPlace(first, value);
  const rest = more.flatMap((row) => removeLocated(editing, row) ?? []);
  return set && [...set, ...rest];
}

const isSame = (a: string | undefined, b: string): boolean =>
  a === b || (a !== undefined && parseU32(a) !== undefined && parseU32(a) === parseU32(b));

const put = ({ value }: ScannedAttribute, text: string): TextEdit => ({ start: value.start, end: value.end, text });

/** Characters that need no quotes in any shell. */
const PLAIN = /^[\w.,=:+/@%-]*$/;

function setInPlace({ mention, place }: Located, value: string): Edits {
  switch (place.kind) {
    case "cpu-feature": {
      const name = attributeOf(place.element, "name")?.value.text ?? mention.written;
      const { start, end } = place.element;
      return isWord(value) ? [{ start, end, text: `${isOn(value) ? "require" : "disable"}=${name}` }] : undefined;
    }
    case "attribute":
      return PLAIN.test(value) ? [put(place.attribute, value)] : undefined;
    case "property":
      return setElement(place.element, place.rule, value);
    default:
      return undefined;
  }
}

const isWord = (value: string): boolean => isOn(value) || isOffWord(value);

function setElement(element: ScannedElement, { state, slot }: ElementRule, value: string): Edits {
  const switched = state && attributeOf(element, state.attribute);
  if (state === undefined || switched === undefined) return undefined;
  if (slot === undefined || isOffWord(value))
    return isWord(value) ? [put(switched, isOn(value) ? state.on : state.off)] : undefined;
  const held = attributeOf(element, slot);
  const text = String(parseU32(value) ?? value);
  return held && PLAIN.test(text) ? [put(held, text), put(switched, state.on)] : undefined;
}

/** As our own printer writes it for the newest release. */
function addProperty(editing: Editing, property: string, value: string): Edits {
  const { catalog, config } = editing;
  const host = { vendor: "intel", hyperv: true } as const;
  const { machine, cpu, accel } = config.vm;
  const selection = {
    machine,
    cpu,
    accel,
    overrides: [...config.vm.overrides, { property, form: "value" as const, value }],
    host,
  };
  const saying = libvirtSayings(catalog, selection).sayings.find((row) => row.property === property);
  if (saying === undefined) return undefined;
  // What is passed on names the model's own type.
  if (saying.kind === "arguments" && cpu === "") return undefined;
  const { fate, options } = virtinstWord(catalog, openTarget(catalog, "virt-install"), saying);
  if ("leftOut" in fate) return undefined;
  return options.length === 0 ? [] : addOptions(editing, options);
}

function addOptions(editing: Editing, options: readonly (readonly [string, string])[]): Edits {
  const edits: TextEdit[] = [];
  for (const [option, value] of options) {
    const made = addOption(editing, option, value);
    if (made === undefined) return undefined;
    edits.push(...made);
  }
  return edits;
}

const LISTS = new Set(["--features", "--clock", "--cpu"]);

/** To the list that is there, else as an option of its own; virt-xml takes one kind of option a run. */
function addOption({ commands, text }: Editing, option: string, value: string): Edits {
  const name = option.replace(/^--/, "");
  const list = LISTS.has(option)
    ? commands.flatMap(({ options }) => options).findLast((found) => found.name === name)
    : undefined;
  if (list && PLAIN.test(value)) {
    const { end } = sourceSpan(list.value, 0, list.value.text.length);
    return [{ start: end, end, text: list.value.text.endsWith(",") ? value : `,${value}` }];
  }
  const [command] = commands;
  if (command === undefined || command.program === "virt-xml") return undefined;
  const written = value.startsWith("-") ? `${option}=${quote(value)}` : `${option} ${quote(value)}`;
  const { end } = command.statement;
  return [{ start: end, end, text: `${gapOf(text, command)}${written}` }];
}

/** The space between options: a line's end with a backslash where the command is written so. */
function gapOf(text: string, { options, statement }: VirtCommand): string {
  const last = options.at(-1);
  const before = last ? text.slice(statement.start, last.span.start) : "";
  return /\\\r?\n[ \t]*$/.exec(before) ? ` ${/\\\r?\n[ \t]*$/.exec(before)?.[0] ?? ""}` : " ";
}

const removeProperty = (editing: Editing, property: string): Edits => {
  if (editing.config.addedByTool.includes(property)) return addProperty(editing, property, "off");
  const removed = editing.located
    .filter((row) => saysProperty(row, property))
    .map((located) => removeLocated(editing, located));
  return removed.includes(undefined) ? undefined : removed.flatMap((edits) => edits ?? []);
};

function removeLocated(editing: Editing, located: Located | undefined): Edits {
  if (located === undefined) return undefined;
  const { place, mention } = located;
  switch (place.kind) {
    case "property":
    case "unknown":
    case "timer":
      return removeItems(
        editing,
        place.element.attributes.filter(({ name }) => place.element.name !== "timer" || name !== "name"),
      );
    case "cpu-feature":
      return removeItems(editing, [place.element]);
    case "attribute":
      return mention.kind === "property" || mention.kind === "kernel-irqchip"
        ? removeItems(editing, [place.attribute])
        : undefined;
    default:
      return undefined;
  }
}

/** Items with a comma each, or the whole option where nothing of it is left. */
function removeItems({ text, commands }: Editing, items: readonly Span[]): readonly TextEdit[] {
  const sorted = items.toSorted((a, b) => a.start - b.start);
  const start = sorted[0]?.start ?? 0;
  const option = commands.flatMap(({ options }) => options).find(({ span }) => span.start <= start && start < span.end);
  const isGone = (at: number): boolean => sorted.some((item) => item.start === at);
  if (option && option.items.every((item) => isGone(item.start))) return [removeOption(text, option.span)];
  const edits: TextEdit[] = [];
  for (const item of sorted) {
    const isFirst = text[item.start - 1] !== "," || edits.at(-1)?.end === item.start;
    const end = isFirst && text[item.end] === "," ? item.end + 1 : item.end;
    edits.push({ start: isFirst ? item.start : item.start - 1, end, text: "" });
  }
  return edits;
}

function removeOption(text: string, { start, end }: Span): TextEdit {
  const before = /(?:[ \t]|\\\r?\n)*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? "";
  return { start: start - before.length, end, text: "" };
}

function rename(located: Located | undefined, to: string): Edits {
  const name = located?.place.kind === "cpu-feature" ? attributeOf(located.place.element, "name") : undefined;
  return name && PLAIN.test(to) ? [put(name, to)] : undefined;
}

const MODES: Readonly<Record<string, string>> = { host: "host-passthrough", max: "mode=maximum" };

function setCpu(editing: Editing, model: string): Edits {
  const text = Object.hasOwn(MODES, model) ? (MODES[model] ?? model) : model;
  const mention = editing.config.mentions.find(({ kind }) => kind === "cpu");
  const item = mention && itemAt(editing, mention.span.start);
  if (item === undefined)
    return editing.commands.some(({ options }) => options.some(({ name }) => name === "cpu"))
      ? undefined
      : addOption(editing, "--cpu", text);
  const isMode = /^(?:host-model|host-passthrough)$/.test(text);
  const named = isMode ? `mode=${text}` : `model=${text}`;
  return PLAIN.test(text)
    ? [{ start: item.start, end: item.end, text: item.key === "" || text.includes("=") ? text : named }]
    : undefined;
}

const itemAt = ({ commands }: Editing, at: number) =>
  commands
    .flatMap(({ options }) => options.flatMap(({ items }) => items))
    .find(({ start, end }) => start <= at && at < end);

/** Where something of a kind stands as an attribute. */
function setNamed({ located }: Editing, kind: string, value: string): Edits {
  const found = located.findLast(({ mention, place }) => mention.kind === kind && place.kind === "attribute");
  return found?.place.kind === "attribute" && PLAIN.test(value) ? [put(found.place.attribute, value)] : undefined;
}

const TYPES: Readonly<Record<string, string>> = { kvm: "kvm", tcg: "qemu" };

function setAccel(editing: Editing, accel: string): Edits {
  const type = Object.hasOwn(TYPES, accel) ? TYPES[accel] : undefined;
  return type === undefined ? undefined : (setNamed(editing, "accel", type) ?? addOption(editing, "--virt-type", type));
}

const DRIVERS: Readonly<Record<string, string>> = { on: "kvm", split: "qemu" };

function setIrqchip(editing: Editing, value: string): Edits {
  const driver = Object.hasOwn(DRIVERS, value) ? DRIVERS[value] : undefined;
  if (driver === undefined) return undefined;
  return setNamed(editing, "kernel-irqchip", driver) ?? addOption(editing, "--features", `ioapic.driver=${driver}`);
}

function setTimer(editing: Editing, timer: string, present: boolean): Edits {
  const text = present ? "yes" : "no";
  const items = editing.commands.flatMap(({ options }) =>
    options.flatMap((option) => (option.name === "clock" ? option.items : [])),
  );
  const found = items.findLast(({ key }) => key === `${timer}_present`);
  return found ? [{ ...found.at, text }] : addOption(editing, "--clock", `${timer}_present=${text}`);
}
