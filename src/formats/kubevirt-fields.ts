// Which field of KubeVirt's domain each choice becomes. The names come from the catalogue's layer; their shape is that of the API.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { parseU32 } from "#base/u32.ts";
import { leftOutBecause, saidBy, type Choice, type Fate } from "./choices.ts";
import { isObstacle, knownFeature, knownSetting, type Target } from "./layer-target.ts";
import { domainCpuModel, domainMachine } from "./libvirt-model.ts";
import { LIBVIRT_FLAGS } from "./libvirt-properties.ts";
import { isCpuFlag, isOffWord, isOn, isSwitch } from "./settled.ts";
import type { Data } from "./yaml.ts";

/** A value and where it stands below spec.domain. */
export interface Field {
  readonly property: string;
  readonly path: readonly string[];
  readonly value: Data;
}

export interface FieldRow {
  readonly fate: Fate;
  readonly fields: readonly Field[];
  readonly note?: string | undefined;
}

/** One row a choice, in their order. */
export function kubevirtFields(
  catalog: Catalog,
  selection: Selection,
  target: Target,
  choices: readonly Choice[],
): readonly FieldRow[] {
  const passthrough = choices.some(({ property, value }) => property === "hv-passthrough" && isOn(value));
  const flags: Data[] = [];
  return choices.map((choice): FieldRow => {
    if (choice.kind !== "property") return plainRow(catalog, selection, target, choice);
    if (choice.feature) {
      const row = carried(catalog, target, choices, choice) ?? featureRow(catalog, target, choice);
      const isSingle = row.fields.some(({ path }) => path[1] === "hyperv");
      if (!passthrough || !isSingle) return row;
      return lost(choice, "KubeVirt refuses single Hyper-V features beside hypervPassthrough", "conflict");
    }
    return flagRow(catalog, target, choice, flags);
  });
}

const lost = (
  { property }: Choice,
  ...why: [reason: string, kind: Parameters<typeof leftOutBecause>[2]]
): FieldRow => ({
  fate: leftOutBecause(property, ...why),
  fields: [],
});

function plainRow(catalog: Catalog, selection: Selection, target: Target, choice: Choice): FieldRow {
  const { kind, property } = choice;
  switch (kind) {
    case "machine":
      return settingRow(target, choice, "machine", domainMachine(catalog, selection).name);
    case "cpu":
      return cpuRow(catalog, selection, target, choice);
    case "smp":
      return settingRow(target, choice, "vcpus", selection.vcpus ?? 1);
    case "accel":
      return choice.value === "kvm"
        ? { fate: { said: { property, way: "nothing" } }, fields: [], note: undefined }
        : lost(choice, "KubeVirt emulates only where its cluster says so (useEmulation)", "never");
    default: {
      const passed = knownSetting(target, "arguments");
      return lost(choice, isObstacle(passed) ? passed.reason : "it has no field", "never");
    }
  }
}

function settingRow(target: Target, choice: Choice, setting: "machine" | "cpu" | "vcpus", value: Data): FieldRow {
  const known = knownSetting(target, setting);
  if (isObstacle(known)) return lost(choice, known.reason, known.kind);
  const path = (known.name ?? "").split(".");
  return {
    fate: saidBy(choice.property, known.name ?? "", known.since),
    fields: [{ property: choice.property, path, value }],
    note: known.note,
  };
}

function cpuRow(catalog: Catalog, selection: Selection, target: Target, choice: Choice): FieldRow {
  const kind = catalog.cpuByName.get(selection.cpu)?.model.kind ?? "named";
  if (kind === "host") return settingRow(target, choice, "cpu", "host-passthrough");
  if (kind !== "named") return lost(choice, `KubeVirt has no CPU model for QEMU's ${choice.value}`, "never");
  const { name, doubt } = domainCpuModel(catalog, selection);
  const row = settingRow(target, choice, "cpu", name);
  return doubt === undefined ? row : { ...row, note: doubt };
}

function featureRow(catalog: Catalog, target: Target, choice: Choice): FieldRow {
  const { feature, property, value } = choice;
  if (!feature) return lost(choice, "it is no feature", "never");
  const { row, obstacle } = knownFeature(catalog, target, feature);
  if (obstacle || row.name === null)
    return lost(choice, obstacle?.reason ?? "it has no field", obstacle?.kind ?? "never");
  const said = shapeOf(choice, row.name.split("."), isSwitch(feature));
  if (typeof said === "string") return lost(choice, said, "value");
  if (feature.libvirt?.emitsNothing === true && isOn(value)) {
    return lost(choice, "the element that KubeVirt writes for it hands nothing to QEMU", "never");
  }
  return { fate: saidBy(property, row.name, row.since), fields: [{ property, ...said }] };
}

/** A field inside another feature's field needs that feature on: else KubeVirt would switch it on, too. */
function carried(catalog: Catalog, target: Target, choices: readonly Choice[], choice: Choice): FieldRow | undefined {
  const name = choice.feature && knownFeature(catalog, target, choice.feature).row.name;
  if (typeof name !== "string") return undefined;
  const carrier = catalog.features.find((feature) => {
    const outer = knownFeature(catalog, target, feature).row.name;
    return outer !== null && name.startsWith(`${outer}.`);
  })?.property?.name;
  if (carrier === undefined || choices.some(({ property, value }) => property === carrier && isOn(value)))
    return undefined;
  return lost(choice, `KubeVirt can only say it together with ${carrier}, which is not on here`, "value");
}

/** What the API wants at a path: switches are {enabled}, timers {present}, numbers and texts stand as they are. */
function shapeOf({ value }: Choice, path: readonly string[], isSwitched: boolean): Omit<Field, "property"> | string {
  const last = path.at(-1);
  if (!isSwitched) {
    if (last === "vendorid")
      return /^[^,]{1,12}$/.test(value) ? { path, value } : "libvirt takes one to twelve characters";
    const number = parseU32(value);
    return number === undefined || number < 4095 ? "libvirt takes 4095 or more" : { path, value: number };
  }
  if (!isOn(value) && !isOffWord(value)) return `the field has no place for ${JSON.stringify(value)}`;
  if (last === "hidden") return { path, value: isOffWord(value) };
  if (last === "enabled") return { path, value: isOn(value) };
  return { path, value: { [path[1] === "timer" ? "present" : "enabled"]: isOn(value) } };
}

/** Ordinary CPU flags share one list, which grows with each. */
function flagRow(catalog: Catalog, target: Target, choice: Choice, flags: Data[]): FieldRow {
  const { property, value } = choice;
  const known = knownSetting(target, "cpu-flags");
  if (isObstacle(known)) return lost(choice, known.reason, known.kind);
  if (!isCpuFlag(catalog, property) || (!isOn(value) && !isOffWord(value))) {
    return lost(choice, "KubeVirt has no field for this CPU property", "never");
  }
  flags.push({ name: LIBVIRT_FLAGS[property] ?? property, policy: isOn(value) ? "require" : "disable" });
  return {
    fate: saidBy(property, known.name ?? "", known.since),
    fields: [{ property, path: (known.name ?? "").split("."), value: [...flags] }],
  };
}
