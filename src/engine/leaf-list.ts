// All leaves of a VM that starts, ascending, without those that are all zero.
import { hasBit, textWord } from "#base/u32.ts";
import { hidesOwnLeaves } from "./cpu-words.ts";
import { hypervLeaves, kvmLeaves, leaf, xenLeaves } from "./leaves.ts";
import type { VmParts } from "./parts.ts";
import type { Leaf } from "./resolved.ts";

const BASE = 0x40000000;
/** Each interface in front moves the next one up by this much: KVM_CPUID_SIGNATURE_NEXT. */
const STEP = 0x100;
/** KVM's APIC bus runs at 1 GHz; the leaf gives kHz (KVM_APIC_BUS_FREQUENCY). */
const APIC_BUS_KHZ = 1_000_000;

/** The leaves that the guest of these parts reads. */
export function leavesOf(parts: VmParts): Leaf[] {
  const paravirtual = parts.selection.accel === "kvm" ? kvmSide(parts) : tcgSide(parts);
  return [...(hidesOwnLeaves(parts) ? [] : parts.cpuLeaves), ...paravirtual]
    .filter((row) => (row.eax | row.ebx | row.ecx | row.edx) !== 0 || row.unpredicted.length > 0)
    .toSorted((a, b) => a.leaf - b.leaf || a.subleaf - b.subleaf);
}

function kvmSide(parts: VmParts): Leaf[] {
  const { hyperv, selection, assignments, native } = parts;
  const base = hyperv.on ? BASE + STEP : BASE;
  const leaves = hypervLeaves(parts, hyperv);
  if (selection.xenVersion !== undefined) {
    const vapic = assignments.get("xen-vapic")?.value === "on";
    return [
      ...leaves,
      ...xenLeaves({
        base,
        version: selection.xenVersion,
        hypervOn: hyperv.on,
        vapic,
        upcall: parts.qemu.behaves("xen-upcall-vector-bit"),
      }),
    ];
  }
  if (assignments.get("kvm")?.value === "off") return leaves;
  const timing = base === BASE ? timingLeaf(parts) : undefined;
  const kvm = kvmLeaves(base, native.eax, native.edx, native.unknownEax);
  if (!timing) return [...leaves, ...kvm];
  return [...leaves, ...kvm.map((row) => (row.leaf === base ? { ...row, eax: timing.leaf } : row)), timing];
}

/** VMware's timing leaf: only with KVM's signature in front and a TSC that is stable and known (tsc_is_stable_and_known). */
function timingLeaf({ assignments, catalog, qemu, cpuLeaves }: VmParts): Leaf | undefined {
  const property = catalog.featureById.get("vmware-cpuid-freq")?.property;
  const offered = property !== undefined && qemu.has(property) && assignments.get(property.name)?.value !== "off";
  const hertz = assignments.get("tsc-frequency")?.value;
  const invariant = cpuLeaves.some((row) => row.leaf === 0x80000007 && hasBit(row.edx, 8));
  const stable = invariant || hertz !== undefined;
  if (!offered || !stable) return undefined;
  const registers = { eax: hertz === undefined ? 0 : Math.floor(Number(hertz) / 1000), ebx: APIC_BUS_KHZ };
  return leaf(BASE + 0x10, "vmware", registers, hertz === undefined ? ["eax"] : []);
}

/** TCG's own signature (cpu_x86_cpuid, leaf 0x40000000); `tcg-cpuid=off` removes it. */
function tcgSide({ assignments }: VmParts): Leaf[] {
  if (assignments.get("tcg-cpuid")?.value === "off") return [];
  const word = textWord("TCGT");
  return [leaf(BASE, "kvm", { eax: BASE + 1, ebx: word, ecx: textWord("CGTC"), edx: textWord("GTCG") })];
}
