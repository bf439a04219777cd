// An ordinary CPU flag switched on or off: the flag to write, or none where the rest of the line says it already.
import type { Catalog } from "#catalog/open.ts";
import { flagPlace, isBitSet } from "./bit-info.ts";
import { switched, withOverride } from "./overrides.ts";
import { pointOf } from "./point.ts";
import { resolveVm } from "./resolve.ts";
import type { Selection } from "./selection.ts";

/** Every spelling of an ordinary flag, its own name first. */
export const flagNames = ({ flags }: Catalog, name: string): readonly string[] => [
  name,
  ...Object.entries(flags.aliases)
    .filter(([, target]) => target === name)
    .map(([alias]) => alias),
];

/** The selection in which an ordinary flag is on or off; a flag that the defaults give already is not written. */
export function setFlag(catalog: Catalog, selection: Selection, name: string, on: boolean): Selection {
  const names = flagNames(catalog, name);
  const bare = withOverride(selection, undefined, names);
  const place = flagPlace(catalog, name);
  if (place !== undefined && isBitSet(resolveVm(catalog, bare), place) === on) return bare;
  return withOverride(bare, switched(pointOf(catalog, selection).qemu, name, on), names);
}
