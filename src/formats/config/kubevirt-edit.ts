// Writes changes into KubeVirt's YAML: as many keys as they need and no more, everything else byte for byte.
import { isMap, isScalar, isSeq, type YAMLMap } from "yaml";
import { parseU32 } from "#base/u32.ts";
import type { TextEdit } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm, Mention } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";
import { LIBVIRT_FLAGS } from "../libvirt-properties.ts";
import { isCpuFlag, isOffWord, isOn, isSwitch } from "../settled.ts";
import type { Data } from "../yaml.ts";
import type { MadeEdits } from "./codec.ts";
import { booleanOf, openFields, switchOf, type KubevirtField, type KubevirtFields } from "./kubevirt-fields.ts";
import { joined, kubevirtNames, type FeatureField, type KubevirtNames } from "./kubevirt-names.ts";
import { placeFields, type NewField } from "./kubevirt-place.ts";
import { rootsOf } from "./kubevirt-roots.ts";
import { appendItem, insertEntries, removeItem, removePair, setPairValue } from "./yaml-edit.ts";
import { isNothing, keySpan, pairsOf, readYaml, scalarText, spanOf, valueAt, keyText } from "./yaml-tree.ts";

interface Editing {
  readonly catalog: Catalog;
  readonly names: KubevirtNames;
  readonly text: string;
  readonly config: ConfigVm;
  readonly fields: KubevirtFields;
}

/** What a change comes to: edits, or fields to be made; undefined where it cannot be said. */
type Step = { readonly edits: readonly TextEdit[] } | NewField | { readonly both: readonly [Step, Step] } | undefined;

const NOTHING: Step = { edits: [] };

/** The fields behind a machine that was read, so that its text is not read again for each change. */
const opened = new WeakMap<ConfigVm, { readonly text: string; readonly fields: KubevirtFields }>();

/** Keeps what was found while a machine was read, for as long as anybody holds it. */
export const keepFields = (config: ConfigVm, text: string, fields: KubevirtFields): void => {
  opened.set(config, { text, fields });
};

function fieldsFor(names: KubevirtNames, text: string, config: ConfigVm): KubevirtFields | undefined {
  const kept = opened.get(config);
  if (kept?.text === text) return kept.fields;
  const root = readYaml(text)
    .roots.flatMap((top) => rootsOf(names, top))
    .find(({ object }) => spanOf(object).start === config.span.start);
  return root && openFields(names, root);
}

/** The edits of changes made together; undefined where one of them cannot be said. */
export function editMachine(
  catalog: Catalog,
  text: string,
  config: ConfigVm,
  changes: readonly Change[],
): MadeEdits | undefined {
  const names = kubevirtNames(catalog);
  const fields = fieldsFor(names, text, config);
  if (!fields) return undefined;
  const editing: Editing = { catalog, names, text, config, fields };
  const edits: TextEdit[] = [];
  const news: NewField[] = [];
  for (const change of changes) {
    if (!take(stepOf(editing, change), edits, news)) return undefined;
  }
  const placed = placeFields(names, text, editing.fields, news);
  if (!placed) return undefined;
  const all = [...edits, ...placed.edits];
  return { edits: all, makes: [...placed.makes, ...linesAt(all)] };
}

/** Adds a step to what is to be done; false where it cannot be done. */
function take(step: Step, edits: TextEdit[], news: NewField[]): boolean {
  if (step === undefined) return false;
  if ("both" in step) return step.both.every((one) => take(one, edits, news));
  if ("edits" in step) edits.push(...step.edits);
  else news.push(step);
  return true;
}

/** The places where lines are put in: another fix that puts one there could be meant for a map around this one. */
const linesAt = (made: readonly TextEdit[]): readonly string[] =>
  made.flatMap(({ start, end, text }) => (start === end && /^\r?\n/.test(text) ? [`line ${start}`] : []));

function stepOf(editing: Editing, change: Change): Step {
  switch (change.op) {
    case "set-property":
      return setProperty(editing, change);
    case "remove-property":
      return removeProperty(editing, change.property);
    case "remove-mention":
      return removeMention(editing, editing.config.mentions[change.mention]);
    case "rename":
      return rename(editing, editing.config.mentions[change.mention], change.to);
    case "set-cpu":
      return setScalar(editing, ["cpu", "model"], change.model === "host" ? "host-passthrough" : change.model);
    case "set-machine":
      return setScalar(editing, ["machine", "type"], change.machine);
    case "set-option":
      return change.option === "accel" && change.value === "kvm" ? NOTHING : undefined;
    case "set-timer":
      return setSwitch(editing, ["clock", "timer", change.timer], change.present);
  }
}

const edits = (made: readonly TextEdit[] | undefined): Step => made && { edits: made };

function setProperty(editing: Editing, { property, value, before }: Change & { readonly op: "set-property" }): Step {
  const known = editing.names.byProperty.get(property);
  if (!known) return setFlag(editing, property, value);
  const beside = before === undefined ? undefined : editing.names.byProperty.get(before);
  const anchor = beside && editing.fields.byPath.get(joined(beside.holder));
  if (!isSwitch(known.feature)) return setValue(editing, known, value, anchor);
  if (!isOn(value) && !isOffWord(value)) return undefined;
  const last = known.path.at(-1);
  if (last === "hidden") return setScalar(editing, known.path, isOffWord(value), anchor);
  if (last === "enabled") return setScalar(editing, known.path, isOn(value), anchor);
  return setSwitch(editing, known.path, isOn(value), anchor);
}

