// Hyper-V flags that QEMU refuses: missing dependencies and kernels that lack a feature, in the wording of each era.
import { describe, expect, it } from "vitest";
import { fate, outcomeOf, printed, resolved } from "#testing/vm.ts";

/** QEMU's own names: kvm_hyperv_properties[] in target/i386/kvm/kvm.c. */
const LABELS = {
  "hv-relaxed": "relaxed timing (hv-relaxed)",
  "hv-vapic": "virtual APIC (hv-vapic)",
  "hv-time": "clocksources (hv-time)",
  "hv-vpindex": "VP_INDEX MSR (hv-vpindex)",
  "hv-synic": "synthetic interrupt controller (hv-synic)",
  "hv-stimer": "synthetic timers (hv-stimer)",
  "hv-frequencies": "frequency MSRs (hv-frequencies)",
  "hv-reenlightenment": "reenlightenment MSRs (hv-reenlightenment)",
  "hv-tlbflush": "paravirtualized TLB flush (hv-tlbflush)",
  "hv-evmcs": "enlightened VMCS (hv-evmcs)",
  "hv-ipi": "paravirtualized IPI (hv-ipi)",
  "hv-stimer-direct": "direct mode synthetic timers (hv-stimer-direct)",
  "hv-avic": "AVIC/APICv support (hv-avic/hv-apicv)",
  "hv-syndbg": "Enable synthetic kernel debugger channel (hv-syndbg)",
  "hv-emsr-bitmap": "enlightened MSR-Bitmap (hv-emsr-bitmap)",
  "hv-xmm-input": "XMM fast hypercall input (hv-xmm-input)",
  "hv-tlbflush-ext": "Extended gva ranges for TLB flush hypercalls (hv-tlbflush-ext)",
  "hv-tlbflush-direct": "direct TLB flush (hv-tlbflush-direct)",
} as const;
type Flag = keyof typeof LABELS;

const requires = (flag: Flag, other: Flag): string => `Hyper-V ${LABELS[flag]} requires Hyper-V ${LABELS[other]}`;
const unsupported = (flag: Flag): string => `Hyper-V ${LABELS[flag]} is not supported by kernel`;
const INIT = "kvm_init_vcpu: kvm_arch_init_vcpu failed (0): Function not implemented";
const INIT_OLD = "kvm_init_vcpu failed: Function not implemented";

const refusal = (flags: string, host: { qemu: string; kernel: string; vendor?: "amd" | "intel" }): readonly string[] =>
  fate({ cpu: `EPYC,${flags}`, ...host });

