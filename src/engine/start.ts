// Whether QEMU starts: every check between reading the command line and running the first vCPU, in QEMU's order.
import { hypervSupported, notSupported, type HypervAnswer } from "./hyperv.ts";
import type { HostFacts } from "./host.ts";
import type { MachineAnswer } from "./machine.ts";
import type { NativeAnswer } from "./native.ts";
import type { Assignments } from "./properties.ts";
import type { QemuRelease } from "./qemu-release.ts";
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import type { Problem, ProblemRule } from "./resolved.ts";
import type { IrqchipMode, Selection } from "./selection.ts";

export interface StartContext {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly qemu: QemuRelease;
  readonly host: HostFacts;
  readonly irqchip: IrqchipMode;
}

export interface VcpuContext extends StartContext {
  readonly assignments: Assignments;
  readonly native: NativeAnswer;
  readonly hyperv: HypervAnswer;
  readonly hasApic: boolean;
}

const present = <T>(items: readonly (T | undefined)[]): T[] => items.filter((item) => item !== undefined);

/** A finding in Flipbit's own words. */
export const finding = (
  rule: ProblemRule,
  severity: Problem["severity"],
  text: string,
  property?: string,
): Problem => ({
  rule,
  severity,
  text,
  printed: false,
  ...(property === undefined ? {} : { property }),
});

/** Refusals and warnings about the machine type. */
export function machineProblems({ selection, qemu }: StartContext, machine: MachineAnswer): Problem[] {
  const name = machine.entry?.version.name ?? selection.machine;
  if (machine.exists === "unknown") {
    return [
      finding(
        "machine-unsupported",
        "warning",
        `Nobody has recorded whether this host's QEMU has the machine type ${name}.`,
      ),
    ];
  }
  if (machine.exists === "no") {
    return present([
      qemu.message("machine-unsupported", "machine-unsupported", {
        name,
        option: selection.machineText ?? `-machine ${name}`,
      }),
      qemu.message("machine-unsupported-hint", "machine-unsupported"),
    ]);
  }
  return machine.deprecated ? present([qemu.message("machine-deprecated", "machine-deprecated", { name })]) : [];
}

/** Warnings about a CPU model that is on its way out, everywhere or on this board. */
export function modelWarnings({ qemu, catalog }: StartContext, written: string, entry: MachineEntry): Problem[] {
  const driver = `${written}-x86_64-cpu`;
  const deprecated = catalog.cpuByName.get(written)?.model.deprecated;
  const meantFor = entry.board.meantFor;
  return present([
    deprecated && qemu.has({ since: deprecated.since })
      ? qemu.message("cpu-deprecated", "cpu-deprecated", { driver, reason: deprecated.reason })
      : undefined,
    meantFor && !meantFor.includes(written)
      ? qemu.message("board-cpu-deprecated", "cpu-deprecated", { driver, board: entry.board.board })
      : undefined,
  ]);
}

interface XenRefusal {
  /** The message that names the reason. */
  readonly id: string;
  /** What the accelerator then fails with; unset when it never gets that far. */
  readonly errno?: string;
}

/** Why Xen emulation cannot be had here, if it is asked for. Rule: kvm_arch_init() and kvm_xen_init(), in their order. */
export function xenRefusal(
  { selection, qemu, host, irqchip, catalog }: StartContext,
  entry: MachineEntry,
): XenRefusal | undefined {
  if (selection.xenVersion === undefined || selection.accel !== "kvm") return undefined;
  const property = catalog.featureById.get("xen-emulation")?.property;
  if (property && !qemu.has(property)) return { id: "accel-property-unknown" };
  if (entry.board.board === "microvm") return { id: "xen-needs-pc", errno: "Operation not supported" };
  if (host.xen === "no") return { id: "xen-not-in-kernel", errno: "Function not implemented" };
  return irqchip === "split" ? undefined : { id: "xen-needs-split", errno: "Invalid argument" };
}