/** A number or a text in the map of its feature. */
function setValue(editing: Editing, known: FeatureField, value: string, anchor?: KubevirtField): Step {
  const { path, holder, feature } = known;
  const data = feature.property?.type === "string" ? value : parseU32(value);
  if (data === undefined) return undefined;
  const set = setScalar(editing, path, data, anchor);
  const outer = editing.fields.byPath.get(joined(holder));
  const isOff = outer !== undefined && switchOf(outer) === false;
  return isOff ? { both: [setSwitch(editing, holder, true), set] } : set;
}

function setScalar({ text, fields }: Editing, path: readonly string[], data: Data, before?: KubevirtField): Step {
  const field = fields.byPath.get(joined(path));
  if (!field) return { path, data, before };
  const { value } = field.pair;
  const isSame =
    isScalar(value) && (typeof data === "boolean" ? booleanOf(value) === data : scalarText(value) === String(data));
  return isSame ? NOTHING : edits(setPairValue(text, field.map, field.pair, data));
}

/** A map that is on by being there, and off by a key of its own. */
function setSwitch({ text, fields }: Editing, path: readonly string[], wanted: boolean, before?: KubevirtField): Step {
  const key = path[0] === "clock" ? "present" : "enabled";
  const data: Data = wanted ? {} : { [key]: false };
  const field = fields.byPath.get(joined(path));
  if (!field) return { path, data, before };
  const { value } = field.pair;
  if (!isMap(value)) return edits(setPairValue(text, field.map, field.pair, data));
  if (switchOf(field) === wanted) return NOTHING;
  const toggle = pairsOf(value).find((pair) => keyText(pair) === key);
  if (toggle) return edits(setPairValue(text, value, toggle, wanted));
  return edits(insertEntries(text, value, { [key]: wanted }));
}

const FLAGS = ["cpu", "features"];

/** An ordinary CPU flag in the list of features. */
function setFlag({ catalog, text, fields }: Editing, property: string, value: string): Step {
  if (!isCpuFlag(catalog, property) || (!isOn(value) && !isOffWord(value))) return undefined;
  const name = LIBVIRT_FLAGS[property] ?? property;
  const item = { name, policy: isOn(value) ? "require" : "disable" };
  const field = fields.byPath.get(joined(FLAGS));
  if (!field) return { path: FLAGS, data: [item] };
  const list = field.pair.value;
  if (!isSeq(list)) return isNothing(list) ? edits(setPairValue(text, field.map, field.pair, [item])) : undefined;
  const own = list.items.find((one) => scalarText(valueAt(one, "name")) === name);
  if (isMap(own)) return setPolicy(text, own, item.policy);
  const made = appendItem(text, list, item);
  return made.length === 0 ? undefined : { edits: made };
}

/** An item without a policy requires its flag. */
function setPolicy(text: string, item: YAMLMap<unknown, unknown>, policy: string): Step {
  const pair = pairsOf(item).find((one) => keyText(one) === "policy");
  if ((scalarText(pair?.value) ?? "require") === policy) return NOTHING;
  return edits(pair ? setPairValue(text, item, pair, policy) : insertEntries(text, item, { policy }));
}

function removeProperty(editing: Editing, property: string): Step {
  const { names, text, fields, config } = editing;
  if (config.addedByTool.includes(property)) return undefined;
  const known = names.byProperty.get(property);
  const holder = known?.path.at(-1) === "enabled" ? known.path.slice(0, -1) : known?.holder;
  const field = holder
    ? fields.byPath.get(joined(holder))
    : fields.strange.find(({ path }) => path.at(-1) === property);
  if (field) return { edits: removePair(text, field.map, field.pair) };
  return removeFlag(editing, property);
}

function removeFlag({ text, fields }: Editing, property: string): Step {
  const list = fields.byPath.get(joined(FLAGS))?.pair.value;
  if (!isSeq(list)) return NOTHING;
  const name = LIBVIRT_FLAGS[property] ?? property;
  const at = list.items.findIndex((item) => scalarText(valueAt(item, "name")) === name);
  return at < 0 ? NOTHING : { edits: removeItem(text, list, at) };
}

function removeMention(editing: Editing, mention: Mention | undefined): Step {
  if (!mention || mention.kind === "guest") return undefined;
  if (mention.kind === "property") return removeProperty(editing, mention.name);
  const { text, fields } = editing;
  const { start } = mention.span;
  const field = [...fields.byPath.values()].find(
    ({ pair }) => keySpan(pair).start === start || (isScalar(pair.value) && spanOf(pair.value).start === start),
  );
  return field && { edits: removePair(text, field.map, field.pair) };
}

/** Another name in the same map, or another item of the list of flags. */
function rename(editing: Editing, mention: Mention | undefined, to: string): Step {
  if (mention?.kind !== "property") return undefined;
  const { names, text, fields } = editing;
  const { written, span } = mention;
  const strange = fields.strange.find(({ pair }) => keySpan(pair).start === span.start);
  const target = names.byProperty.get(to);
  const sameMap = strange && target && joined(target.holder.slice(0, -1)) === joined(strange.path.slice(0, -1));
  const name = strange ? (sameMap ? target.holder.at(-1) : undefined) : (LIBVIRT_FLAGS[to] ?? to);
  const at = text.slice(span.start, span.end).indexOf(written);
  if (name === undefined || at < 0 || (!strange && names.byProperty.has(mention.name))) return undefined;
  return { edits: [{ start: span.start + at, end: span.start + at + written.length, text: name }] };
}