describe("QEMU 6.1 and later on Linux 5.11 and later: the first failure, support before dependencies", () => {
  const host = { qemu: "7.2", kernel: "6.12" } as const;

  it.each([
    ["hv-synic", requires("hv-synic", "hv-vpindex")],
    ["hv-stimer", requires("hv-stimer", "hv-time")],
    ["hv-stimer,hv-time", requires("hv-stimer", "hv-synic")],
    ["hv-stimer,hv-synic,hv-time", requires("hv-synic", "hv-vpindex")],
    ["hv-tlbflush", requires("hv-tlbflush", "hv-vpindex")],
    ["hv-ipi", requires("hv-ipi", "hv-vpindex")],
    ["hv-stimer-direct", requires("hv-stimer-direct", "hv-stimer")],
    ["hv-tlbflush-ext", requires("hv-tlbflush-ext", "hv-tlbflush")],
    ["hv-tlbflush-direct", requires("hv-tlbflush-direct", "hv-vapic")],
    ["hv-syndbg", requires("hv-syndbg", "hv-relaxed")],
    ["hv-syndbg,hv-relaxed", requires("hv-syndbg", "hv-synic")],
    ["hv-evmcs", unsupported("hv-evmcs")],
    ["hv-vapic,hv-evmcs", unsupported("hv-evmcs")],
    // Several wrong ones: the first in QEMU's table, whatever the order on the line.
    ["hv-ipi,hv-tlbflush,hv-stimer", requires("hv-stimer", "hv-time")],
    ["hv-evmcs,hv-ipi", unsupported("hv-evmcs")],
    ["hv-evmcs,hv-tlbflush", requires("hv-tlbflush", "hv-vpindex")],
    // hv-synic's own need is looked at behind the whole table.
    ["hv-synic,hv-evmcs", unsupported("hv-evmcs")],
    ["hv-ipi=on,hv-vpindex=off", requires("hv-ipi", "hv-vpindex")],
  ])("%s", (flags, line) => {
    expect(refusal(flags, host)).toEqual(["no", line]);
  });

  it("advice is no dependency", () => {
    expect(refusal("hv-relaxed,hv-vpindex,hv-synic,hv-syndbg", host)).toEqual(["yes"]);
  });

  it("hv-evmcs runs on Intel, with hv-vapic", () => {
    expect(refusal("hv-vapic,hv-evmcs", { ...host, vendor: "intel" })).toEqual(["yes"]);
    expect(refusal("hv-evmcs", { ...host, vendor: "intel" })).toEqual(["no", requires("hv-evmcs", "hv-vapic")]);
  });

  // First kernels: observed hosts, and kernel trees read on both sides.
  it.each([
    ["hv-vpindex,hv-tlbflush,hv-tlbflush-ext", "hv-tlbflush-ext", "6.1", "6.2"],
    ["hv-vapic,hv-tlbflush-direct", "hv-tlbflush-direct", "6.1", "6.2"],
    ["hv-emsr-bitmap", "hv-emsr-bitmap", "5.17", "5.18"],
    ["hv-avic", "hv-avic", "5.14", "5.15"],
    ["hv-xmm-input", "hv-xmm-input", "5.13", "5.14"],
  ] as const)("%s: %s is missing in Linux %s and there in %s", (flags, flag, last, first) => {
    expect(refusal(flags, { qemu: "7.2", kernel: last })).toEqual(["no", unsupported(flag)]);
    expect(refusal(flags, { qemu: "7.2", kernel: first })).toEqual(["yes"]);
  });

  it("support comes before dependencies", () => {
    expect(refusal("hv-tlbflush-ext", { qemu: "7.2", kernel: "6.1" })).toEqual(["no", unsupported("hv-tlbflush-ext")]);
    expect(refusal("hv-tlbflush-ext", { qemu: "7.2", kernel: "6.2" })).toEqual([
      "no",
      requires("hv-tlbflush-ext", "hv-tlbflush"),
    ]);
  });

  it("on Intel hv-emsr-bitmap is a kernel older", () => {
    expect(refusal("hv-emsr-bitmap", { qemu: "7.2", kernel: "5.17", vendor: "intel" })).toEqual(["yes"]);
    expect(refusal("hv-emsr-bitmap", { qemu: "7.2", kernel: "5.16", vendor: "intel" })).toEqual([
      "no",
      unsupported("hv-emsr-bitmap"),
    ]);
  });

  it("blames the property", () => {
    const made = resolved({ cpu: "EPYC,hv-relaxed,hv-ipi" });
    expect([outcomeOf(made, "hv-ipi"), outcomeOf(made, "hv-relaxed"), made.hypervOn, made.leaves]).toEqual([
      "fatal",
      "on",
      false,
      [],
    ]);
  });
});

