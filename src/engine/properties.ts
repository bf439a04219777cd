// All property assignments of one VM, from QEMU's weakest layer to its strongest: default table, compat, -global, -cpu.
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import { qemuBuild } from "./flag-releases.ts";
import { compatProperties, keptDefaults, turnedOn } from "./machine.ts";
import { propertyNames, type KnownProperty, type PropertyNames } from "./property-names.ts";
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
    names: propertyNames(
      catalog,
      place.qemu,
      qemuBuild(catalog, selection.host),
      place.kind === "host" || place.kind === "max",
    ),
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
    const property = names.value(row.property);
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

/** Said where nobody knows whether this build of QEMU has the name. */
const uncertain = ({ name, isSure }: KnownProperty): Problem | undefined =>
  isSure
    ? undefined
    : {
        rule: "property-uncertain",
        severity: "warning",
        text: `Nobody has recorded whether this host's QEMU has the CPU property ${name}: upstream has it only in later releases.`,
        printed: false,
        property: name,
      };

/** Sets one `name=value`; on refusal words it as QEMU words a failing global. */
function setValue(collecting: Collecting, driver: string, name: string, value: string, by: "user" | "global"): boolean {
  const { qemu, names, cpu, assignments, problems } = collecting;
  // Only what stands behind -cpu has its underscores turned into dashes (feat2prop); -global takes the name as it is.
  const dashed = by === "user" ? name.replaceAll("_", "-") : name;
  const property = names.exact(dashed);
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
  push(problems, uncertain(property));
  assignments.set(property.name, { value: switchValue(property, value), by });
  return true;
}

function applyGlobals(collecting: Collecting, selection: Selection): boolean {
  const type = `${collecting.cpu}-x86_64-cpu`;
  return (selection.globals ?? [])
    .filter((row) => row.driver === type || row.driver === "x86_64-cpu")
    .every((row) => setValue(collecting, row.driver, row.property, row.value, "global"));
}

/** QEMU compares with the signed flags it has read so far: one warning for `+x` and one for `-x`, however often they stand there. */
const SIGNS = [
  ["plus", "+"],
  ["minus", "-"],
] as const;

function applyValues(collecting: Collecting, overrides: readonly Override[]): boolean {
  const { cpu } = collecting;
  warnOfMixed(collecting, overrides);
  return overrides
    .filter((override) => override.form === "value")
    .every((override) => setValue(collecting, `${cpu}-x86_64-cpu`, override.property, override.value, "user"));
}

function warnOfMixed({ qemu, problems }: Collecting, overrides: readonly Override[]): void {
  const signed = { plus: new Set<string>(), minus: new Set<string>() };
  let ambiguous = false;
  for (const { form, property, value } of overrides) {
    if (form !== "value") {
      signed[form].add(property);
      continue;
    }
    const name = property.replaceAll("_", "-");
    for (const [list, sign] of SIGNS) {
      if (!signed[list].has(name)) continue;
      push(problems, qemu.message("ambiguous", "property-value", { sign, property: name, value }, name));
      ambiguous = true;
    }
  }
  if (ambiguous) push(problems, qemu.message("ambiguous-note", "property-value"));
}

function applySigned(collecting: Collecting, overrides: readonly Override[], form: "plus" | "minus"): boolean {
  const { names, assignments, problems } = collecting;
  for (const override of overrides) {
    if (override.form !== form) continue;
    const property = names.signed(override.property);
    const refusal = signRefused(collecting, override.property, property);
    if (!property || refusal) return push(problems, refusal);
    push(problems, uncertain(property));
    const old = assignments.get(property.name);
    const before = old && "before" in old ? old.before : old?.value;
    assignments.set(property.name, { value: form === "plus" ? "on" : "off", by: "user", before });
  }
  return true;
}

/** How QEMU refuses a name behind a sign: unknown, or no switch. */
function signRefused(
  { qemu, cpu }: Collecting,
  written: string,
  property: KnownProperty | undefined,
): Problem | undefined {
  if (!property) {
    const args = { driver: `${cpu}-x86_64-cpu`, property: written };
    const refusal = (id: string): Problem | undefined => qemu.message(id, "property-unknown", args, written);
    return refusal("signed-unknown") ?? refusal("property-unknown");
  }
  if (property.type === "bit" || property.type === "bool") return undefined;
  const args = { property: property.name, type: property.type.startsWith("uint") ? "uint64" : "string" };
  const id = args.type === "uint64" ? "value-expects" : "value-type";
  return qemu.message(id, "property-value", args, property.name);
}
