// The owner of a bit in words: which property, and which layer decided.
import type { Catalog } from "#catalog/open.ts";
import type { BitInfo } from "#engine/bit-info.ts";
import { featureOwner, flagOwner, type BitOwner, type Layer } from "#engine/bit-owner.ts";
import type { Selection } from "#engine/selection.ts";
import { selectResolved } from "./selectors.ts";

const SAID: Readonly<Record<Layer, (by: string) => string>> = {
  nobody: () => "no layer sets it",
  default: () => "QEMU's default table for named CPU models",
  compat: (by) => `compat property of ${by}`,
  global: (by) => `-global ${by}`,
  user: (by) => `your flag ${by}`,
  host: (by) => `-cpu ${by}: all that the host offers`,
  passthrough: () => "hv-passthrough: all that KVM offers",
  model: (by) => `CPU model ${by}`,
};

/** Who decided a bit; undefined for bits that no property owns. */
export function bitOwner(catalog: Catalog, selection: Selection, info: BitInfo): BitOwner | undefined {
  const resolved = selectResolved(catalog, selection);
  if (info.feature !== undefined) return featureOwner(catalog, selection, resolved, info.feature);
  return info.flag === undefined ? undefined : flagOwner(catalog, selection, resolved, info.flag, info.set);
}

const SHORT: Readonly<Record<Layer, (by: string) => string>> = {
  nobody: () => "",
  default: () => "default table",
  compat: (by) => by,
  global: () => "-global",
  user: () => "your flag",
  host: (by) => `-cpu ${by}`,
  passthrough: () => "passthrough",
  model: () => "CPU model",
};

/** The layer in a word or two; empty where none decided. */
export const ownerShort = ({ layer, by }: BitOwner): string => SHORT[layer](by);

export const ownerText = ({ layer, by }: BitOwner): string => SAID[layer](by);