describe("QEMU 6.1 and later on Linux below 5.11: the same, asked of the vCPU, and one line more", () => {
  it.each([
    ["hv-stimer", "7.2", "5.10", requires("hv-stimer", "hv-time")],
    ["hv-vpindex,hv-synic,hv-ipi,hv-tlbflush-ext", "7.2", "5.10", unsupported("hv-tlbflush-ext")],
    ["hv-synic", "6.1", "5.4", requires("hv-synic", "hv-vpindex")],
    ["hv-vpindex,hv-ipi", "6.2", "4.19", unsupported("hv-ipi")],
    ["hv-reenlightenment", "6.2", "4.16", unsupported("hv-reenlightenment")],
    ["hv-frequencies", "6.2", "4.13", unsupported("hv-frequencies")],
    ["hv-vpindex,hv-tlbflush", "6.2", "4.17", unsupported("hv-tlbflush")],
    ["hv-vpindex,hv-synic,hv-time,hv-stimer,hv-stimer-direct", "6.2", "4.20", unsupported("hv-stimer-direct")],
    ["hv-syndbg,hv-relaxed,hv-vpindex,hv-synic", "7.2", "5.7", unsupported("hv-syndbg")],
  ])("%s on QEMU %s, Linux %s", (flags, qemu, kernel, line) => {
    expect(refusal(flags, { qemu, kernel })).toEqual(["no", line, INIT]);
  });

  it("warnings about native bits come before", () => {
    expect(fate({ cpu: "EPYC,+kvm-mmu,hv-stimer", qemu: "7.2", kernel: "5.10" })).toEqual([
      "no",
      "warning: host doesn't support requested feature: CPUID.40000001H:EAX.kvm-mmu [bit 2]",
      requires("hv-stimer", "hv-time"),
      INIT,
    ]);
    // With the system ioctl the refusal ends it before the filter speaks.
    expect(fate({ cpu: "EPYC,+kvm-mmu,hv-stimer", qemu: "7.2", kernel: "5.11" })).toEqual([
      "no",
      requires("hv-stimer", "hv-time"),
    ]);
  });

  it("starts with what is there", () => {
    const flags = "hv-vpindex,hv-synic,hv-time,hv-stimer,hv-tlbflush,hv-reenlightenment,hv-frequencies";
    expect(refusal(flags, { qemu: "6.2", kernel: "4.19" })).toEqual(["yes"]);
    expect(refusal(`${flags},hv-ipi,hv-stimer-direct`, { qemu: "6.2", kernel: "5.0" })).toEqual(["yes"]);
  });
});

describe("QEMU 4.1 to 6.0: every failure is printed, dependencies before support", () => {
  it.each([
    ["hv-synic", "5.2", "5.10", [requires("hv-synic", "hv-vpindex"), INIT]],
    ["hv-synic", "5.1", "5.10", [requires("hv-synic", "hv-vpindex"), INIT_OLD]],
    ["hv-synic", "4.1", "5.10", [requires("hv-synic", "hv-vpindex"), INIT_OLD]],
    [
      "hv-stimer,hv-ipi,hv-tlbflush",
      "6.0",
      "6.12",
      [requires("hv-stimer", "hv-time"), requires("hv-tlbflush", "hv-vpindex"), requires("hv-ipi", "hv-vpindex"), INIT],
    ],
    ["hv-stimer,hv-synic", "6.0", "6.12", [requires("hv-stimer", "hv-time"), requires("hv-synic", "hv-vpindex"), INIT]],
    [
      "hv-stimer-direct,hv-reenlightenment",
      "5.2",
      "4.16",
      [unsupported("hv-reenlightenment"), requires("hv-stimer-direct", "hv-stimer"), INIT],
    ],
    // Dependencies first: a missing one hides that the kernel lacks the flag itself.
    ["hv-ipi", "5.2", "4.19", [requires("hv-ipi", "hv-vpindex"), INIT]],
    ["hv-vpindex,hv-ipi", "5.2", "4.19", [unsupported("hv-ipi"), INIT]],
  ])("%s on QEMU %s, Linux %s", (flags, qemu, kernel, lines) => {
    expect(refusal(flags, { qemu, kernel })).toEqual(["no", ...lines]);
  });

  // hyperv_handle_properties() of 5.2 asks KVM for eVMCS first of all, and a refusal ends it there.
  it("hv-evmcs is asked of the kernel before anything else", () => {
    expect(refusal("hv-evmcs", { qemu: "5.2", kernel: "5.10" })).toEqual(["no", unsupported("hv-evmcs"), INIT]);
    expect(refusal("hv-evmcs,hv-ipi", { qemu: "5.2", kernel: "5.10" })).toEqual(["no", unsupported("hv-evmcs"), INIT]);
    expect(refusal("hv-evmcs", { qemu: "5.2", kernel: "5.10", vendor: "intel" })).toEqual([
      "no",
      requires("hv-evmcs", "hv-vapic"),
      INIT,
    ]);
  });

  it("the capability's false yes on AMD in 5.0 to 5.3 does not help", () => {
    expect(refusal("hv-vapic,hv-evmcs", { qemu: "5.2", kernel: "5.2" })).toEqual(["no", unsupported("hv-evmcs"), INIT]);
    expect(refusal("hv-vapic,hv-evmcs", { qemu: "7.2", kernel: "5.2" })).toEqual(["no", unsupported("hv-evmcs"), INIT]);
  });
});