/** Refusals of the accelerator's own options: Xen emulation. */
export function accelProblems(context: StartContext, entry: MachineEntry): Problem[] {
  const { selection, qemu, host, catalog } = context;
  if (selection.xenVersion === undefined || selection.accel !== "kvm") return [];
  const property = catalog.featureById.get("xen-emulation")?.property?.name ?? "";
  const accel = selection.accelText ?? `kvm,xen-version=0x${selection.xenVersion.toString(16)}`;
  const refusal = xenRefusal(context, entry);
  if (refusal) {
    const { id, errno } = refusal;
    return present([
      qemu.message(id, errno === undefined ? "accel-property-unknown" : "xen-unsupported", { accel, property }),
      errno === undefined ? undefined : qemu.message("accel-init-failed", "xen-unsupported", { accel, errno }),
    ]);
  }
  return host.xen === "unknown"
    ? [
        finding(
          "xen-unsupported",
          "info",
          "Xen emulation needs a host kernel built with CONFIG_KVM_XEN; nobody knows whether this one is.",
        ),
      ]
    : [];
}

/** hv-vpindex is refused while the CPU is plugged in, before `+flags` are applied. Rule: x86_cpu_pre_plug(). */
export function plugProblems({ selection, qemu, host }: StartContext, assignments: Assignments): Problem[] {
  const assigned = assignments.get("hv-vpindex");
  const seen = assigned && "before" in assigned ? assigned.before : assigned?.value;
  if (seen !== "on") return [];
  const settable = selection.accel === "kvm" && host.hyperv && host.capability("KVM_CAP_HYPERV_VP_INDEX") !== "no";
  if (settable || (selection.accel === "tcg" && !qemu.behaves("vpindex-check-any-accel"))) return [];
  return present([qemu.message("hyperv-vpindex-fixed", "hyperv-absent-fatal", {}, "hv-vpindex")]);
}

/** What stops or worries the CPU's realisation: Hyper-V flags, the host filter, `enforce`, the local APIC. */
export function realizeProblems(context: VcpuContext): Problem[] {
  const { qemu, host, native, hyperv, selection, assignments } = context;
  const early = qemu.behaves("hyperv-early-expand") && host.capability("KVM_CAP_SYS_HYPERV_CPUID") !== "no";
  // From QEMU 6.1 on the vendor text is looked at before; up to 6.0 only for a guest that sees it.
  const late = !qemu.behaves("hyperv-early-expand") && hyperv.on && !hyperv.passthrough;
  const vendor = vendorWarning(qemu, assignments, late);
  if (early && hyperv.refusals.length > 0) return [...vendor, ...hyperv.refusals];
  const problems = [...vendor, ...native.warnings];
  if (native.dropped && assignments.get("enforce")?.value === "on") {
    const id = selection.accel === "kvm" ? "enforce-failed" : "enforce-failed-tcg";
    return [...problems, ...present([qemu.message(id, "enforce-failed")])];
  }
  problems.push(...apicRefusal(context));
  if (problems.some((problem) => problem.severity === "error")) return problems;
  const refused = vcpuProblems(context, early);
  if (refused.length > 0) return [...problems, ...refused];
  return [...problems, ...apicWarnings(context), ...msrAborts(context)];
}

/** A vendor text of more than 12 characters is cut with a warning, where QEMU looks at it. */
export function vendorWarning(qemu: QemuRelease, assignments: Assignments, looks: boolean): Problem[] {
  const isLong = (assignments.get("hv-vendor-id")?.value.length ?? 0) > 12;
  return isLong && looks ? present([qemu.message("vendor-id-truncated", "property-value", {}, "hv-vendor-id")]) : [];
}

const userspaceApic = ({ irqchip, selection, hasApic }: VcpuContext): boolean =>
  irqchip === "off" && selection.accel === "kvm" && hasApic;

const apicRefusal = (context: VcpuContext): Problem[] =>
  userspaceApic(context) ? present([context.qemu.message("userspace-apic", "userspace-apic")]) : [];

/** QEMU 6.0 to 7.2 warn once the vCPU runs. */
const apicWarnings = (context: VcpuContext): Problem[] =>
  userspaceApic(context)
    ? present([
        context.qemu.message("userspace-apic-deprecated", "userspace-apic-deprecated"),
        context.qemu.message("userspace-apic-deprecated-hint", "userspace-apic-deprecated"),
      ])
    : [];

