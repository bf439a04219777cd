// What a view shows about one bit, and the answer for ordinary CPU flags: whether QEMU has a name for it here.
import type { Catalog } from "#catalog/open.ts";
import type { BitPlace } from "./bit-place.ts";
import { knowsFlag, qemuBuild } from "./flag-releases.ts";
import { hostFacts } from "./host.ts";
import { hostFlag } from "./host-flags.ts";
import { isPackageFlag } from "./package-bits.ts";
import { pointOf } from "./point.ts";
import { qemuRelease } from "./qemu-release.ts";
import type { Tri, VerdictState } from "./resolved.ts";
import type { Selection } from "./selection.ts";
import { packageSize } from "./topology.ts";

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

/** A bit of the CPU's own leaves: it can be flipped where this QEMU has, or may have, a flag for it. */
export function flagInfo(catalog: Catalog, selection: Selection, place: BitPlace, set: boolean): BitInfo {
  const word = flagWord(catalog, place);
  const name = word?.flags[String(place.bit)];
  if (name === undefined)
    return { name: "no name", set, canFlip: false, why: "QEMU has no name for this bit.", state: undefined };
  const known = flagIsKnown(catalog, selection, name);
  const fixed = whyFixed(catalog, selection, name, set);
  if (known !== "no" && fixed !== undefined)
    return { name, flag: name, set, canFlip: false, why: fixed, state: undefined };
  const why = {
    yes: "An ordinary CPU flag; the host may take it away.",
    no: `QEMU has this flag only from ${word?.since?.[name]} on.`,
    unknown: "An ordinary CPU flag; nobody has recorded whether this host's QEMU has it.",
  }[known];
  return { name, flag: name, set, canFlip: known !== "no", why, state: undefined };
}

/** Why no flag moves a bit here: QEMU sets it for several logical processors, or the host that was asked lacks it. */
function whyFixed(catalog: Catalog, selection: Selection, name: string, set: boolean): string | undefined {
  if (!set)
    return hostFlag(catalog, selection, name).answer === "no"
      ? "This host's KVM does not list it: QEMU would take it away again."
      : undefined;
  const size = isPackageFlag(name) ? sizeOfPackage(catalog, selection) : undefined;
  return size !== undefined && size > 1
    ? `QEMU sets it for a package of ${size} logical processors, whatever the flags say.`
    : undefined;
}

function sizeOfPackage(catalog: Catalog, selection: Selection): number | undefined {
  const { machine, qemu } = pointOf(catalog, selection);
  return machine && packageSize(selection, machine, qemu);
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
