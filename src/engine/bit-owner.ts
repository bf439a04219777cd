// Which layer decided a bit: QEMU's default table, a compat property, the CPU model, -global, the user, or passthrough.
import type { Catalog } from "#catalog/open.ts";
import { flagNames } from "./flag-place.ts";
import { compatProperties } from "./machine.ts";
import { pointOf } from "./point.ts";
import type { PropertyOutcome, ResolvedVm } from "./resolved.ts";
import type { Selection } from "./selection.ts";

/** The layer that decided, strongest last; `model`: the CPU model's definition, `host`: all that the host offers. */
export type Layer = PropertyOutcome["by"] | "model";

export interface BitOwner {
  readonly layer: Layer;
  /** The machine type or CPU model, the flag as written, or empty. */
  readonly by: string;
}

const NOBODY: BitOwner = { layer: "nobody", by: "" };

const dashed = (name: string): string => name.replaceAll("_", "-");

interface Owned {
  readonly name: string;
  readonly names: readonly string[];
  readonly set: boolean;
}

/** The layer that gave a feature's bit the state it has. */
export function featureOwner(
  catalog: Catalog,
  selection: Selection,
  resolved: ResolvedVm,
  featureId: string,
): BitOwner {
  const outcome = resolved.outcomes.find((row) => row.feature === featureId);
  const property = catalog.featureById.get(featureId)?.property;
  if (outcome === undefined || property === undefined) return NOBODY;
  const names = [property.name, ...property.aliases];
  return named(catalog, selection, resolved, outcome.by, { name: property.name, names, set: outcome.outcome === "on" });
}

/** The layer that gave an ordinary flag the state it has: the user, a compat property, the defaults, else the model. */
export function flagOwner(
  catalog: Catalog,
  selection: Selection,
  resolved: ResolvedVm,
  name: string,
  set: boolean,
): BitOwner {
  const owned: Owned = { name, names: flagNames(catalog, name), set };
  if (written(selection, owned) !== undefined) return named(catalog, selection, resolved, "user", owned);
  if (globalOf(selection, owned) !== undefined) return named(catalog, selection, resolved, "global", owned);
  const assigned = pointOf(catalog, selection).defaults.get(name);
  return named(catalog, selection, resolved, assigned?.by ?? (set ? "model" : "nobody"), owned);
}

/** What the line says of an ordinary flag, as written; undefined where it says nothing. */
export function flagAsked(
  catalog: Catalog,
  selection: Selection,
  name: string,
): { readonly isOn: boolean; readonly text: string } | undefined {
  const owned: Owned = { name, names: flagNames(catalog, name), set: false };
  const text = written(selection, owned) ?? globalOf(selection, owned);
  if (text === undefined) return undefined;
  return { isOn: !/^-(?!global)|=(off|no|false|n)$/i.test(text), text };
}

function named(catalog: Catalog, selection: Selection, resolved: ResolvedVm, layer: Layer, owned: Owned): BitOwner {
  if (layer === "user") return { layer, by: written(selection, owned) ?? "" };
  if (layer === "global") return { layer, by: globalOf(selection, owned) ?? "" };
  if (layer === "compat") return { layer, by: compatMachine(catalog, selection, owned.name) ?? resolved.machine ?? "" };
  return { layer, by: layer === "model" || layer === "host" ? (resolved.cpu ?? "") : "" };
}

/** The last flag behind -cpu that names the property, as written. */
function written({ overrides }: Selection, { names }: Owned): string | undefined {
  const known = new Set(names.map(dashed));
  const flag = overrides.findLast((row) => known.has(dashed(row.property)));
  if (flag === undefined) return undefined;
  const sign = { plus: "+", minus: "-", value: "" }[flag.form];
  return `${sign}${flag.property}${flag.form === "value" ? `=${flag.value}` : ""}`;
}

function globalOf({ globals = [] }: Selection, { names }: Owned): string | undefined {
  const row = globals.findLast((global) => names.includes(global.property));
  return row && `${row.driver}.${row.property}=${row.value}`;
}

/** The newest machine type whose own compat list holds the property; the chosen one has it from there. */
function compatMachine(catalog: Catalog, selection: Selection, name: string): string | undefined {
  const { machine, qemu } = pointOf(catalog, selection);
  if (machine === undefined || !compatProperties(catalog, machine, qemu).some((row) => dashed(row.property) === name))
    return undefined;
  const holder = machine.board.versions
    .slice(machine.index)
    .findLast((row) => row.compat.some((property) => dashed(property.property) === name));
  return holder?.name;
}
