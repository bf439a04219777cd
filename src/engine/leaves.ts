// Builds the hypervisor leaves a guest reads: Hyper-V, Xen, KVM, VMware timing, TCG, in the order and places QEMU puts them.
import { or, textWord, u32, type U32 } from "#base/u32.ts";
import type { Family } from "#catalog/schema/feature.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { HypervAnswer, HypervContext } from "./hyperv.ts";
import { hypervTable, signature, tableBits } from "./hyperv.ts";
import { settingValue } from "./settings.ts";
import type { Leaf } from "./resolved.ts";

type Registers = Readonly<Partial<Record<Register, U32>>>;

/** One leaf from the registers that are not zero. */
export function leaf(
  number: U32,
  family: Family | "cpu",
  registers: Registers,
  unpredicted: readonly Register[] = [],
): Leaf {
  return {
    leaf: number,
    subleaf: 0,
    family,
    eax: registers.eax ?? 0,
    ebx: registers.ebx ?? 0,
    ecx: registers.ecx ?? 0,
    edx: registers.edx ?? 0,
    sureness: unpredicted.length > 0 ? "unknown" : "exact",
    unpredicted,
  };
}

const HV = {
  vendor: 0x40000000,
  interface: 0x40000001,
  version: 0x40000002,
  features: 0x40000003,
  hints: 0x40000004,
  limits: 0x40000005,
  nested: 0x4000000a,
  debugVendor: 0x40000080,
  debugInterface: 0x40000081,
  debugFeatures: 0x40000082,
} as const;
/** Always set with Hyper-V on: CPU hotplug in Windows needs it, KVM does not report it (hyperv_fill_cpuids). */
const CPU_HOTPLUG = 1 << 3;
const HYPERCALL_MSRS = 1 << 5;
const APIC_HINT = 1 << 3;
const CORESHARING_HINT = 1 << 18;
const POST_AND_SIGNAL = 0x30;
const EVMCS_V1 = 0x0101;
const MAX_LOGICAL_PROCESSORS = 0x40;

/** The Hyper-V leaves. Rule: hyperv_fill_cpuids() of the release. */
export function hypervLeaves(context: HypervContext, answer: HypervAnswer): Leaf[] {
  if (!answer.on) return [];
  const { qemu } = context;
  if (answer.passthrough && qemu.behaves("hyperv-raw-passthrough")) return rawLeaves(context);
  const nested = nestedWord(context, answer);
  const debug = answer.enabled.has("hv-syndbg");
  return [
    vendorLeaf(context, answer, maxLeaf(context, answer, nested, debug)),
    leaf(HV.interface, "hyperv", { eax: textWord("Hv#1") }),
    versionLeaf(context, answer),
    featuresLeaf(context, answer),
    hintsLeaf(context, answer),
    limitsLeaf(context, answer),
    ...(nested === 0 ? [] : [leaf(HV.nested, "hyperv", { eax: nested })]),
    ...(debug ? debugLeaves() : []),
  ];
}

function maxLeaf({ qemu }: HypervContext, answer: HypervAnswer, nested: U32, debug: boolean): U32 {
  if (!qemu.behaves("hyperv-nested-leaf-by-bits")) return answer.enabled.has("hv-evmcs") ? HV.nested : HV.limits;
  return debug ? HV.debugFeatures : nested === 0 ? HV.limits : HV.nested;
}

const wordOf = (context: HypervContext, answer: HypervAnswer, number: U32, register: Register): U32 =>
  hypervTable(context.catalog)
    .filter((feature) => answer.enabled.has(feature.id))
    .flatMap((feature) => tableBits(feature, context.qemu))
    .reduce((word, row) => (row.leaf === number && row.register === register ? or(word, row.mask) : word), 0);

function nestedWord(context: HypervContext, answer: HypervAnswer): U32 {
  const evmcs = answer.enabled.has("hv-evmcs");
  if (!evmcs && !context.qemu.behaves("hyperv-nested-leaf-by-bits")) return 0;
  return or(wordOf(context, answer, HV.nested, "eax"), evmcs ? EVMCS_V1 : 0);
}

const fromHost = (context: HypervContext, number: U32): Registers => ({
  eax: context.host.word("hyperv", number, "eax").word,
  ebx: context.host.word("hyperv", number, "ebx").word,
  ecx: context.host.word("hyperv", number, "ecx").word,
  edx: context.host.word("hyperv", number, "edx").word,
});

function vendorLeaf(context: HypervContext, answer: HypervAnswer, eax: U32): Leaf {
  if (answer.passthrough) return leaf(HV.vendor, "hyperv", { ...fromHost(context, HV.vendor), eax });
  const [ebx, ecx, edx] = signature(context.assignments.get("hv-vendor-id")?.value ?? "Microsoft Hv");
  return leaf(HV.vendor, "hyperv", { eax, ebx, ecx, edx });
}

function versionLeaf(context: HypervContext, answer: HypervAnswer): Leaf {
  if (answer.passthrough) return leaf(HV.version, "hyperv", fromHost(context, HV.version));
  const value = (id: string): U32 => settingValue(context, `hv-version-id-${id}`);
  return leaf(HV.version, "hyperv", {
    eax: value("build"),
    ebx: u32((value("major") << 16) | value("minor")),
    ecx: value("spack"),
    edx: u32((value("sbranch") << 24) | (value("snumber") & 0xffffff)),
  });
}

