// Flags that QEMU drops because a flag that they need is off, as `cpuid/flags.json` and `cpuid/leaves.json` tell it.
import { without, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import { flagMask } from "./flag-place.ts";
import type { QemuRelease } from "./qemu-release.ts";

type Words = ReadonlyMap<string, U32>;

/** True when a flag is set in the words. */
export function hasFlag(catalog: Catalog, words: Words, name: string): boolean {
  const flag = flagMask(catalog, name);
  return flag !== undefined && ((words.get(flag.place) ?? 0) & flag.mask) !== 0;
}

const rowsOf = ({ flags }: Catalog, qemu: QemuRelease): Catalog["flags"]["dependencies"] =>
  flags.dependencies.filter((row) => qemu.has(row));

interface WordsContext {
  readonly catalog: Catalog;
  readonly qemu: QemuRelease;
}

/** A flag that is dropped, and the one that it lacked. */
export interface UnmetNeed {
  readonly flag: string;
  readonly needs: string;
}

/** Takes away every flag whose need is off, and what needs that in turn. Rule: x86_cpu_expand_features(). */
export function dropUnmet({ catalog, qemu }: WordsContext, words: Map<string, U32>): readonly UnmetNeed[] {
  const dropped: UnmetNeed[] = [];
  const rows = rowsOf(catalog, qemu).filter((row) => row.isOpen !== true);
  for (let before = -1; before !== dropped.length;) {
    before = dropped.length;
    for (const { flag, needs } of rows) {
      const place = flagMask(catalog, flag);
      if (place === undefined || !hasFlag(catalog, words, flag) || hasFlag(catalog, words, needs)) continue;
      words.set(place.place, without(words.get(place.place) ?? 0, place.mask));
      dropped.push({ flag, needs });
    }
  }
  return dropped;
}

/** True for a register with a flag of which nobody knows whether this release drops it. */
export const hasOpenNeed = ({ catalog, qemu }: WordsContext, words: Words, place: string): boolean =>
  rowsOf(catalog, qemu).some(
    ({ flag, needs, isOpen }) =>
      isOpen === true &&
      flagMask(catalog, flag)?.place === place &&
      hasFlag(catalog, words, flag) &&
      !hasFlag(catalog, words, needs),
  );

/** The flags without which this QEMU does not show a flag: those of its own rows, and the one that its leaf needs. */
export function needsOf(catalog: Catalog, qemu: QemuRelease, name: string): readonly string[] {
  const own = rowsOf(catalog, qemu)
    .filter((row) => row.flag === name)
    .map((row) => row.needs);
  const [leaf, subleaf] = (flagMask(catalog, name)?.place ?? "").split(":").map(Number);
  const row = catalog.leaves.find(
    (entry) => entry.family === "cpu" && Number(entry.leaf) === leaf && (entry.subleaf ?? 0) === subleaf,
  );
  return row?.needs === undefined ? own : [...own, row.needs];
}

/** The same, and what those need in turn: nearest first. */
export function allNeedsOf(catalog: Catalog, qemu: QemuRelease, name: string): readonly string[] {
  const found: string[] = [];
  const open = [...needsOf(catalog, qemu, name)];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (next === name || found.includes(next)) continue;
    found.push(next);
    open.push(...needsOf(catalog, qemu, next));
  }
  return found;
}
