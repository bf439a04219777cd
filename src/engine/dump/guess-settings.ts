// Values that a dump's leaves hold in plain sight: spinlock tries, the vendor id, version numbers. Each becomes a flag where it is not the default.
import { bitIndexes, hex, u32, wordText, type U32 } from "#base/u32.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { withOverride } from "../flip.ts";
import { openPoint } from "../point.ts";
import { resolveVm } from "../resolve.ts";
import type { Selection } from "../selection.ts";
import type { DecodedCpu } from "./compare.ts";
import { fieldValue } from "./register-parts.ts";

/** The selection with every setting that the dump shows with another value than the VM would have by itself. */
export function readSettings(catalog: Catalog, selection: Selection, cpu: DecodedCpu): Selection {
  if (!cpu.interfaces.some(({ family }) => family === "hyperv")) return selection;
  const { qemu } = openPoint(catalog, selection);
  return catalog.features.reduce((made, feature) => {
    const name = feature.property?.name;
    const places = feature.cpuid.filter(({ by }) => by === "value");
    if (name === undefined || feature.family !== "hyperv" || places.length === 0) return made;
    if (!feature.property || !qemu.has(feature.property)) return made;
    const byItself = resolveVm(catalog, made);
    const seen = valueIn(feature, (leaf) => cpu.leaves.find((row) => row.leaf === leaf && row.subleaf === 0)?.words);
    const own = valueIn(feature, (leaf) => byItself.leaves.find((row) => row.leaf === leaf && row.subleaf === 0));
    if (seen === undefined || seen === own) return made;
    return withOverride(made, { property: name, form: "value", value: seen }, [name]);
  }, selection);
}

type Words = Readonly<Partial<Record<"eax" | "ebx" | "ecx" | "edx", U32>>>;

/** A setting's value as QEMU would take it. */
function valueIn(feature: BundledFeature, wordsOf: (leaf: U32) => Words | undefined): string | undefined {
  const parts = feature.cpuid
    .filter(({ by }) => by === "value")
    .map(({ leaf, register, field }) => {
      const word = wordsOf(u32(Number(leaf)))?.[register];
      return word === undefined || !field ? undefined : fieldValue(word, { high: field[0], low: field[1] });
    });
  if (parts.includes(undefined)) return undefined;
  const words = parts.filter((part) => part !== undefined);
  if (feature.property?.type === "string") return words.map(wordText).join("");
  const [number = 0] = words;
  return bitIndexes(number).length > 8 || number > 0xffff ? hex(number) : String(number);
}
