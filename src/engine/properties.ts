// All property assignments of one VM, from QEMU's weakest layer to its strongest: default table, compat, -global, -cpu.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import { compatProperties, keptDefaults, turnedOn } from "./machine.ts";
import type { QemuRelease } from "./qemu-release.ts";
import type { ModelKind } from "./cpu.ts";
import type { Problem, PropertyOutcome } from "./resolved.ts";
import type { IrqchipMode, Override, Selection } from "./selection.ts";
import { checkValue } from "./values.ts";

export interface Assignment {
  /** `on`/`off` for switches, else the value as QEMU reads it. */
  readonly value: string;
  readonly by: PropertyOutcome["by"];
  /** Set by `+p`/`-p`, which QEMU applies later than `p=v`: the value that earlier checks still see. */
  readonly before?: string | undefined;
}

/** By canonical property name. */
export type Assignments = ReadonlyMap<string, Assignment>;

export interface CollectedProperties {
  readonly assignments: Assignments;
  /** The first thing that QEMU refuses, in its own words; and warnings about the line. */
  readonly problems: readonly Problem[];
  /** The same for `+p` and `-p`, which QEMU reads after it has plugged the CPU in. */
  readonly lateProblems: readonly Problem[];
}

export type KnownProperty =
  | { readonly kind: "feature"; readonly name: string; readonly type: string; readonly feature: BundledFeature }
  | { readonly kind: "flag" | "other"; readonly name: string; readonly type: string };

export interface PropertyNames {
  /** What a name means to this QEMU when written as `name=value`, or with a sign in front. */
  readonly find: (written: string, signed: boolean) => KnownProperty | undefined;
}

const namesMemo = new WeakMap<QemuRelease, Map<string, PropertyNames>>();

/** The CPU properties of a QEMU release, with or without those of `max` and `host`. Ordinary flags whose history nobody traced count as known. */
export function propertyNames(catalog: Catalog, qemu: QemuRelease, takesAll: boolean): PropertyNames {
  const memo = namesMemo.get(qemu) ?? new Map<string, PropertyNames>();
  namesMemo.set(qemu, memo);
  const found = memo.get(String(takesAll));
  if (found) return found;
  const known = new Map<string, KnownProperty>();
  for (const row of catalog.flags.properties)
    if (qemu.has(row) && (takesAll || row.models === undefined))
      known.set(row.name, { kind: "other", name: row.name, type: row.type });
  for (const word of catalog.flags.words) {
    for (const name of Object.values(word.flags)) known.set(name, { kind: "flag", name, type: "bit" });
  }
  for (const [alias, name] of Object.entries(catalog.flags.aliases)) {
    const target = known.get(name);
    if (target) known.set(alias, target);
  }
  for (const feature of catalog.features) addFeature(known, feature, qemu);
  const names: PropertyNames = {
    find: (written, signed) =>
      known.get(signed ? written : written.replaceAll("_", "-")) ?? (signed ? undefined : known.get(written)),
  };
  memo.set(String(takesAll), names);
  return names;
}

function addFeature(known: Map<string, KnownProperty>, feature: BundledFeature, qemu: QemuRelease): void {
  const property = feature.property;
  if (!property || property.scope !== "cpu" || !qemu.has(property)) return;
  const row: KnownProperty = { kind: "feature", name: property.name, type: property.type, feature };
  known.set(property.name, row);
  for (const alias of property.aliases) {
    // QEMU turns `_` into `-` in `name=value` only; with a sign, an underscore works where an alias is registered,
    // and only native KVM bits have such aliases (x86_cpu_initfn).
    if (!alias.includes("_") || feature.family === "kvm") known.set(alias, row);
  }
}

interface Collecting {
  readonly catalog: Catalog;
  readonly qemu: QemuRelease;
  readonly names: PropertyNames;
  /** CPU name as written: part of QOM type names and messages. */
  readonly cpu: string;
  readonly assignments: Map<string, Assignment>;
  readonly problems: Problem[];
}

/** Collects every assignment for a selection; stops at the first error as QEMU does. */
export function collectProperties(
  catalog: Catalog,
  selection: Selection,
  place: {
    readonly qemu: QemuRelease;
    readonly machine: MachineEntry;
    readonly irqchip: IrqchipMode;
    readonly kind: ModelKind;
    readonly cpu: string;
  },
): CollectedProperties {
  const collecting: Collecting = {
    catalog,
    qemu: place.qemu,
    names: propertyNames(catalog, place.qemu, place.kind === "host" || place.kind === "max"),
    cpu: place.cpu,
    assignments: new Map(),
    problems: [],
  };
  if (place.kind === "named" && selection.accel === "kvm") applyDefaultTable(collecting, place.machine, place.irqchip);
  applyCompat(collecting, place.machine);
  const late: Collecting = { ...collecting, problems: [] };
  const fine = applyGlobals(collecting, selection) && applyValues(collecting, selection.overrides);
  if (fine && applySigned(late, selection.overrides, "plus")) applySigned(late, selection.overrides, "minus");
  return { assignments: collecting.assignments, problems: collecting.problems, lateProblems: late.problems };
}

