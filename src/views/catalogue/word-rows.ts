// The CPUID words of a model's versions as a table, and which flags each version turned.
import type { BundledCpuVersion } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";

interface WordCell {
  readonly version: string;
  readonly word: string;
  /** The flags that came and went, e.g. `-hle -rtm`; empty where nothing changed. */
  readonly changed: string;
}

export interface WordRow {
  readonly key: string;
  readonly place: string;
  readonly cells: readonly WordCell[];
}

function flagsTurned(catalog: Catalog, key: string, before: string, now: string): string {
  const [leaf, subleaf, register] = key.split(":");
  const names = catalog.flags.words.find(
    (row) => row.leaf === leaf && String(row.subleaf) === subleaf && row.register === register,
  )?.flags;
  const [old, next] = [Number(before), Number(now)];
  return Array.from({ length: 32 }, (_, bit) => bit)
    .filter((bit) => ((old ^ next) >>> bit) & 1)
    .map((bit) => `${(next >>> bit) & 1 ? "+" : "-"}${names?.[String(bit)] ?? `bit ${bit}`}`)
    .join(" ");
}

/** One row a word that any version has, in the order of the leaves. */
export function wordRows(catalog: Catalog, versions: readonly BundledCpuVersion[]): readonly WordRow[] {
  const keys = [...new Set(versions.flatMap(({ words }) => Object.keys(words ?? {})))].toSorted();
  return keys.map((key) => {
    const [leaf = "", subleaf = "0", register = ""] = key.split(":");
    const values = versions.map(({ words }) => words?.[key] ?? "0x00000000");
    return {
      key,
      place: `${leaf}${subleaf === "0" ? "" : `.${subleaf}`} ${register.toUpperCase()}`,
      cells: versions.map(({ name }, index) => {
        const word = values[index] ?? "";
        const before = values[index - 1];
        return {
          version: name,
          word,
          changed: before === undefined || before === word ? "" : flagsTurned(catalog, key, before, word),
        };
      }),
    };
  });
}
