// Where a feature's bits stand in this guest: Hyper-V and Xen in front move KVM's leaves up by 0x100 each.
import { u32, type U32 } from "#base/u32.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Family } from "#catalog/schema/feature.ts";
import type { BitPlace } from "#engine/bit-place.ts";
import type { ResolvedVm } from "#engine/resolved.ts";
import type { Focus } from "./view.ts";

const HYPERVISOR = 0x40000000;
const BLOCK = 0x100;

/** First leaf of a family's block in this guest. */
function familyBase(resolved: ResolvedVm, family: Family): U32 {
  const first = resolved.leaves.find((leaf) => leaf.family === family && leaf.leaf >= HYPERVISOR);
  if (first !== undefined && family !== "vmware") return u32(first.leaf - (first.leaf % BLOCK));
  return family === "kvm" && resolved.hypervOn ? HYPERVISOR + BLOCK : HYPERVISOR;
}

/** The bits of a feature as this guest would read them; empty for features without bits. */
export function featurePlaces(resolved: ResolvedVm, feature: BundledFeature): BitPlace[] {
  const shift = familyBase(resolved, feature.family) - HYPERVISOR;
  return feature.cpuid.flatMap((place) => {
    const leaf = Number(place.leaf);
    const inFamily = leaf >= HYPERVISOR && leaf < HYPERVISOR + BLOCK && feature.family !== "vmware";
    const bits = place.bits ?? (place.field === undefined ? [] : [place.field[1]]);
    return bits.map((bit) => ({ leaf: u32(leaf + (inFamily ? shift : 0)), subleaf: 0, register: place.register, bit }));
  });
}

/** KVM's leaf of feature bits in this guest. */
export const kvmFeaturesLeaf = (resolved: ResolvedVm): U32 => u32(familyBase(resolved, "kvm") + 1);

/** The bit that the dock and the CPUID view show for a focus: its own, its feature's first, or KVM's feature word. */
export function focusedPlace(
  catalog: Catalog,
  resolved: ResolvedVm,
  focus: Focus,
): Omit<BitPlace, "bit"> & { readonly bit: number | undefined } {
  if (focus.kind === "bit") return focus;
  const feature = catalog.featureById.get(focus.id);
  const place = feature === undefined ? undefined : featurePlaces(resolved, feature)[0];
  return place ?? { leaf: kvmFeaturesLeaf(resolved), subleaf: 0, register: "eax", bit: undefined };
}

/** A register's value in this guest; leaves that are not there read as zero. */
export function registerWord(resolved: ResolvedVm, { leaf, subleaf, register }: Omit<BitPlace, "bit">): U32 {
  return resolved.leaves.find((row) => row.leaf === leaf && row.subleaf === subleaf)?.[register] ?? 0;
}
