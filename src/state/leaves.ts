// The leaves of a guest as tabs: their titles, their signatures, and KVM's own leaf even when it is empty.
import { hasBit, u32, wordText, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import { cpuLeafRow } from "#engine/cpu-leaves.ts";
import type { Leaf, ResolvedVm } from "#engine/resolved.ts";
import type { Register } from "#catalog/schema/common.ts";
import { leafId } from "./leaf-id.ts";
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
  /** What its registers follow from, where none of them is predicted. */
  readonly outOfReach: string | undefined;
}

type LeafRow = Catalog["leaves"][number];

const isHypervisor = (leaf: U32): boolean => leaf >= HYPERVISOR && leaf < HYPERVISOR + 0x10000;

/** What the catalogue says of a leaf, taken back to its place before Hyper-V or Xen moved it. */
export function leafRow(catalog: Catalog, resolved: ResolvedVm, leaf: U32, subleaf = 0): LeafRow | undefined {
  if (!isHypervisor(leaf)) return cpuLeafRow(catalog, leaf, subleaf);
  const kvmLeaf = kvmFeaturesLeaf(resolved);
  const inKvmBlock = leaf - (leaf % BLOCK) === kvmLeaf - (kvmLeaf % BLOCK);
  const family = resolved.leaves.find((row) => row.leaf === leaf)?.family ?? (inKvmBlock ? "kvm" : "hyperv");
  const own = u32(HYPERVISOR + (leaf % BLOCK));
  const isIt = (row: LeafRow): boolean => Number(row.leaf) === leaf || Number(row.leaf) === own;
  return catalog.leaves.find((row) => row.family === family && isIt(row)) ?? catalog.leaves.find(isIt);
}

/** A few words for a leaf. */
export const leafTitle = (catalog: Catalog, resolved: ResolvedVm, leaf: U32, subleaf = 0): string =>
  leafRow(catalog, resolved, leaf, subleaf)?.title ?? (isHypervisor(leaf) ? "Hypervisor leaf" : "CPU model");

function signature(catalog: Catalog, resolved: ResolvedVm, leaf: Leaf): string | undefined {
  const row = leafRow(catalog, resolved, leaf.leaf, leaf.subleaf);
  const texts = row?.fields.filter((field) => field.kind === "text" && !leaf.unpredicted.includes(field.register));
  return texts?.map(({ register }) => wordText(leaf[register])).join("") || undefined;
}

/** Every leaf of the guest, ascending; KVM's feature leaf is there in any case, since its bits are what one came for. */
export function leafEntries(catalog: Catalog, resolved: ResolvedVm): readonly LeafEntry[] {
  const entries = resolved.leaves.map((leaf): LeafEntry => ({
    leaf: leaf.leaf,
    subleaf: leaf.subleaf,
    title: leafTitle(catalog, resolved, leaf.leaf, leaf.subleaf),
    signature: signature(catalog, resolved, leaf),
    isEmpty: false,
    outOfReach: undefined,
  }));
  const kvm = kvmFeaturesLeaf(resolved);
  if (!entries.some((entry) => entry.leaf === kvm)) {
    entries.push({
      leaf: kvm,
      subleaf: 0,
      title: leafTitle(catalog, resolved, kvm),
      signature: undefined,
      isEmpty: true,
      outOfReach: undefined,
    });
  }
  entries.push(...outOfReach(catalog, resolved));
  return entries.toSorted((a, b) => a.leaf - b.leaf || a.subleaf - b.subleaf);
}

const EXTENDED = 0x80000000;

/** Leaves that the guest reads too, and that no prediction reaches: caches, topology, what the host's processor says. */
function outOfReach(catalog: Catalog, resolved: ResolvedVm): LeafEntry[] {
  const predicted = new Set(resolved.leaves.map(leafId));
  return catalog.leaves
    .filter((row) => row.family === "cpu" && row.depends !== undefined && hasNeeded(catalog, resolved, row.needs))
    .map((row) => ({ leaf: Number(row.leaf), subleaf: row.subleaf ?? 0, row }))
    .filter((place) => !predicted.has(leafId(place)) && isAnnounced(resolved, place.leaf))
    .map(({ leaf, subleaf, row }) => ({
      leaf,
      subleaf,
      title: row.title,
      signature: undefined,
      isEmpty: true,
      outOfReach: row.depends?.registers.length === 4 ? row.depends.on : undefined,
    }));
}

/** Whether the flag that a leaf needs is set, or may be. */
function hasNeeded(catalog: Catalog, resolved: ResolvedVm, name: string | undefined): boolean {
  if (name === undefined) return true;
  const word = catalog.flags.words.find((row) => Object.values(row.flags).includes(name));
  const leaf = resolved.leaves.find((row) => row.leaf === Number(word?.leaf) && row.subleaf === word?.subleaf);
  if (word === undefined || leaf === undefined) return false;
  const [bit = "0"] = Object.entries(word.flags).find(([, flag]) => flag === name) ?? [];
  return leaf.unpredicted.includes(word.register) || hasBit(leaf[word.register], Number(bit));
}

/** Whether a leaf is not above the highest that the CPU announces; where that is not predicted, it may be there. */
function isAnnounced(resolved: ResolvedVm, leaf: U32): boolean {
  const first = resolved.leaves.find((row) => row.leaf === (leaf >= EXTENDED ? EXTENDED : 0) && row.subleaf === 0);
  return first !== undefined && (first.unpredicted.includes("eax") || leaf <= first.eax);
}

/** Registers of a leaf that are not predicted. */
export function unpredictedRegisters(
  catalog: Catalog,
  resolved: ResolvedVm,
  leaf: U32,
  subleaf: number,
): readonly Register[] {
  const row = resolved.leaves.find((entry) => entry.leaf === leaf && entry.subleaf === subleaf);
  if (row) return row.unpredicted;
  const told = isHypervisor(leaf) ? undefined : cpuLeafRow(catalog, leaf, subleaf);
  // Without the flag that it needs, the whole leaf is zero.
  return told?.depends !== undefined && hasNeeded(catalog, resolved, told.needs) ? told.depends.registers : [];
}
