// Where each ordinary flag stands, by its name in `cpuid/flags.json`.
import { bit, u32, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";

/** The key of a feature word. */
export const wordKey = (leaf: U32, subleaf: number, register: Register): string => `${leaf}:${subleaf}:${register}`;

interface FlagPlace {
  readonly place: string;
  readonly mask: U32;
}

const flagMemo = new WeakMap<Catalog, ReadonlyMap<string, FlagPlace>>();

function flagPlaces(catalog: Catalog): ReadonlyMap<string, FlagPlace> {
  const found = flagMemo.get(catalog);
  if (found) return found;
  const places = new Map<string, FlagPlace>();
  for (const row of catalog.flags.words) {
    const place = wordKey(u32(Number(row.leaf)), row.subleaf, row.register);
    for (const [index, name] of Object.entries(row.flags)) places.set(name, { place, mask: bit(Number(index)) });
  }
  flagMemo.set(catalog, places);
  return places;
}

/** The word and the bit of an ordinary flag. */
export const flagMask = (catalog: Catalog, name: string): FlagPlace | undefined => flagPlaces(catalog).get(name);
