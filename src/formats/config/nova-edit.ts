// Writes changes into Nova's properties and settings: values where they stand, new ones as their neighbours are written.
import type { TextEdit } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";
import { LIBVIRT_FLAGS } from "../libvirt-properties.ts";
import { isCpuFlag, isOffWord, isOn } from "../settled.ts";
import { novaNames, type NovaNames, type NovaRole } from "./nova-names.ts";
import { CONF_ROLES, isYes, lastOf, type NovaPair } from "./nova-pairs.ts";
import { insertPair, removePair, removePairs } from "./nova-place.ts";
import { listItems, pairsFor } from "./nova-read.ts";

interface Editing {
  readonly catalog: Catalog;
  readonly names: NovaNames;
  readonly text: string;
  readonly config: ConfigVm;
  readonly pairs: readonly NovaPair[];
}

type Edits = readonly TextEdit[] | undefined;

/** The edits of a change; undefined where Nova cannot say it, or the text shows no place for it. */
export function editNova(catalog: Catalog, text: string, config: ConfigVm, change: Change): Edits {
  const names = novaNames(catalog);
  const editing: Editing = { catalog, names, text, config, pairs: pairsFor(catalog, text, config) };
  switch (change.op) {
    case "set-property":
      return setProperty(editing, change.property, change.value);
    case "remove-property":
      return removeProperty(editing, change.property);
    case "remove-mention":
      return removeMention(editing, change.mention);
    case "rename":
      return rename(editing, change.mention, change.to);
    case "set-cpu":
      return setCpu(editing, change.model);
    case "set-machine":
      return setPair(editing, "machine", change.machine);
    case "set-option":
      return setOption(editing, change.option, change.value);
    case "set-timer":
      if (change.timer !== "hpet") return undefined;
      return config.timers["hpet"] === change.present ? [] : setPair(editing, "timer", String(change.present));
  }
}

/** Gives the last pair of a role a value, or puts one beside the others. */
function setPair(editing: Editing, role: NovaRole, value: string): Edits {
  const pair = lastOf(editing.pairs, role);
  return pair ? [{ ...pair.valueSpan, text: value }] : newPair(editing, role, value);
}

/** Behind the last property of an image, of a flavor, or setting of nova.conf, whichever has a name for the role. */
function newPair({ names, text, pairs }: Editing, role: NovaRole, value: string): Edits {
  for (const name of names.namesOf(role)) {
    const place = placeOf(name, role);
    const anchor = pairs.findLast((pair) => placeOf(pair.name, pair.role) === place);
    if (anchor) return insertPair(text, anchor, name, value);
  }
  return undefined;
}

function placeOf(name: string, role: NovaRole): "conf" | "flavor" | "image" {
  if (CONF_ROLES.has(role)) return "conf";
  return name.includes(":") || name === "hide_hypervisor_id" ? "flavor" : "image";
}

function setProperty(editing: Editing, property: string, value: string): Edits {
  const { config, names, pairs } = editing;
  if (property === "kvm") return setHidden(editing, value);
  if (config.addedByTool.includes(property)) {
    const has = config.vm.overrides.find((row) => row.property === property)?.value;
    return isSame(has, value) ? [] : undefined;
  }
  const brought = names.windows.find((row) => row.property === property);
  if (brought) {
    return isSame(brought.value, value) && !lastOf(pairs, "guest") ? newPair(editing, "guest", "windows") : undefined;
  }
  return setFlag(editing, property, value);
}

const isSame = (a: string | undefined, b: string): boolean =>
  a === b || (a !== undefined && /^\w+$/.test(a) && Number(a) === Number(b));

/** Hiding is all that Nova can do to KVM. */
function setHidden(editing: Editing, value: string): Edits {
  if (!isOn(value) && !isOffWord(value)) return undefined;
  const pair = lastOf(editing.pairs, "hide");
  if (!pair) return isOn(value) ? [] : newPair(editing, "hide", "true");
  return isYes(pair.value) === isOffWord(value) ? [] : [{ ...pair.valueSpan, text: isOn(value) ? "false" : "true" }];
}

