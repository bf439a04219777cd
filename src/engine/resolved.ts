// What follows from a selection: the resolved VM, verdicts, problems and reasons. Data only; words live in words.ts.
import type { Family } from "#catalog/schema/feature.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { U32 } from "#base/u32.ts";

/** Yes, no, or nobody has evidence. */
export type Tri = "yes" | "no" | "unknown";

export type Outcome = "on" | "off" | "dropped-warned" | "dropped-silently" | "fatal" | "unknown";

export type VerdictState = "default" | "opt-in" | "unavailable" | "no-start" | "unknown";

/** A step on a bit's way from KVM to the guest. */
export type Gate = "start" | "kernel" | "qemu" | "machine" | "accel" | "default" | "asked" | "requires" | "guest";

/** Points at the fact that a reason used: a catalogue file and the path inside it, which is also the key of its evidence. */
export interface FactRef {
  /** Path below public/catalog, e.g. `features/kvm/kvm-asyncpf-int.json`. */
  readonly file: string;
  readonly path: string;
}

/** One step of an answer: which gate, open or shut, by which rule, from which facts. `args` fill the rule's words. */
export interface Reason {
  readonly gate: Gate;
  readonly open: Tri;
  readonly rule: ReasonRule;
  readonly args: Readonly<Record<string, string>>;
  readonly facts: readonly FactRef[];
}

export type ReasonRule =
  | "machine-unknown"
  | "cpu-unknown"
  | "host-incomplete"
  | "kernel-reports"
  | "kernel-too-old"
  | "kernel-never-reports"
  | "kernel-unknown"
  | "libvirt-lists"
  | "libvirt-omits"
  | "libvirt-implies"
  | "libvirt-silent"
  | "kernel-vendor"
  | "kernel-without-hyperv"
  | "kernel-without-xen"
  | "kernel-not-asked"
  | "kernel-fixed-vpindex"
  | "accel-refuses"
  | "irqchip-refused"
  | "qemu-knows"
  | "qemu-too-old"
  | "qemu-removed"
  | "qemu-never"
  | "qemu-adds-it"
  | "accel-tcg"
  | "irqchip-needed"
  | "machine-pins-off"
  | "machine-turns-on"
  | "default-table"
  | "default-all-host"
  | "default-not"
  | "default-property"
  | "asked-on"
  | "asked-off"
  | "requires-missing"
  | "hidden-by-kvm-off"
  | "hidden-by-xen"
  | "needs-stable-tsc"
  | "guest-uses"
  | "guest-never";

/** The answer for one feature at one point of the cube. */
export interface Verdict {
  readonly feature: string;
  readonly state: VerdictState;
  readonly reasons: readonly Reason[];
}

export type Severity = "error" | "warning" | "info";

/** A true finding about a VM. `text` is QEMU's own wording where QEMU would print it (`printed`), else Flipbit's. */
export interface Problem {
  readonly rule: ProblemRule;
  readonly severity: Severity;
  readonly text: string;
  /** True when QEMU of that release prints exactly this line. */
  readonly printed: boolean;
  readonly property?: string;
}

export type ProblemRule =
  | "machine-unsupported"
  | "machine-deprecated"
  | "cpu-unsupported"
  | "cpu-deprecated"
  | "property-unknown"
  | "property-uncertain"
  | "property-value"
  | "host-lacks-feature"
  | "flag-needs"
  | "enforce-failed"
  | "hyperv-not-supported"
  | "hyperv-requires"
  | "hyperv-absent-abort"
  | "hyperv-absent-fatal"
  | "hyperv-absent-silent"
  | "vcpu-init-failed"
  | "userspace-apic"
  | "userspace-apic-deprecated"
  | "irqchip-ignored"
  | "xen-unsupported"
  | "accel-property-unknown"
  | "enforce-cpuid-unsupported"
  | "msr-refused"
  | "migration-blocker"
  | "host-unknown"
  | "host-cpu-unknown"
  | "accel-host-model"
  | "tcg-ignores"
  | "tsc-frequency";

/** What became of one property. */
export interface PropertyOutcome {
  /** Feature id, which is also QEMU's property name unless the catalogue says otherwise. */
  readonly feature: string;
  readonly property: string;
  readonly family: Family;
  readonly outcome: Outcome;
  /** For settings: the value in force, as QEMU would print it. */
  readonly value?: string;
  /** Who decided: nobody, the default table, a compat property, -global, the -cpu line, host/max expansion, passthrough. */
  readonly by: "nobody" | "default" | "compat" | "global" | "user" | "host" | "passthrough";
}

export interface Leaf {
  readonly leaf: U32;
  readonly subleaf: number;
  readonly family: Family | "cpu";
  readonly eax: U32;
  readonly ebx: U32;
  readonly ecx: U32;
  readonly edx: U32;
  /** `exact`: what the guest reads. `model`: the CPU model's definition, before the host's own limits. */
  readonly sureness: "exact" | "model" | "unknown";
  /** Registers whose value depends on the host machine and is not predicted (shown as unknown, printed as 0). */
  readonly unpredicted: readonly Register[];
}

export interface ResolvedVm {
  readonly starts: Tri;
  /** Resolved machine type name; undefined when this QEMU has none of that name. */
  readonly machine: string | undefined;
  /** Resolved CPU model version name, e.g. `Skylake-Server-v1`. */
  readonly cpu: string | undefined;
  readonly hypervOn: boolean;
  readonly problems: readonly Problem[];
  readonly outcomes: readonly PropertyOutcome[];
  /** Ascending by leaf, then subleaf; leaves that are all zero are left out. */
  readonly leaves: readonly Leaf[];
}
