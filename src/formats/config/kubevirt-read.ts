// What a KubeVirt machine says: its fields as QEMU's properties, and what the cluster adds where the text is a whole object.
import { isMap, isSeq } from "yaml";
import type { Issue } from "#base/result.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm, CpuMode, Mention } from "#engine/explain/config.ts";
import type { Override } from "#engine/selection.ts";
import { LIBVIRT_FLAGS } from "../libvirt-properties.ts";
import { isOn, isSwitch } from "../settled.ts";
import { booleanOf, issueAt, switchOf, tokenOf, type KubevirtField, type KubevirtFields } from "./kubevirt-fields.ts";
import { namedGuest, type NamedGuest } from "./kubevirt-guest.ts";
import { joined, type FeatureField, type KubevirtNames } from "./kubevirt-names.ts";
import { endOfNode, isNothing, scalarText, spanOf, valueAt } from "./yaml-tree.ts";

const QEMU_FLAGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LIBVIRT_FLAGS).map(([qemu, libvirt]) => [libvirt, qemu]),
);

interface Reading {
  readonly catalog: Catalog;
  readonly names: KubevirtNames;
  readonly text: string;
  readonly fields: KubevirtFields;
}

interface Read {
  readonly mentions: readonly Mention[];
  readonly issues: readonly Issue[];
}

/** Reads one machine. */
export function readMachine(
  catalog: Catalog,
  names: KubevirtNames,
  text: string,
  fields: KubevirtFields,
): { readonly config: ConfigVm; readonly issues: readonly Issue[] } {
  const reading: Reading = { catalog, names, text, fields };
  const { root } = fields;
  const features = readFeatures(reading);
  const guest = namedGuest(root);
  const mentions = [
    ...features.mentions,
    ...strangeMentions(reading),
    ...flagMentions(reading),
    ...settingMentions(reading),
    ...timerMentions(reading),
    ...(guest ? [guest.mention] : []),
  ].toSorted((a, b) => a.span.start - b.span.start);
  const told = mentions.flatMap(overrideOf);
  const isPinned = pinned(reading);
  const added = root.isWhole ? addedBy(reading, told, guest, isPinned === true) : [];
  const { start } = spanOf(root.object);
  const config: ConfigVm = {
    ...(root.name !== undefined && { name: root.name }),
    vm: { ...plainSettings(reading), overrides: [...told, ...added], accel: "kvm" },
    mentions,
    tellsAccel: root.isWhole,
    isWhole: root.isWhole,
    ...modeOf(settingAt(reading, "cpu.model")),
    ...(guest && { guest: guest.guest }),
    ...(isPinned !== undefined && { isPinned }),
    timers: timersOf(mentions),
    addedByTool: added.map(({ property }) => property),
    span: { start, end: Math.max(start, endOfNode(root.object)) },
  };
  return { config, issues: [...fields.issues, ...features.issues] };
}

const settingAt = ({ fields }: Reading, path: string): string => scalarText(fields.byPath.get(path)?.pair.value) ?? "";

function plainSettings(reading: Reading): Pick<ConfigVm["vm"], "machine" | "cpu" | "vcpus"> {
  const model = settingAt(reading, "cpu.model");
  const vcpus = countCpus(reading);
  return {
    machine: settingAt(reading, "machine.type"),
    cpu: model === "host-passthrough" ? "host" : model === "host-model" ? "" : model,
    ...(vcpus !== undefined && { vcpus }),
  };
}

function modeOf(model: string): { readonly cpuMode?: CpuMode } {
  if (model === "") return {};
  return { cpuMode: model === "host-model" || model === "host-passthrough" ? model : "custom" };
}

const overrideOf = ({ kind, name, value, note }: Mention): Override[] =>
  kind === "property" && note === undefined ? [{ property: name, form: "value", value }] : [];

const propertyOf = ({ feature }: FeatureField): string => feature.property?.name ?? feature.id;

