// Xen emulation and VMware's timing leaf: the leaves that take the place of KVM's, or stand behind them.
import { describe, expect, it } from "vitest";
import { fate, leafOf, nativeWord, outcomeOf, resolved, word, type VmWords } from "#testing/vm.ts";

const xen = (version: number, words: VmWords = {}): VmWords => ({
  xenVersion: version,
  irqchip: "split",
  xen: true,
  ...words,
});
const hypervisor = (words: VmWords): [number, string][] =>
  resolved(words)
    .leaves.filter((row) => row.leaf >= 0x40000000 && row.leaf < 0x80000000)
    .map((row) => [row.leaf, row.family]);

describe("Xen emulation", () => {
  it("puts Xen's five leaves in the place of KVM's", () => {
    const made = resolved(xen(0x4000a));
    expect(hypervisor(xen(0x4000a))).toEqual([0, 1, 2, 3, 4].map((index) => [0x40000000 + index, "xen"]));
    expect((["eax", "ebx", "ecx", "edx"] as const).map((register) => word(made, 0x40000000, register))).toEqual([
      "0x40000004",
      "0x566e6558",
      "0x65584d4d",
      "0x4d4d566e",
    ]);
    expect([word(made, 0x40000001), word(made, 0x40000002), word(made, 0x40000002, "ebx")]).toEqual([
      "0x0004000a",
      "0x00000001",
      "0x40000000",
    ]);
    expect(leafOf(made, 0x40000003)?.sureness).toBe("unknown");
    expect(nativeWord(made)).toBe("0x00000000");
  });

  // XEN_CPUID_HVM: IOMMU mappings from 4.5, vCPU id from 4.6, upcall vector from 4.17 (QEMU 8.2, commit 8473607bcf).
  it.each([
    [0x40004, "10.2", "EPYC", "0x00000000"],
    [0x40005, "10.2", "EPYC", "0x00000004"],
    [0x40006, "10.2", "EPYC", "0x0000000c"],
    [0x4000a, "10.2", "EPYC", "0x0000000c"],
    [0x40011, "10.2", "EPYC", "0x0000004c"],
    [0x40011, "8.2", "EPYC", "0x0000004c"],
    [0x40011, "8.1", "EPYC", "0x0000000c"],
    [0x40011, "10.2", "EPYC,+xen-vapic", "0x0000004f"],
    [0x40004, "10.2", "EPYC,+xen-vapic", "0x00000000"],
  ])("version %i on QEMU %s, -cpu %s: %s", (version, qemu, cpu, expected) => {
    expect(word(resolved(xen(version, { qemu, cpu })), 0x40000004)).toBe(expected);
  });

  it("stands behind Hyper-V, with another hypercall MSR", () => {
    const made = resolved(xen(0x4000a, { cpu: "EPYC,hv-relaxed" }));
    expect(made.leaves.filter((row) => row.family === "xen").map((row) => row.leaf)).toEqual(
      [0, 1, 2, 3, 4].map((index) => 0x40000100 + index),
    );
    expect([word(made, 0x40000100), word(made, 0x40000102, "ebx")]).toEqual(["0x40000104", "0x40000200"]);
    expect(made.leaves.some((row) => row.family === "kvm")).toBe(false);
  });

  // A refusal of the accelerator names the option it came from.
  it("needs a split controller, the kernel's support, a PC, and QEMU 8.0", () => {
    const accelText = "kvm,xen-version=0x4000a";
    const refused = (why: string, errno: string): string[] => [
      "no",
      `-accel ${accelText}: kvm: ${why}`,
      `-accel ${accelText}: failed to initialize kvm: ${errno}`,
    ];
    expect(fate(xen(0x4000a, { accelText, irqchip: "on" }))).toEqual(
      refused("Xen support requires kernel-irqchip=split", "Invalid argument"),
    );
    expect(fate(xen(0x4000a, { accelText, xen: false }))).toEqual(
      refused("Xen HVM guest support not present or insufficient", "Function not implemented"),
    );
    // kvm_arch_init() asks for a PC before it asks the kernel.
    expect(fate(xen(0x4000a, { accelText, machine: "microvm", xen: false }))).toEqual(
      refused("Xen support only available in PC machine", "Operation not supported"),
    );
    expect(resolved(xen(0x4000a, { kernel: "5.11" })).starts).toBe("no");
    expect(fate(xen(0x4000a, { qemu: "7.2", accelText }))).toEqual([
      "no",
      `-accel ${accelText}: Property 'kvm-accel.xen-version' not found`,
    ]);
  });

  it("is a caveat, not a refusal, where nobody knows the kernel's build", () => {
    const made = resolved({ xenVersion: 0x4000a, irqchip: "split" });
    expect([made.starts, made.problems.map((row) => [row.rule, row.severity])]).toEqual([
      "yes",
      [["xen-unsupported", "info"]],
    ]);
  });

  it("means nothing to TCG", () => {
    expect(word(resolved(xen(0x4000a, { accel: "tcg" })), 0x40000000, "ebx")).toBe("0x54474354");
  });
});

describe("VMware's timing leaf", () => {
  it("comes with a TSC that is stable and known", () => {
    const made = resolved({ cpu: "EPYC,tsc-frequency=2500000000" });
    expect([word(made, 0x40000000), word(made, 0x40000010), word(made, 0x40000010, "ebx")]).toEqual([
      "0x40000010",
      "0x002625a0",
      "0x000f4240",
    ]);
    expect(leafOf(made, 0x40000010)?.sureness).toBe("exact");
    expect(outcomeOf(made, "vmware-cpuid-freq")).toBe("on");
  });

  it("with invtsc tells the host's frequency, which is not predicted", () => {
    const made = resolved({ cpu: "EPYC,+invtsc" });
    expect([word(made, 0x40000000), leafOf(made, 0x40000010)?.unpredicted]).toEqual(["0x40000010", ["eax"]]);
    expect(resolved({ cpu: "base,+invtsc" }).leaves.some((row) => row.leaf === 0x40000010)).toBe(true);
  });

  it.each([
    ["EPYC", {}],
    ["EPYC,+invtsc,vmware-cpuid-freq=off", {}],
    ["EPYC,+invtsc,kvm=off", {}],
    ["EPYC,+invtsc,hv-relaxed", {}],
    ["EPYC,+invtsc", { machine: "pc-i440fx-2.8", qemu: "7.2" }],
    ["EPYC,+invtsc", { qemu: "2.8" }],
    ["EPYC,+invtsc", { accel: "tcg" }],
    ["EPYC,+invtsc", { xenVersion: 0x4000a, irqchip: "split", xen: true }],
  ] as const)("is not there for %s, %o", (cpu, words) => {
    expect(resolved({ cpu, ...words }).leaves.some((row) => row.leaf === 0x40000010 || row.leaf === 0x40000110)).toBe(
      false,
    );
  });

  it("is there from 2.9 types on", () => {
    expect(word(resolved({ cpu: "EPYC,+invtsc", machine: "pc-i440fx-2.9", qemu: "7.2" }), 0x40000000)).toBe(
      "0x40000010",
    );
  });
});
