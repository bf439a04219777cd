// Where each ordinary flag stands, by its name in `cpuid/flags.json`.
import { bit, u32, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { BitPlace } from "./bit-place.ts";

/** The key of a feature word. */
export const wordKey = (leaf: U32, subleaf: number, register: Register): string => `${leaf}:${subleaf}:${register}`;

interface FlagPlace {
  readonly place: string;
  readonly mask: U32;
  readonly at: BitPlace;
}

const flagMemo = new WeakMap<Catalog, ReadonlyMap<string, FlagPlace>>();

function flagPlaces(catalog: Catalog): ReadonlyMap<string, FlagPlace> {
  const found = flagMemo.get(catalog);
  if (found) return found;
  const places = new Map<string, FlagPlace>();
  for (const row of catalog.flags.words) {
    const { subleaf, register } = row;
    const leaf = u32(Number(row.leaf));
    const place = wordKey(leaf, subleaf, register);
    for (const [index, name] of Object.entries(row.flags)) {
      const at = { leaf, subleaf, register, bit: Number(index) };
      places.set(name, { place, mask: bit(at.bit), at });
    }
  }
  flagMemo.set(catalog, places);
  return places;
}

interface NamedFlag extends FlagPlace {
  readonly name: string;
}

const wordsMemo = new WeakMap<Catalog, ReadonlyMap<string, readonly NamedFlag[]>>();

/** The flags of a feature word. */
export function flagsIn(catalog: Catalog, place: string): readonly NamedFlag[] {
  const found = wordsMemo.get(catalog);
  if (found) return found.get(place) ?? [];
  const words = new Map<string, NamedFlag[]>();
  for (const [name, flag] of flagPlaces(catalog))
    words.set(flag.place, [...(words.get(flag.place) ?? []), { ...flag, name }]);
  wordsMemo.set(catalog, words);
  return words.get(place) ?? [];
}

/** The word and the bit of an ordinary flag. */
export const flagMask = (catalog: Catalog, name: string): FlagPlace | undefined => flagPlaces(catalog).get(name);

/** Where an ordinary flag stands. */
export const flagPlace = (catalog: Catalog, name: string): BitPlace | undefined => flagPlaces(catalog).get(name)?.at;

const spellingsMemo = new WeakMap<Catalog, ReadonlyMap<string, readonly string[]>>();

/** Every spelling of an ordinary flag, its own name first. */
export function flagNames(catalog: Catalog, name: string): readonly string[] {
  const found = spellingsMemo.get(catalog);
  if (found) return found.get(name) ?? [name];
  const spellings = new Map<string, readonly string[]>();
  for (const [alias, own] of Object.entries(catalog.flags.aliases))
    spellings.set(own, [...(spellings.get(own) ?? [own]), alias]);
  spellingsMemo.set(catalog, spellings);
  return spellings.get(name) ?? [name];
}
