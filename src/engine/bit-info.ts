// What a view shows about one bit, and the answer for ordinary CPU flags: whether QEMU has a name for it here.
import { hasBit, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import { knowsFlag, qemuBuild } from "./flag-releases.ts";
import { hostFacts } from "./host.ts";
import { qemuRelease } from "./qemu-release.ts";
import type { ResolvedVm, Tri, VerdictState } from "./resolved.ts";
import type { Selection } from "./selection.ts";

export interface BitInfo {
  /** The catalogue's feature that owns the bit. */
  readonly feature?: string;
  /** The ordinary CPU flag that owns the bit. */
  readonly flag?: string;
  /** The feature's property, an ordinary flag's name, or a plain description. */
  readonly name: string;
  readonly meaning?: string;
  readonly set: boolean;
  readonly canFlip: boolean;
  /** Why it can or cannot be flipped, for people. */
  readonly why: string;
  readonly state: VerdictState | undefined;
}

/** One bit of a CPUID register as the guest reads it. */
export interface BitPlace {
  readonly leaf: U32;
  readonly subleaf: number;
  readonly register: Register;
  readonly bit: number;
}

/** A bit of the CPU's own leaves: it can be flipped where this QEMU has, or may have, a flag for it. */
export function flagInfo(catalog: Catalog, selection: Selection, place: BitPlace, set: boolean): BitInfo {
  const word = flagWord(catalog, place);
  const name = word?.flags[String(place.bit)];
  if (name === undefined)
    return { name: "no name", set, canFlip: false, why: "QEMU has no name for this bit.", state: undefined };
  const known = flagIsKnown(catalog, selection, name);
  const why = {
    yes: "An ordinary CPU flag; the host may take it away.",
    no: `QEMU has this flag only from ${word?.since?.[name]} on.`,
    unknown: "An ordinary CPU flag; nobody has recorded whether this host's QEMU has it.",
  }[known];
  return { name, flag: name, set, canFlip: known !== "no", why, state: undefined };
}

/** Whether this guest reads a bit as set; leaves that are not there read as zero. */
export function isBitSet(resolved: ResolvedVm, { leaf, subleaf, register, bit }: BitPlace): boolean {
  const row = resolved.leaves.find((entry) => entry.leaf === leaf && entry.subleaf === subleaf);
  return row !== undefined && hasBit(row[register], bit);
}

/** Where an ordinary flag stands. */
export function flagPlace(catalog: Catalog, name: string): BitPlace | undefined {
  for (const { leaf, subleaf, register, flags } of catalog.flags.words) {
    const found = Object.entries(flags).find(([, flag]) => flag === name);
    if (found) return { leaf: Number(leaf), subleaf, register, bit: Number(found[0]) };
  }
  return undefined;
}

/** The row of `cpuid/flags.json` for a register. */
export const flagWord = (
  catalog: Catalog,
  { leaf, subleaf, register }: Omit<BitPlace, "bit">,
): Catalog["flags"]["words"][number] | undefined =>
  catalog.flags.words.find((row) => Number(row.leaf) === leaf && row.subleaf === subleaf && row.register === register);

/** Whether this host's QEMU has an ordinary flag. */
export function flagIsKnown(catalog: Catalog, { host }: Selection, name: string): Tri {
  const { qemu } = hostFacts(catalog, host);
  return qemu ? knowsFlag(catalog, qemuRelease(catalog, qemu), qemuBuild(catalog, host), name) : "unknown";
}
