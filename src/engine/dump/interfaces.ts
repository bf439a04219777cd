// Whose hypervisor a dump shows: the signatures at 0x40000000 and every 0x100 behind it, and which leaves each of them announces.
import { wordText, type U32 } from "#base/u32.ts";
import type { Family } from "#catalog/schema/feature.ts";
import { unmoved } from "../flip.ts";
import type { Dump, DumpCpu, DumpLeaf } from "./dump.ts";

/** One interface of a hypervisor. */
export interface SeenInterface {
  /** Its first leaf. */
  readonly base: U32;
  /** The highest leaf that it announces. */
  readonly highest: U32;
  /** Twelve characters, without zeros. */
  readonly signature: string;
  /** The family of the catalogue whose leaves it has; undefined for other hypervisors. */
  readonly family: Family | undefined;
  /** For people; undefined where the signature is nobody's that is known here. */
  readonly name: string | undefined;
}

/** Where a leaf stands: a family and its number there, the CPU's own, or nowhere. */
export interface LeafPlace {
  readonly family: Family | "cpu";
  readonly leaf: U32;
}

const FIRST = 0x40000000;
const BLOCK = 0x100;
/** Linux looks no further for a signature: hypervisor_cpuid_base(). */
const END = 0x40010000;

interface Known {
  readonly family?: Family;
  readonly name: string;
}

/**
 * KVM_SIGNATURE, XEN_CPUID_SIGNATURE, CPUID_VMWARE_INFO_LEAF and MSHYPER_V of the Linux headers, and TCG's of QEMU's
 * cpu_x86_cpuid; "Linux KVM Hv" is KVM's own answer to KVM_GET_SUPPORTED_HV_CPUID.
 */
const SIGNATURES: Readonly<Record<string, Known>> = {
  KVMKVMKVM: { family: "kvm", name: "KVM" },
  "Microsoft Hv": { family: "hyperv", name: "Hyper-V, or KVM that speaks its language" },
  "Linux KVM Hv": { family: "hyperv", name: "KVM's Hyper-V emulation" },
  XenVMMXenVMM: { family: "xen", name: "Xen, or KVM that emulates it" },
  VMwareVMware: { name: "VMware" },
  TCGTCGTCGTCG: { name: "QEMU without KVM (TCG)" },
};

/** What Hyper-V's second leaf says whatever the signature: "Hv#1". */
const HV_INTERFACE = 0x31237648;

export const isHypervisorLeaf = (leaf: U32): boolean => leaf >= FIRST && leaf < END;

const find = (leaves: readonly DumpLeaf[], leaf: U32): DumpLeaf | undefined =>
  leaves.find((row) => row.leaf === leaf && row.subleaf === 0);

/** Every interface that a processor shows, in the order of their places. */
export function interfacesOf({ leaves }: Pick<DumpCpu, "leaves">): SeenInterface[] {
  const found: SeenInterface[] = [];
  const heads = leaves.filter((row) => isHypervisorLeaf(row.leaf) && row.leaf % BLOCK === 0 && row.subleaf === 0);
  for (const head of heads.toSorted((a, b) => a.leaf - b.leaf)) {
    const seen = interfaceAt(leaves, head);
    // What a processor answers beyond the announced leaves is an echo: an interface begins where the ones before it end.
    if (seen) found.push(seen);
  }
  return found;
}

function interfaceAt(leaves: readonly DumpLeaf[], { leaf: base, words }: DumpLeaf): SeenInterface | undefined {
  const signature = [words.ebx, words.ecx, words.edx].map((word) => wordText(word ?? 0)).join("");
  const named = whose(signature, find(leaves, base + 1)?.words.eax);
  const { eax = 0 } = words;
  const announces = eax >= base && eax < base + BLOCK;
  if (!named && !(announces && /^[ -~]{6,12}$/.test(signature))) return undefined;
  // Old KVM announces nothing: 0 stands for its one further leaf (Documentation/virt/kvm/x86/cpuid.rst).
  return { base, highest: announces ? eax : base + 1, signature, family: named?.family, name: named?.name };
}

/** The vendor id of Hyper-V is free text, so it may even be KVM's: there the second leaf decides. */
function whose(signature: string, second: U32 | undefined): Known | undefined {
  const known = Object.hasOwn(SIGNATURES, signature) ? SIGNATURES[signature] : undefined;
  return second === HV_INTERFACE && known?.family !== "hyperv" ? SIGNATURES["Microsoft Hv"] : known;
}

const MODEL_WORDS: Readonly<Record<number, Family>> = { 0x40000001: "kvm" };
const TIMING = 0x40000010;

/** Where a leaf of a dump belongs; undefined for leaves behind what the interface announces, which hold an echo or nothing. */
export function placeOf(about: Dump["about"], seen: readonly SeenInterface[], leaf: U32): LeafPlace | undefined {
  if (!isHypervisorLeaf(leaf)) return { family: "cpu", leaf };
  // QEMU's own lists name leaves without a signature: 0x40000001 is always KVM's there, the others Hyper-V's.
  if (about === "model" && seen.length === 0) return { family: MODEL_WORDS[leaf] ?? "hyperv", leaf };
  const at = seen.find(({ base, highest }) => leaf >= base && leaf <= highest);
  if (!at?.family) return undefined;
  if (at.family === "kvm" && leaf === TIMING) return { family: "vmware", leaf };
  return { family: at.family, leaf: unmoved(leaf, at.family) };
}