function readFeatures(reading: Reading): Read {
  const read = reading.names.fields.map((field) => readFeature(reading, field));
  return { mentions: read.flatMap(({ mentions }) => mentions), issues: read.flatMap(({ issues }) => issues) };
}

function readFeature({ text, names, fields }: Reading, known: FeatureField): Read {
  const holder = fields.byPath.get(joined(known.holder));
  if (!holder || isNothing(holder.pair.value)) return { mentions: [], issues: [] };
  const told = valueOf(fields, known, holder);
  if (told === undefined) {
    const message = `KubeVirt wants ${known.path.at(-1) === "hidden" ? "true or false" : "a map such as {}"} at ${joined(known.path)}.`;
    return { mentions: [], issues: [issueAt(holder.pair, "shape", message)] };
  }
  const inner = `${joined(known.holder)}.`;
  const isAlone = !names.fields.some(({ holder: other }) => joined(other).startsWith(inner));
  const note = known.feature.libvirt?.emitsNothing === true && isOn(told) ? { note: EMITS_NOTHING } : {};
  const mention: Mention = {
    kind: "property",
    name: propertyOf(known),
    written: known.holder.at(-1) ?? "",
    value: told,
    form: "value",
    span: tokenOf(text, holder, isAlone),
    ...note,
  };
  return { mentions: [mention], issues: [] };
}

const EMITS_NOTHING = "The element that KubeVirt writes for it hands nothing to QEMU.";

/** The value of a feature as QEMU's property takes it; undefined for a shape that the API does not have. */
function valueOf(
  fields: KubevirtFields,
  { feature, path, row }: FeatureField,
  holder: KubevirtField,
): string | undefined {
  const last = path.at(-1);
  if (isSwitch(feature)) {
    if (last !== "hidden") return word(switchOf(holder));
    const hidden = booleanOf(holder.pair.value);
    return word(hidden === undefined ? undefined : !hidden);
  }
  if (!isMap(holder.pair.value)) return undefined;
  if (switchOf(holder) === false) return "off";
  const inner = fields.byPath.get(joined(path));
  return (inner && scalarText(inner.pair.value)) ?? row.value ?? "";
}

const word = (on: boolean | undefined): string | undefined => (on === undefined ? undefined : on ? "on" : "off");

function strangeMentions({ text, fields }: Reading): readonly Mention[] {
  return fields.strange.map((field): Mention => {
    const name = field.path.at(-1) ?? "";
    const note = "KubeVirt's API has no such field.";
    return {
      kind: "property",
      name,
      written: name,
      value: "on",
      form: "value",
      span: tokenOf(text, field, true),
      note,
    };
  });
}

/** The items of cpu.features; an optional one is on or off as the host is, so that nothing can be said of it. */
function flagMentions({ text, fields }: Reading): readonly Mention[] {
  const list = fields.byPath.get("cpu.features")?.pair.value;
  if (!isSeq(list)) return [];
  return list.items.flatMap((item): Mention[] => {
    const name = scalarText(valueAt(item, "name"));
    if (name === undefined) return [];
    const policy = scalarText(valueAt(item, "policy")) ?? "require";
    if (policy === "optional") return [];
    const isOff = policy === "disable" || policy === "forbid";
    const span = spanOf(item);
    const isShort = !text.slice(span.start, endOfNode(item)).includes("\n");
    return [
      {
        kind: "property",
        name: QEMU_FLAGS[name] ?? name,
        written: name,
        value: isOff ? "off" : "on",
        form: "value",
        span: isShort
          ? { start: span.start, end: Math.max(span.start, endOfNode(item)) }
          : spanOf(valueAt(item, "name")),
      },
    ];
  });
}

const KINDS: Readonly<Record<string, Mention["kind"]>> = { machine: "machine", cpu: "cpu", vcpus: "smp" };

