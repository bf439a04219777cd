// What a register is made of: bits with a name, fields that hold a number or characters, and bits that nobody named.
import { u32, type U32 } from "#base/u32.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import { ownerOf } from "../flip.ts";
import type { LeafPlace } from "./interfaces.ts";

export type RegisterPart =
  | { readonly kind: "bit"; readonly bit: number; readonly name: string | undefined; readonly feature?: string }
  | {
      readonly kind: "field";
      readonly name: string;
      readonly high: number;
      readonly low: number;
      readonly isText: boolean;
    };

const memo = new WeakMap<Catalog, Map<string, readonly RegisterPart[]>>();

/** The parts of a register, lowest first; none for registers of the CPU's own that hold no flags. */
export function registerParts(
  catalog: Catalog,
  place: LeafPlace,
  subleaf: number,
  register: Register,
): readonly RegisterPart[] {
  const known = memo.get(catalog) ?? new Map<string, readonly RegisterPart[]>();
  memo.set(catalog, known);
  const key = `${place.family}:${place.leaf}:${subleaf}:${register}`;
  const found = known.get(key) ?? makeParts(catalog, place, subleaf, register);
  known.set(key, found);
  return found;
}

const BITS = Array.from({ length: 32 }, (_, index) => index);
/** Families of fields in the catalogue that stand for bits, or for nothing. */
const NO_FIELD = /reserved|unused|not used|^features|^flags|^hints/;

function makeParts(catalog: Catalog, place: LeafPlace, subleaf: number, register: Register): readonly RegisterPart[] {
  const { family, leaf } = place;
  if (family === "cpu") return flagParts(catalog, leaf, subleaf, register);
  const row = catalog.leaves.find((entry) => entry.family === family && u32(Number(entry.leaf)) === leaf);
  const fields = row?.fields.filter((field) => field.register === register) ?? [];
  const parts: RegisterPart[] = [];
  for (let bit = 0; bit < 32; bit += 1) {
    const field = fields.find(({ bits: [high, low] }) => bit <= high && bit >= low);
    const part = partAt(ownerOf(catalog, undefined, { family, leaf, register, bit }), field, bit);
    parts.push(part);
    if (part.kind === "field") bit = part.high;
  }
  return parts;
}

type Field = Catalog["leaves"][number]["fields"][number];

/** A feature's bit goes before the field around it; what only stands for bits is no field. */
function partAt(owner: BundledFeature | undefined, field: Field | undefined, bit: number): RegisterPart {
  if (owner) return { kind: "bit", bit, name: owner.property?.name ?? owner.id, feature: owner.id };
  if (field?.kind === "bit") return { kind: "bit", bit, name: field.name };
  if (!field || NO_FIELD.test(field.name)) return { kind: "bit", bit, name: undefined };
  const [high, low] = field.bits;
  return { kind: "field", name: field.name, high, low, isText: field.kind === "text" };
}

/** Family, model and stepping. */
const SIGNATURE: RegisterPart = { kind: "field", name: "family, model, stepping", high: 31, low: 0, isText: false };

function flagParts(catalog: Catalog, leaf: U32, subleaf: number, register: Register): readonly RegisterPart[] {
  if (leaf === 1 && subleaf === 0 && register === "eax") return [SIGNATURE];
  const word = catalog.flags.words.find(
    (row) => u32(Number(row.leaf)) === leaf && row.subleaf === subleaf && row.register === register,
  );
  return word ? BITS.map((bit) => ({ kind: "bit", bit, name: word.flags[String(bit)] })) : [];
}

/** A field's value in a word. */
export const fieldValue = (word: U32, { high, low }: { readonly high: number; readonly low: number }): U32 =>
  high - low === 31 ? word : u32((word >>> low) & (2 ** (high - low + 1) - 1));
