// QEMU's CPU properties as register bits, so that a model expansion can be compared like any other dump. Only bits that have a property are known.
import { bit, bits as bitWord, or, u32, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { DumpCpu, DumpLeaf, PropertyValue } from "./dump.ts";

interface Words {
  readonly leaf: U32;
  readonly subleaf: number;
  readonly set: Partial<Record<Register, U32>>;
  readonly known: Partial<Record<Register, U32>>;
}

/** The leaves of a processor: those it gives, or those that its properties stand for. */
export function leavesOfCpu(catalog: Catalog, { leaves, properties }: DumpCpu): readonly DumpLeaf[] {
  return properties === undefined ? leaves : [...leaves, ...propertyLeaves(catalog, properties)];
}

function propertyLeaves(catalog: Catalog, properties: Readonly<Record<string, PropertyValue>>): DumpLeaf[] {
  const made = new Map<string, Words>();
  const add = (leaf: U32, subleaf: number, register: Register, mask: U32, name: string): void => {
    const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (typeof value !== "boolean") return;
    const key = `${leaf}:${subleaf}`;
    const words = made.get(key) ?? { leaf, subleaf, set: {}, known: {} };
    made.set(key, words);
    words.known[register] = or(words.known[register] ?? 0, mask);
    words.set[register] = or(words.set[register] ?? 0, value ? mask : 0);
  };
  for (const word of catalog.flags.words) {
    for (const [index, name] of Object.entries(word.flags))
      add(u32(Number(word.leaf)), word.subleaf, word.register, bit(Number(index)), name);
  }
  for (const { property, cpuid } of catalog.features) {
    if (property?.scope !== "cpu") continue;
    for (const { leaf, register, bits, by = "always" } of cpuid)
      if (bits && by === "always") add(u32(Number(leaf)), 0, register, bitWord(bits), property.name);
  }
  return [...made.values()].map(({ leaf, subleaf, set, known }) => ({ leaf, subleaf, words: set, known, line: 0 }));
}
