// The leaves of a guest as tabs: their titles, their signatures, and KVM's own leaf even when it is empty.
import { u32, wordText, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Leaf, ResolvedVm } from "#engine/resolved.ts";
import { kvmFeaturesLeaf } from "./places.ts";

const HYPERVISOR = 0x40000000;
const BLOCK = 0x100;

export interface LeafEntry {
  readonly leaf: U32;
  readonly subleaf: number;
  readonly title: string;
  /** Three registers read as characters, e.g. `KVMKVMKVM`; set for signature leaves. */
  readonly signature: string | undefined;
  readonly isEmpty: boolean;
}

type LeafRow = Catalog["leaves"][number];

const isHypervisor = (leaf: U32): boolean => leaf >= HYPERVISOR && leaf < HYPERVISOR + 0x10000;

/** What the catalogue says of a leaf, taken back to its place before Hyper-V or Xen moved it. */
export function leafRow(catalog: Catalog, resolved: ResolvedVm, leaf: U32): LeafRow | undefined {
  if (!isHypervisor(leaf)) return undefined;
  const kvmLeaf = kvmFeaturesLeaf(resolved);
  const inKvmBlock = leaf - (leaf % BLOCK) === kvmLeaf - (kvmLeaf % BLOCK);
  const family = resolved.leaves.find((row) => row.leaf === leaf)?.family ?? (inKvmBlock ? "kvm" : "hyperv");
  const own = u32(HYPERVISOR + (leaf % BLOCK));
  const isIt = (row: LeafRow): boolean => Number(row.leaf) === leaf || Number(row.leaf) === own;
  return catalog.leaves.find((row) => row.family === family && isIt(row)) ?? catalog.leaves.find(isIt);
}

const CPU_TITLES: Readonly<Record<number, string>> = {
  0: "Vendor",
  1: "Features",
  7: "Extended features",
  0xd: "XSAVE",
};

/** A few words for a leaf. */
export function leafTitle(catalog: Catalog, resolved: ResolvedVm, leaf: U32): string {
  if (!isHypervisor(leaf)) return CPU_TITLES[leaf] ?? (leaf === 0x80000001 ? "Extended features" : "CPU model");
  return leafRow(catalog, resolved, leaf)?.title ?? "Hypervisor leaf";
}

function signature(catalog: Catalog, resolved: ResolvedVm, leaf: Leaf): string | undefined {
  const fields = leafRow(catalog, resolved, leaf.leaf)?.fields.filter((field) => field.kind === "text") ?? [];
  if (fields.length === 0 && leaf.leaf !== 0) return undefined;
  const order = leaf.leaf === 0 ? (["ebx", "edx", "ecx"] as const) : fields.map((field) => field.register);
  return order.map((register) => wordText(leaf[register])).join("") || undefined;
}

/** Every leaf of the guest, ascending; KVM's feature leaf is there in any case, since its bits are what one came for. */
export function leafEntries(catalog: Catalog, resolved: ResolvedVm): readonly LeafEntry[] {
  const entries = resolved.leaves.map((leaf): LeafEntry => ({
    leaf: leaf.leaf,
    subleaf: leaf.subleaf,
    title: leafTitle(catalog, resolved, leaf.leaf),
    signature: signature(catalog, resolved, leaf),
    isEmpty: false,
  }));
  const kvm = kvmFeaturesLeaf(resolved);
  if (!entries.some((entry) => entry.leaf === kvm)) {
    entries.push({
      leaf: kvm,
      subleaf: 0,
      title: leafTitle(catalog, resolved, kvm),
      signature: undefined,
      isEmpty: true,
    });
  }
  return entries.toSorted((a, b) => a.leaf - b.leaf || a.subleaf - b.subleaf);
}

/** How a leaf is named in links and tabs: `0x40000001`, `0x7.1`. */
export const leafId = ({ leaf, subleaf }: Pick<LeafEntry, "leaf" | "subleaf">): string =>
  `0x${leaf.toString(16)}${subleaf === 0 ? "" : `.${subleaf}`}`;
