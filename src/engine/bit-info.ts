// What a view shows about one bit, and the answer for ordinary CPU flags: whether QEMU has a name for it here.
import type { U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import { knowsFlag, qemuBuild } from "./flag-releases.ts";
import { hostFacts } from "./host.ts";
import { qemuRelease } from "./qemu-release.ts";
import type { Tri, VerdictState } from "./resolved.ts";
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

interface FlagPlace {
  readonly leaf: U32;
  readonly subleaf: number;
  readonly register: Register;
  readonly bit: number;
}

/** A bit of the CPU's own leaves: it can be flipped where this QEMU has, or may have, a flag for it. */
export function flagInfo(catalog: Catalog, selection: Selection, place: FlagPlace, set: boolean): BitInfo {
  const word = catalog.flags.words.find(
    (row) => Number(row.leaf) === place.leaf && row.subleaf === place.subleaf && row.register === place.register,
  );
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

function flagIsKnown(catalog: Catalog, { host }: Selection, name: string): Tri {
  const { qemu } = hostFacts(catalog, host);
  return qemu ? knowsFlag(catalog, qemuRelease(catalog, qemu), qemuBuild(catalog, host), name) : "unknown";
}