function featuresLeaf(context: HypervContext, answer: HypervAnswer): Leaf {
  const modern = context.qemu.behaves("hyperv-hypercall-always");
  // Machine types whose SynIC is KVM's alone have no message port in QEMU, so the guest gets no right to use one.
  const messages = answer.enabled.has("hv-synic") && context.assignments.get("x-hv-synic-kvm-only")?.value !== "on";
  return leaf(HV.features, "hyperv", {
    eax: or(wordOf(context, answer, HV.features, "eax"), modern ? HYPERCALL_MSRS : 0),
    ebx: or(wordOf(context, answer, HV.features, "ebx"), modern && messages ? POST_AND_SIGNAL : 0),
    edx: or(wordOf(context, answer, HV.features, "edx"), CPU_HOTPLUG),
  });
}

function hintsLeaf(context: HypervContext, answer: HypervAnswer): Leaf {
  const { enabled } = answer;
  const apic =
    context.qemu.behaves("hyperv-hypercall-always") && enabled.has("hv-vapic") && !enabled.has("hv-avic")
      ? APIC_HINT
      : 0;
  const coresharing = coresharingHint(context);
  const eax = or(or(wordOf(context, answer, HV.hints, "eax"), apic), coresharing === "yes" ? CORESHARING_HINT : 0);
  return leaf(HV.hints, "hyperv", { eax, ebx: answer.spinlocks }, coresharing === "unknown" ? ["eax"] : []);
}

function coresharingHint({ assignments, host }: HypervContext): "yes" | "no" | "unknown" {
  const value = assignments.get("hv-no-nonarch-coresharing")?.value ?? "off";
  if (value !== "auto") return value === "on" ? "yes" : "no";
  const reported = (host.word("hyperv", HV.hints, "eax").word & CORESHARING_HINT) !== 0;
  if (!reported) return "no";
  return host.smt === undefined ? "unknown" : host.smt ? "no" : "yes";
}

function limitsLeaf(context: HypervContext, answer: HypervAnswer): Leaf {
  if (!answer.passthrough)
    return leaf(HV.limits, "hyperv", { eax: settingValue(context, "x-hv-max-vps"), ebx: MAX_LOGICAL_PROCESSORS });
  return leaf(HV.limits, "hyperv", fromHost(context, HV.limits));
}

const debugLeaves = (): Leaf[] => {
  const [ebx, ecx, edx] = signature("Microsoft VS");
  return [
    leaf(HV.debugVendor, "hyperv", { ebx, ecx, edx }),
    leaf(HV.debugInterface, "hyperv", { eax: textWord("VS#1") }),
    leaf(HV.debugFeatures, "hyperv", { eax: 1 << 1 }),
  ];
};

/** Before QEMU 6.1 a passthrough copies KVM's own leaves. */
const rawLeaves = (context: HypervContext): Leaf[] =>
  Object.values(HV)
    .map((number) => leaf(number, "hyperv", fromHost(context, number)))
    .filter((row) => (row.eax | row.ebx | row.ecx | row.edx) !== 0);

export interface XenPlace {
  readonly base: U32;
  readonly version: number;
  readonly hypervOn: boolean;
  readonly vapic: boolean;
  /** Whether this QEMU tells of the upcall vector. */
  readonly upcall: boolean;
}

const xenAtLeast = (xen: number, major: number, minor: number): boolean => xen >= major * 0x10000 + minor;

/** The Xen leaves. Rule: kvm_arch_init_vcpu(), XEN_CPUID_*; the time leaf holds the host's TSC data and is not predicted. */
export function xenLeaves({ base, version, hypervOn, vapic, upcall }: XenPlace): Leaf[] {
  const [ebx, ecx, edx] = signature("XenVMMXenVMM");
  const hvm = xenAtLeast(version, 4, 5)
    ? (vapic ? 0x3 : 0) |
      0x4 |
      (xenAtLeast(version, 4, 6) ? 0x8 : 0) |
      (upcall && xenAtLeast(version, 4, 17) ? 0x40 : 0)
    : 0;
  return [
    leaf(base, "xen", { eax: base + 4, ebx, ecx, edx }),
    leaf(base + 1, "xen", { eax: version }),
    leaf(base + 2, "xen", { eax: 1, ebx: hypervOn ? 0x40000200 : 0x40000000 }),
    leaf(base + 3, "xen", {}, ["eax", "ecx", "edx"]),
    leaf(base + 4, "xen", { eax: hvm }),
  ];
}

/** KVM's signature and feature leaves at `base`. */
export function kvmLeaves(base: U32, eax: U32, edx: U32, unknownEax: U32): Leaf[] {
  const [ebx, ecx, sig3] = signature("KVMKVMKVM");
  return [
    leaf(base, "kvm", { eax: base + 1, ebx, ecx, edx: sig3 }),
    leaf(base + 1, "kvm", { eax, edx }, unknownEax === 0 ? [] : ["eax"]),
  ];
}
