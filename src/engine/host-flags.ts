// Whether a host supports an ordinary CPU flag: only a host whose KVM was asked tells, and not of every flag.
import type { Catalog } from "#catalog/open.ts";
import { hasBit } from "#base/u32.ts";
import { isLibvirtHost } from "#catalog/schema/measured.ts";
import { flagPlace } from "./flag-place.ts";
import { measuredLeaf } from "./measured-host.ts";
import type { Tri } from "./resolved.ts";
import type { Selection } from "./selection.ts";

/** Who answers: KVM as it was asked, nobody, TCG of which nothing is recorded, or QEMU, which adds this flag by itself. */
export type HostFlagSource = "kvm" | "nobody" | "tcg" | "qemu";

export interface HostFlag {
  readonly answer: Tri;
  readonly by: HostFlagSource;
}

/** What is known of a flag on the host of a selection. */
export function hostFlag(catalog: Catalog, { accel, host }: Pick<Selection, "accel" | "host">, name: string): HostFlag {
  if (accel === "tcg") return { answer: "unknown", by: "tcg" };
  const { measured } = host;
  const at = flagPlace(catalog, name);
  if (measured === undefined || isLibvirtHost(measured) || at === undefined) return { answer: "unknown", by: "nobody" };
  const word = measuredLeaf(measured, at.leaf, at.subleaf, at.register);
  if (word === undefined) return { answer: "unknown", by: "nobody" };
  if (hasBit(word, at.bit)) return { answer: "yes", by: "kvm" };
  return catalog.flags.beyondKvm.flags.includes(name) ? { answer: "unknown", by: "qemu" } : { answer: "no", by: "kvm" };
}