function vcpuProblems(context: VcpuContext, early: boolean): Problem[] {
  const { qemu, hyperv } = context;
  if (early || hyperv.refusals.length === 0) return capabilityProblems(context);
  const init = qemu.message("vcpu-init-failed", "vcpu-init-failed", { errno: "Function not implemented" });
  return [...hyperv.refusals, ...present([init])];
}

/** Capabilities that QEMU switches on for a vCPU and KVM may refuse. Rule: hyperv_init_vcpu(), kvm_arch_init_vcpu(). */
function capabilityProblems(context: VcpuContext): Problem[] {
  const { qemu, host, assignments, selection } = context;
  const asks = (name: string): boolean => assignments.get(name)?.value === "on";
  const hyperv = hypervCapabilities(context, asks);
  if (hyperv.length > 0) return hyperv;
  const pv = selection.accel === "kvm" && asks("kvm-pv-enforce-cpuid");
  return pv && host.capability("KVM_CAP_ENFORCE_PV_FEATURE_CPUID") === "no"
    ? present([qemu.message("pv-enforce-cpuid-failed", "enforce-cpuid-unsupported", {}, "kvm-pv-enforce-cpuid")])
    : [];
}

function hypervCapabilities(
  { qemu, host, hyperv, irqchip, catalog }: VcpuContext,
  asks: (name: string) => boolean,
): Problem[] {
  if (!hyperv.on) return [];
  const refuse = (problem: Problem | undefined, errno: string): Problem[] =>
    present([problem, qemu.message("vcpu-init-failed", "vcpu-init-failed", { errno })]);
  if (hyperv.enabled.has("hv-synic") && irqchip === "off") {
    return refuse(qemu.message("synic-not-enabled", "hyperv-not-supported", {}, "hv-synic"), "Invalid argument");
  }
  // Under hv-passthrough nobody has looked whether the host has what was also asked for by name.
  const evmcs = catalog.featureById.get("hv-evmcs");
  if (evmcs && hyperv.enabled.has(evmcs.id) && hypervSupported(evmcs, qemu, host) === "no") {
    return refuse(notSupported(qemu, evmcs), "Inappropriate ioctl for device");
  }
  if (asks("hv-enforce-cpuid") && host.capability("KVM_CAP_HYPERV_ENFORCE_CPUID") === "no") {
    return refuse(
      qemu.message("enforce-cpuid-failed", "enforce-cpuid-unsupported", {}, "hv-enforce-cpuid"),
      "Invalid argument",
    );
  }
  return [];
}

/** QEMU writes some MSRs at reset by its own flags, and aborts when KVM refuses: the first in its order is the one it names. */
function msrAborts(context: VcpuContext): Problem[] {
  const { catalog, qemu, selection } = context;
  if (selection.accel !== "kvm") return [];
  const first = catalog.qemu.msrAborts.find((row) => REFUSED[row.when](context, row.feature));
  if (!first) return [];
  const rule = first.when === "no-hyperv" ? "hyperv-absent-abort" : "msr-refused";
  return present([qemu.message("msr-failed", rule, { msr: first.msr, value: first.value }, first.feature)]);
}

type MsrAbort = Catalog["qemu"]["msrAborts"][number];

/** When KVM refuses the MSR of a feature. */
const REFUSED: Readonly<Record<MsrAbort["when"], (context: VcpuContext, feature: string) => boolean>> = {
  "no-hyperv": ({ host, assignments }, feature) => !host.hyperv && assignments.get(feature)?.value === "on",
  "no-kernel-apic": ({ irqchip, native }, feature) =>
    irqchip === "off" && native.outcomes.some((row) => row.feature === feature && row.outcome === "on"),
  "pv-base-moved": ({ host, hyperv, assignments }, feature) =>
    hyperv.on && assignments.get(feature)?.value === "on" && host.capability("pv-features-at-moved-base") === "no",
};
