// What Nova's properties and settings say of a virtual machine, and what Nova sets by itself with them.
import type { Catalog } from "#catalog/open.ts";
import type { Span } from "#base/text-edit.ts";
import type { ConfigVm, CpuMode, Mention } from "#engine/explain/config.ts";
import { nameOf } from "#engine/explain/context.ts";
import type { Override } from "#engine/selection.ts";
import { LIBVIRT_FLAGS } from "../libvirt-properties.ts";
import { novaNames, type Brought, type NovaNames, type NovaRole } from "./nova-names.ts";
import { CONF_ROLES, isYes, lastOf, novaPairs, type NovaPair } from "./nova-pairs.ts";

const QEMU_FLAGS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LIBVIRT_FLAGS).map(([qemu, libvirt]) => [libvirt, qemu]),
);

const REFUSED = "This becomes a CPU feature of libvirt's, and libvirt refuses the names of paravirtual flags there.";

/** The pairs behind what was read, so that a long text is not searched again for each change. */
const found = new WeakMap<ConfigVm, { readonly text: string; readonly pairs: readonly NovaPair[] }>();

/** The pairs of a text that was read. */
export function pairsFor(catalog: Catalog, text: string, config: ConfigVm): readonly NovaPair[] {
  const kept = found.get(config);
  return kept?.text === text ? kept.pairs : novaPairs(novaNames(catalog), text);
}

/** Reads a text; undefined where it names nothing of Nova's. */
export function readNova(catalog: Catalog, text: string): ConfigVm | undefined {
  const names = novaNames(catalog);
  const pairs = novaPairs(names, text);
  if (pairs.every(({ role }) => role === "other")) return undefined;
  // Of a setting of nova.conf the last one counts; properties may be those of several images and flavors.
  const last = new Map(pairs.map((pair) => [pair.role, pair]));
  const counting = pairs.filter((pair) => !CONF_ROLES.has(pair.role) || pair === last.get(pair.role));
  const mentions = counting.flatMap((pair) => TELLS[pair.role](pair, catalog));
  const guest = guestOf(lastOf(pairs, "guest"));
  const hide = lastOf(pairs, "hide");
  const isHidden = hide !== undefined && isYes(hide.value);
  const added = addedBy(names, guest, isHidden);
  const told = mentions.flatMap(({ kind, name, value, form = "value", note }): Override[] =>
    kind === "property" && note === undefined ? [{ property: name, form, value }] : [],
  );
  const timer = lastOf(pairs, "timer");
  const policy = lastOf(pairs, "pinned")?.value;
  const accel = lastOf(pairs, "accel")?.value;
  const config: ConfigVm = {
    vm: {
      machine: lastOf(pairs, "machine")?.value ?? "",
      cpu: modelOf(pairs),
      overrides: [...added.map(({ property, value }): Override => ({ property, form: "value", value })), ...told],
      accel: accel === "qemu" ? "tcg" : "kvm",
    },
    mentions,
    tellsAccel: accel !== undefined,
    isWhole: false,
    ...modeOf(pairs),
    ...(guest && { guest }),
    ...((policy === "dedicated" || policy === "shared") && { isPinned: policy === "dedicated" }),
    timers: { hpet: timer !== undefined && isYes(timer.value) },
    addedByTool: added.map(({ property }) => property),
    span: { start: 0, end: text.length },
  };
  found.set(config, { text, pairs });
  return config;
}

const addedBy = (names: NovaNames, guest: ConfigVm["guest"], isHidden: boolean): readonly Brought[] =>
  guest === "windows" ? [...names.windows, ...(isHidden ? names.hiddenWindows : [])] : [];

function guestOf(pair: NovaPair | undefined): ConfigVm["guest"] {
  const value = pair?.value.toLowerCase();
  return value === "windows" || value === "linux" ? value : undefined;
}

function modeOf(pairs: readonly NovaPair[]): { readonly cpuMode?: CpuMode } {
  const mode = lastOf(pairs, "mode")?.value;
  if (mode === "custom" || mode === "host-model" || mode === "host-passthrough" || mode === "maximum") {
    return { cpuMode: mode };
  }
  return lastOf(pairs, "models") ? { cpuMode: "custom" } : {};
}

function modelOf(pairs: readonly NovaPair[]): string {
  const { cpuMode } = modeOf(pairs);
  if (cpuMode === "host-passthrough") return "host";
  if (cpuMode === "maximum") return "max";
  return cpuMode === "custom" ? ((lastOf(pairs, "models")?.value ?? "").split(",")[0] ?? "").trim() : "";
}

type Tell = (pair: NovaPair, catalog: Catalog) => readonly Mention[];

const plain =
  (kind: Mention["kind"], meant: (value: string) => string = (value) => value): Tell =>
  ({ value, valueSpan }) => [{ kind, name: kind, written: value, value: meant(value), span: valueSpan }];

const wholeOf = ({ start, end }: NovaPair): Span => ({ start, end });

/** What a pair of each role says. */
const TELLS: Readonly<Record<NovaRole, Tell>> = {
  guest: (pair) => {
    const guest = guestOf(pair);
    return guest ? [{ kind: "guest", name: "guest", written: pair.value, value: guest, span: wholeOf(pair) }] : [];
  },
  hide: (pair) => [
    {
      kind: "property",
      name: "kvm",
      written: pair.name,
      value: isYes(pair.value) ? "off" : "on",
      form: "value",
      span: wholeOf(pair),
    },
  ],
  timer: (pair) => [
    { kind: "timer", name: "hpet", written: pair.name, value: isYes(pair.value) ? "on" : "off", span: wholeOf(pair) },
  ],
  machine: plain("machine"),
  models: plain("cpu"),
  // That a model follows says the model.
  mode: (pair, catalog) => (pair.value === "custom" ? [] : plain("cpu")(pair, catalog)),
  accel: plain("accel", (value) => (value === "qemu" ? "tcg" : value)),
  flags: (pair, catalog) => listItems(pair).map((item) => flagMention(catalog, item)),
  pinned: () => [],
  other: () => [],
};

export interface ListItem extends Span {
  readonly text: string;
}

/** The items of a list with commas; places are those in the text. */
export function listItems({ value, valueSpan }: NovaPair): readonly ListItem[] {
  const items: ListItem[] = [];
  let at = valueSpan.start;
  for (const part of value.split(",")) {
    const text = part.trim();
    const start = at + part.indexOf(text);
    if (text !== "") items.push({ text, start, end: start + text.length });
    at += part.length + 1;
  }
  return items;
}

function flagMention(catalog: Catalog, { text, start, end }: ListItem): Mention {
  const [, sign = "", written = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const name = QEMU_FLAGS[written] ?? nameOf(catalog, written);
  return {
    kind: "property",
    name,
    written,
    value: sign === "-" ? "off" : "on",
    form: "value",
    span: { start, end },
    ...(catalog.featureByProperty.has(name) && { note: REFUSED }),
  };
}
