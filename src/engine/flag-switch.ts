// An ordinary CPU flag switched on with what it needs, or off with what asked for it: the flags to write, and none that says nothing new.
import type { Catalog } from "#catalog/open.ts";
import { flagIsKnown } from "./bit-info.ts";
import { isBitSet } from "./bit-place.ts";
import { allNeedsOf } from "./flag-needs.ts";
import { flagNames, flagPlace } from "./flag-place.ts";
import { switched, withOverride } from "./overrides.ts";
import { pointOf } from "./point.ts";
import { resolveVm } from "./resolve.ts";
import type { Selection } from "./selection.ts";

/** The selection in which an ordinary flag is on or off, with what it needs, or without what needs it. */
export function setFlag(catalog: Catalog, selection: Selection, name: string, on: boolean): Selection {
  const { qemu } = pointOf(catalog, selection);
  const needs = (flag: string): readonly string[] => allNeedsOf(catalog, qemu, flag);
  if (on) {
    const known = needs(name).filter((need) => flagIsKnown(catalog, selection, need) !== "no");
    return [...known.toReversed(), name].reduce((made, flag) => setOne(catalog, made, flag, true), selection);
  }
  const asking = selection.overrides
    .filter(({ property, value }) => value === "on" && needs(property).includes(name))
    .map(({ property }) => property);
  return setOne(catalog, withOverride(selection, undefined, asking), name, false);
}

function setOne(catalog: Catalog, selection: Selection, name: string, on: boolean): Selection {
  const place = flagPlace(catalog, name);
  const names = flagNames(catalog, name);
  const bare = withOverride(selection, undefined, names);
  const isSet = (at: Selection): boolean => place !== undefined && isBitSet(resolveVm(catalog, at), place);
  if (isSet(bare) === on) return bare;
  return isSet(selection) === on
    ? selection
    : withOverride(bare, switched(pointOf(catalog, bare).qemu, name, on), names);
}