/** Machine type, CPU model and number of vCPUs. */
function settingMentions({ names, fields }: Reading): readonly Mention[] {
  return names.settings.flatMap(({ setting, name }): Mention[] => {
    const kind = KINDS[setting];
    const field = name === null ? undefined : fields.byPath.get(name);
    if (kind === undefined || !field || isNothing(field.pair.value)) return [];
    const value = scalarText(field.pair.value);
    if (value === undefined) return [];
    const written = kind === "smp" ? (field.path.at(-1) ?? "") : value;
    return [{ kind, name: kind, written, value, span: spanOf(field.pair.value) }];
  });
}

/** Timers that are no feature of the CPU: hpet and its like. */
function timerMentions({ text, names, fields }: Reading): readonly Mention[] {
  return [...fields.byPath.values()].flatMap((field): Mention[] => {
    const { path } = field;
    const place = joined(path);
    if (path.length !== 3 || joined(path.slice(0, 2)) !== "clock.timer" || names.byPath.has(place)) return [];
    const present = switchOf(field);
    const name = path[2] ?? "";
    const value = word(present);
    return value === undefined ? [] : [{ kind: "timer", name, written: name, value, span: tokenOf(text, field, true) }];
  });
}

const timersOf = (mentions: readonly Mention[]): Readonly<Record<string, boolean>> =>
  Object.fromEntries(mentions.flatMap(({ kind, name, value }) => (kind === "timer" ? [[name, value === "on"]] : [])));

/** Whether the vCPUs have CPUs of their own; undefined where nothing tells. */
function pinned({ names, fields }: Reading): boolean | undefined {
  const told = names.settings.flatMap(({ setting, name }) =>
    setting === "pinned" && name !== null ? (booleanOf(fields.byPath.get(name)?.pair.value) ?? []) : [],
  );
  return told[0];
}

/** Cores times sockets times threads; undefined where none is told. */
function countCpus({ names, fields }: Reading): number | undefined {
  const counts = names.settings.flatMap(({ setting, name }) => {
    const value = setting === "vcpus" && name !== null ? scalarText(fields.byPath.get(name)?.pair.value) : undefined;
    return value !== undefined && /^[1-9]\d{0,4}$/.test(value) ? [Number(value)] : [];
  });
  return counts.length === 0 ? undefined : counts.reduce((product, count) => product * count, 1);
}

/** What comes about by itself: a preference's set, the hint with dedicated CPUs, what asked-for features need. */
function addedBy(
  { catalog, names, fields }: Reading,
  told: readonly Override[],
  guest: NamedGuest | undefined,
  isPinned: boolean,
): readonly Override[] {
  const values = new Map(told.map(({ property, value }) => [property, value]));
  const added: Override[] = [];
  const nameOf = (id: string): string => catalog.featureById.get(id)?.property?.name ?? id;
  const add = (id: string, value = "on"): void => {
    const property = nameOf(id);
    if (values.has(property)) return;
    values.set(property, value);
    added.push({ property, form: "value", value });
  };
  const hasTimers = fields.byPath.has("clock.timer");
  for (const { feature, value } of presetOf(catalog, guest))
    if (feature !== "hv-time" || !hasTimers) add(feature, value);
  const rowsBy = (by: string): KubevirtNames["automatic"] => names.automatic.filter((row) => row.by === by);
  for (const id of isPinned ? rowsBy("pinned").flatMap(({ features }) => features) : []) add(id);
  const isAsked = (id: string): boolean => isOn(values.get(nameOf(id)) ?? "off");
  for (let before = -1; before < added.length;) {
    before = added.length;
    const needed = rowsBy("needed").filter(({ with: causes = [] }) => causes.some(isAsked));
    for (const id of needed.flatMap(({ features }) => features)) add(id);
  }
  return added;
}

/** The set of the common Windows preferences, where one of them is named. */
const presetOf = (
  catalog: Catalog,
  guest: NamedGuest | undefined,
): readonly { readonly feature: string; readonly value?: string | undefined }[] =>
  guest?.isPreference === true && guest.guest === "windows"
    ? (catalog.profiles.find(({ id }) => id === "kubevirt")?.flags ?? [])
    : [];