function applyDefaultTable(
  { catalog, qemu, assignments }: Collecting,
  machine: MachineEntry,
  irqchip: IrqchipMode,
): void {
  const table = catalog.qemu.defaults.filter((row) => qemu.has({ since: row.since })).at(-1);
  if (!table) return;
  const kept = keptDefaults(machine);
  const put = (name: string, value: "on" | "off"): void => {
    if (!kept.has(name)) assignments.set(name, { value, by: "default" });
  };
  for (const name of table.on) put(name, "on");
  for (const name of table.off) put(name, "off");
  for (const rule of table.irqchip) if (rule.when === irqchip) put(rule.property, rule.value);
  for (const name of turnedOn(machine)) assignments.set(name, { value: "on", by: "compat" });
}

function applyCompat({ catalog, qemu, names, cpu, assignments }: Collecting, machine: MachineEntry): void {
  for (const row of compatProperties(catalog, machine, qemu)) {
    if (row.driver !== "x86_64-cpu" && row.driver !== `${cpu}-x86_64-cpu`) continue;
    const property = names.find(row.property, false);
    if (property) assignments.set(property.name, { value: switchValue(property, row.value), by: "compat" });
  }
}

/** Folds QEMU's spellings of booleans; leaves every other value as it is. */
const switchValue = (property: KnownProperty, value: string): string => {
  if (property.type !== "bit" && property.type !== "bool") return value;
  return /^(on|yes|true|y)$/i.test(value) ? "on" : "off";
};

function push(problems: Problem[], problem: Problem | undefined): false {
  if (problem) problems.push(problem);
  return false;
}

/** Sets one `name=value`; on refusal words it as QEMU words a failing global. */
function setValue(collecting: Collecting, driver: string, name: string, value: string, by: "user" | "global"): boolean {
  const { qemu, names, cpu, assignments, problems } = collecting;
  // Only what stands behind -cpu has its underscores turned into dashes (feat2prop); -global takes the name as it is.
  const dashed = by === "user" ? name.replaceAll("_", "-") : name;
  const property = names.find(dashed, true);
  const refuse = (reason: Problem | undefined): false =>
    push(
      problems,
      reason &&
        qemu.message("global-failed", reason.rule, { driver, property: dashed, value, reason: reason.text }, dashed),
    );
  if (!property)
    return refuse(
      qemu.message("property-unknown", "property-unknown", { driver: `${cpu}-x86_64-cpu`, property: dashed }),
    );
  const wrong = checkValue(qemu, property, value);
  if (wrong) return refuse(wrong);
  assignments.set(property.name, { value: switchValue(property, value), by });
  return true;
}

function applyGlobals(collecting: Collecting, selection: Selection): boolean {
  const type = `${collecting.cpu}-x86_64-cpu`;
  return (selection.globals ?? [])
    .filter((row) => row.driver === type || row.driver === "x86_64-cpu")
    .every((row) => setValue(collecting, row.driver, row.property, row.value, "global"));
}

function applyValues(collecting: Collecting, overrides: readonly Override[]): boolean {
  const { qemu, cpu, problems } = collecting;
  let ambiguous = false;
  for (const override of overrides) {
    if (override.form !== "value") continue;
    const name = override.property.replaceAll("_", "-");
    // QEMU compares with the signed flags it has read so far, i.e. those written before.
    const before = overrides
      .slice(0, overrides.indexOf(override))
      .filter((other) => other.form !== "value" && other.property === name);
    for (const other of before) {
      const sign = other.form === "plus" ? "+" : "-";
      push(
        problems,
        qemu.message("ambiguous", "property-value", { sign, property: name, value: override.value }, name),
      );
      ambiguous = true;
    }
  }
  if (ambiguous) push(problems, qemu.message("ambiguous-note", "property-value"));
  return overrides
    .filter((override) => override.form === "value")
    .every((override) => setValue(collecting, `${cpu}-x86_64-cpu`, override.property, override.value, "user"));
}

function applySigned(collecting: Collecting, overrides: readonly Override[], form: "plus" | "minus"): boolean {
  const { qemu, names, cpu, assignments, problems } = collecting;
  for (const override of overrides) {
    if (override.form !== form) continue;
    const property = names.find(override.property, true);
    if (!property) {
      const args = { driver: `${cpu}-x86_64-cpu`, property: override.property };
      return push(problems, qemu.message("property-unknown", "property-unknown", args, override.property));
    }
    if (property.type !== "bit" && property.type !== "bool") {
      const args = { property: property.name, type: property.type.startsWith("uint") ? "uint64" : "string" };
      const id = args.type === "uint64" ? "value-expects" : "value-type";
      return push(problems, qemu.message(id, "property-value", args, property.name));
    }
    const old = assignments.get(property.name);
    const before = old && "before" in old ? old.before : old?.value;
    assignments.set(property.name, { value: form === "plus" ? "on" : "off", by: "user", before });
  }
  return true;
}