/** An ordinary flag in the list of nova.conf. */
function setFlag(editing: Editing, property: string, value: string): Edits {
  if (!isCpuFlag(editing.catalog, property) || (!isOn(value) && !isOffWord(value))) return undefined;
  const name = LIBVIRT_FLAGS[property] ?? property;
  const put = `${isOn(value) ? "" : "-"}${name}`;
  const pair = lastOf(editing.pairs, "flags");
  if (!pair) return newPair(editing, "flags", put);
  const own = listItems(pair).find(({ text }) => text.replace(/^[+-]/, "") === name);
  if (own) return own.text.startsWith("-") === isOffWord(value) ? [] : [{ ...own, text: put }];
  const end = pair.valueSpan.end;
  return [{ start: end, end, text: `${/,\s/.test(pair.value) ? ", " : ","}${put}` }];
}

function removeProperty({ text, config, pairs }: Editing, property: string): Edits {
  if (config.addedByTool.includes(property)) return undefined;
  if (property === "kvm")
    return removePairs(
      text,
      pairs.filter(({ role }) => role === "hide"),
    );
  const name = LIBVIRT_FLAGS[property] ?? property;
  return pairs
    .filter(({ role }) => role === "flags")
    .flatMap((pair) => removeItem(text, pair, ({ text: item }) => item.replace(/^[+-]/, "") === name));
}

/** Takes an item out of a list, or the setting where it is the only one. */
function removeItem(
  text: string,
  pair: NovaPair,
  isIt: (item: ReturnType<typeof listItems>[number]) => boolean,
): readonly TextEdit[] {
  const items = listItems(pair);
  const at = items.findIndex(isIt);
  const [item, previous, next] = [items[at], items[at - 1], items[at + 1]];
  if (!item) return [];
  if (previous) return [{ start: previous.end, end: item.end, text: "" }];
  return next ? [{ start: item.start, end: next.start, text: "" }] : removePair(text, pair);
}

function removeMention({ text, config, pairs }: Editing, index: number): Edits {
  const mention = config.mentions[index];
  if (!mention) return undefined;
  const { span } = mention;
  const pair = pairs.find(({ start, end }) => start <= span.start && span.end <= end);
  if (!pair) return undefined;
  return pair.role === "flags" ? removeItem(text, pair, ({ start }) => start === span.start) : removePair(text, pair);
}

/** Only flags have names of QEMU's here. */
function rename({ config, pairs }: Editing, index: number, to: string): Edits {
  const mention = config.mentions[index];
  const isFlag = pairs.some(({ role, valueSpan: { start, end } }) =>
    mention === undefined ? false : role === "flags" && start <= mention.span.start && mention.span.end <= end,
  );
  if (!mention || !isFlag) return undefined;
  const { end } = mention.span;
  return [{ start: end - mention.written.length, end, text: LIBVIRT_FLAGS[to] ?? to }];
}

/** Mode and model are two settings; only a custom mode has a model. */
function setCpu(editing: Editing, model: string): Edits {
  const mode = lastOf(editing.pairs, "mode");
  if (!mode && !lastOf(editing.pairs, "models")) return undefined;
  const wanted = model === "host" ? "host-passthrough" : model;
  if (wanted === "host-passthrough" || wanted === "host-model") return setMode(editing, wanted);
  const custom = mode && mode.value !== "custom" ? [{ ...mode.valueSpan, text: "custom" }] : [];
  const set = setPair(editing, "models", model);
  return set && [...custom, ...set];
}

/** A mode takes the place of the models. */
function setMode({ names, text, pairs }: Editing, wanted: string): Edits {
  const mode = lastOf(pairs, "mode");
  const models = pairs.filter(({ role }) => role === "models");
  if (mode) return [{ ...mode.valueSpan, text: wanted }, ...removePairs(text, models)];
  const last = models.at(-1);
  if (!last) return undefined;
  const [name = ""] = names.namesOf("mode");
  return [
    ...removePairs(text, models.slice(0, -1)),
    { start: last.start, end: last.end, text: `${name}${last.gap}${wanted}` },
  ];
}

function setOption(editing: Editing, option: string, value: string): Edits {
  if (option !== "accel" || (value !== "kvm" && value !== "tcg")) return undefined;
  if (editing.config.vm.accel === value) return [];
  return setPair(editing, "accel", value === "tcg" ? "qemu" : "kvm");
}