describe("QEMU 4.0 and older", () => {
  it("refuses too; its wording is not claimed", () => {
    const made = resolved({ cpu: "EPYC,hv-vpindex,hv-synic,hv-tlbflush", qemu: "3.1", kernel: "4.17" });
    expect([made.starts, printed(made).filter((line) => line.startsWith("Hyper-V"))]).toEqual(["no", []]);
    expect(made.problems[0]?.rule).toBe("hyperv-not-supported");
  });

  it("knew no dependency but that of hv-synic, from 3.1 on", () => {
    expect(resolved({ cpu: "EPYC,hv-stimer", qemu: "4.0" }).starts).toBe("yes");
    expect(resolved({ cpu: "EPYC,hv-ipi", qemu: "4.0" }).starts).toBe("yes");
    expect(resolved({ cpu: "EPYC,hv-synic", qemu: "4.0" }).starts).toBe("no");
    expect(resolved({ cpu: "EPYC,hv-synic", qemu: "3.0" }).starts).toBe("yes");
  });
});

describe("hv-synic on machine types up to 3.0", () => {
  it("needs no hv-vpindex: the old arrangement is pinned on", () => {
    expect(refusal("hv-synic", { qemu: "7.2", kernel: "6.12" })[0]).toBe("no");
    expect(fate({ machine: "pc-q35-3.0", cpu: "EPYC,hv-synic", qemu: "7.2" })).toEqual(["yes"]);
    expect(fate({ machine: "pc-q35-3.1", cpu: "EPYC,hv-synic", qemu: "7.2" })).toEqual([
      "no",
      requires("hv-synic", "hv-vpindex"),
    ]);
    expect(fate({ cpu: "EPYC,hv-synic,x-hv-synic-kvm-only=on", qemu: "7.2" })).toEqual(["yes"]);
  });

  // Outside that arrangement QEMU asks for KVM_CAP_HYPERV_SYNIC2, which came with 4.13.
  it("a kernel below 4.13 can do it only so", () => {
    expect(fate({ machine: "pc-q35-3.0", cpu: "EPYC,hv-synic", qemu: "5.2", kernel: "4.9" })).toEqual(["yes"]);
    expect(refusal("hv-synic", { qemu: "5.2", kernel: "4.9" })).toEqual([
      "no",
      unsupported("hv-synic"),
      requires("hv-synic", "hv-vpindex"),
      INIT,
    ]);
  });
});

describe("hv-vpindex on a kernel that cannot set it", () => {
  const FIXED = "kernel doesn't allow setting HyperV VP_INDEX";

  it.each([
    ["hv-vpindex", "7.2", "4.12", ["no", FIXED]],
    ["hv-vpindex", "7.2", "4.13", ["yes"]],
    ["hv-vpindex", "3.1", "4.12", ["no", FIXED]],
    ["hv-vpindex", "3.0", "4.12", ["yes"]],
    // It is looked at while the CPU is plugged in, before any other flag.
    ["hv-vpindex,hv-stimer", "7.2", "4.12", ["no", FIXED]],
  ])("%s on QEMU %s, Linux %s", (flags, qemu, kernel, expected) => {
    expect(refusal(flags, { qemu, kernel })).toEqual(expected);
  });
});

describe("hv-enforce-cpuid", () => {
  it("needs Linux 5.14, and another flag to mean anything", () => {
    expect(refusal("hv-relaxed,hv-enforce-cpuid", { qemu: "7.2", kernel: "5.14" })).toEqual(["yes"]);
    expect(refusal("hv-enforce-cpuid", { qemu: "7.2", kernel: "5.13" })).toEqual(["yes"]);
    expect(refusal("hv-relaxed,hv-enforce-cpuid", { qemu: "7.2", kernel: "5.13" })).toEqual([
      "no",
      "failed to enable KVM_CAP_HYPERV_ENFORCE_CPUID: Invalid argument",
      "kvm_init_vcpu: kvm_arch_init_vcpu failed (0): Invalid argument",
    ]);
  });
});
