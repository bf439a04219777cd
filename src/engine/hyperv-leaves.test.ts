// What Hyper-V flags make of a guest's leaves: what switches them on, what moves, what each machine type and QEMU writes.
import { describe, expect, it } from "vitest";
import { bits, hex } from "#base/u32.ts";
import { realCatalog } from "#testing/catalog.ts";
import { fate, leafOf, nativeWord, outcomeOf, resolved, rules, word, type VmWords } from "#testing/vm.ts";
import { hostFacts } from "./host.ts";

const HINTS = 0x40000004;
const FEATURES = 0x40000003;
const LIMITS = 0x40000005;

const on = (flags: string, words: VmWords = {}): boolean => resolved({ cpu: `EPYC,${flags}`, ...words }).hypervOn;
const made = (flags: string, words: VmWords = {}): ReturnType<typeof resolved> =>
  resolved({ cpu: `EPYC,${flags}`, ...words });
const words = (flags: string, place: VmWords = {}): string[] => {
  const vm = made(flags, place);
  return [word(vm, FEATURES), word(vm, FEATURES, "ebx"), word(vm, FEATURES, "edx"), word(vm, HINTS)];
};

describe("what switches Hyper-V on", () => {
  it.each([
    "hv-relaxed",
    "+hv-relaxed",
    "hv-runtime",
    "hv-spinlocks=0x1fff",
    "hv-spinlocks=0",
    "hv-passthrough",
    "hv-avic",
  ])("%s does", (flags) => {
    const vm = made(flags);
    expect([vm.starts, vm.hypervOn, word(vm, 0x40000001)]).toEqual(["yes", true, "0x31237648"]);
  });

  it.each([
    "hv-vendor-id=whatever",
    "hv-version-id-build=0x4a61",
    "hv-enforce-cpuid",
    "hv-no-nonarch-coresharing=on",
    "hv-no-nonarch-coresharing=auto",
    "hv-spinlocks=0xffffffff",
    "hv-relaxed=off",
    "hv-relaxed,-hv-relaxed",
  ])("%s does not", (flags) => {
    const vm = made(flags);
    expect([vm.starts, vm.hypervOn]).toEqual(["yes", false]);
    expect([word(vm, 0x40000000), word(vm, 0x40000000, "ebx")]).toEqual(["0x40000001", "0x4b4d564b"]);
  });

  it("not without KVM, and not without KVM's emulation", () => {
    expect(on("hv-relaxed", { accel: "tcg" })).toBe(false);
    expect(on("hv-relaxed", { hyperv: false })).toBe(false);
  });
});

describe("where the leaves stand", () => {
  it("Hyper-V in front, KVM behind it", () => {
    const vm = made("hv-relaxed,+kvm-asyncpf-int");
    expect(
      vm.leaves
        .filter((row) => row.leaf >= 0x40000000 && row.leaf < 0x80000000)
        .map((row) => [hex(row.leaf), row.family]),
    ).toEqual([
      ["0x40000000", "hyperv"],
      ["0x40000001", "hyperv"],
      ["0x40000002", "hyperv"],
      ["0x40000003", "hyperv"],
      ["0x40000004", "hyperv"],
      ["0x40000005", "hyperv"],
      ["0x40000100", "kvm"],
      ["0x40000101", "kvm"],
    ]);
    expect([word(vm, 0x40000100), word(vm, 0x40000100, "ebx"), nativeWord(vm)]).toEqual([
      "0x40000101",
      "0x4b4d564b",
      "0x0100407b",
    ]);
  });

  it("kvm=off leaves Hyper-V alone", () => {
    expect(nativeWord(made("hv-relaxed,kvm=off"))).toBe("0x00000000");
    expect(made("hv-relaxed,kvm=off").leaves.filter((row) => row.family === "kvm")).toEqual([]);
  });

  it("the highest leaf follows the nested and the debugger's leaves", () => {
    const highest = (flags: string, place: VmWords = {}): string => word(made(flags, place), 0x40000000);
    expect(highest("hv-relaxed")).toBe("0x40000005");
    expect(highest("hv-emsr-bitmap")).toBe("0x4000000a");
    expect(highest("hv-vapic,hv-tlbflush-direct")).toBe("0x4000000a");
    expect(highest("hv-vapic,hv-evmcs", { vendor: "intel" })).toBe("0x4000000a");
    expect(highest("hv-vapic,hv-evmcs", { vendor: "intel", qemu: "5.2" })).toBe("0x4000000a");
    const syndbg = "hv-relaxed,hv-vpindex,hv-synic,hv-syndbg";
    expect(highest(syndbg)).toBe("0x40000082");
    expect(highest(`${syndbg},hv-emsr-bitmap`)).toBe("0x40000082");
  });

  it("nested bits", () => {
    expect(word(made("hv-emsr-bitmap"), 0x4000000a)).toBe(hex(bits([19])));
    expect(word(made("hv-vapic,hv-tlbflush-direct"), 0x4000000a)).toBe(hex(bits([17])));
    // eVMCS versions 1 to 1: DEFAULT_EVMCS_VERSION.
    expect(word(made("hv-vapic,hv-evmcs", { vendor: "intel" }), 0x4000000a)).toBe("0x00000101");
    expect(word(made("hv-vapic,hv-evmcs,hv-emsr-bitmap", { vendor: "intel" }), 0x4000000a)).toBe("0x00080101");
  });

  it("hv-vendor-id is the signature: padded with zeros, cut at 12", () => {
    const signature = (flags: string): string[] =>
      (["ebx", "ecx", "edx"] as const).map((register) => word(made(flags), 0x40000000, register));
    expect(signature("hv-relaxed")).toEqual(["0x7263694d", "0x666f736f", "0x76482074"]);
    expect(signature("hv-relaxed,hv-vendor-id=KVMKVMKVM")).toEqual(["0x4b4d564b", "0x564b4d56", "0x0000004d"]);
    expect(signature("hv-relaxed,hv-vendor-id=0123456789abcdef")).toEqual(["0x33323130", "0x37363534", "0x62613938"]);
  });
});

describe("the words of single flags", () => {
  // kvm_hyperv_properties[] and hyperv_fill_cpuids(); measured on 7.2.22 and 11.1.3.
  it.each([
    ["hv-relaxed", ["0x00000020", "0x00000000", "0x00000008", "0x00000020"]],
    ["hv-runtime", ["0x00000021", "0x00000000", "0x00000008", "0x00000000"]],
    ["hv-time", ["0x00000222", "0x00000000", "0x00000008", "0x00000000"]],
    ["hv-vapic", ["0x00000030", "0x00000000", "0x00000008", "0x00000008"]],
    ["hv-vapic,hv-avic", ["0x00000030", "0x00000000", "0x00000008", "0x00000200"]],
    ["hv-vpindex,hv-synic", ["0x00000064", "0x00000030", "0x00000008", "0x00000000"]],
    ["hv-crash", ["0x00000020", "0x00000000", "0x00000408", "0x00000000"]],
    ["hv-frequencies", ["0x00000820", "0x00000000", "0x00000108", "0x00000000"]],
    ["hv-vpindex,hv-ipi", ["0x00000060", "0x00000000", "0x00000008", "0x00000c00"]],
    ["hv-vpindex,hv-tlbflush", ["0x00000060", "0x00000000", "0x00000008", "0x00000804"]],
    ["hv-spinlocks=0x1fff", ["0x00000020", "0x00000000", "0x00000008", "0x00000000"]],
  ])("%s on QEMU 7.2", (flags, expected) => {
    expect(words(flags, { qemu: "7.2" })).toEqual(expected);
  });

  it("before 6.1 the hypercall MSRs came with relaxed, vapic and time only, and synic gave no privileges", () => {
    const place = { qemu: "5.2", kernel: "5.10" };
    expect(words("hv-relaxed", place)).toEqual(["0x00000020", "0x00000000", "0x00000008", "0x00000020"]);
    expect(words("hv-time", place)).toEqual(["0x00000222", "0x00000000", "0x00000008", "0x00000000"]);
    expect(words("hv-vapic", place)).toEqual(["0x00000030", "0x00000000", "0x00000008", "0x00000008"]);
    expect(words("hv-runtime", place)).toEqual(["0x00000001", "0x00000000", "0x00000008", "0x00000000"]);
    expect(words("hv-vpindex,hv-synic", place)).toEqual(["0x00000044", "0x00000000", "0x00000008", "0x00000000"]);
  });

  it("the old SynIC arrangement gives no message privilege either", () => {
    expect(words("hv-vpindex,hv-synic", { machine: "pc-q35-3.0", qemu: "7.2" })[1]).toBe("0x00000000");
    expect(words("hv-vpindex,hv-synic", { machine: "pc-q35-3.1", qemu: "7.2" })[1]).toBe("0x00000030");
  });

  it("hv-spinlocks is EBX of the hints, never-notify unless given", () => {
    const spin = (flags: string): string => word(made(flags), HINTS, "ebx");
    expect([spin("hv-relaxed"), spin("hv-spinlocks=0x1fff"), spin("hv-spinlocks=4095")]).toEqual([
      "0xffffffff",
      "0x00001fff",
      "0x00000fff",
    ]);
  });
});

describe("what the machine type changes", () => {
  const version = (machine: string, qemu: string): string[] => {
    const vm = made("hv-relaxed", { machine, qemu });
    return [word(vm, 0x40000002), word(vm, 0x40000002, "ebx")];
  };

  it.each([
    ["pc-q35-6.2", "7.2", ["0x00003839", "0x000a0000"]],
    ["pc-q35-6.1", "7.2", ["0x00001bbc", "0x00060001"]],
    ["pc-i440fx-2.4", "7.2", ["0x00001bbc", "0x00060001"]],
    ["microvm", "7.2", ["0x00003839", "0x000a0000"]],
    ["pc-q35-6.1", "6.1", ["0x00001bbc", "0x00060001"]],
    ["q35", "5.2", ["0x00001bbc", "0x00060001"]],
    ["q35", "6.2", ["0x00003839", "0x000a0000"]],
  ])("the version leaf of %s on QEMU %s", (machine, qemu, expected) => {
    expect(version(machine, qemu)).toEqual(expected);
  });

  it("its fields can be set", () => {
    const vm = made(
      "hv-relaxed,hv-version-id-build=0x4a61,hv-version-id-major=10,hv-version-id-minor=2,hv-version-id-spack=3,hv-version-id-sbranch=4,hv-version-id-snumber=0x1000005",
    );
    expect((["eax", "ebx", "ecx", "edx"] as const).map((register) => word(vm, 0x40000002, register))).toEqual([
      "0x00004a61",
      "0x000a0002",
      "0x00000003",
      "0x04000005",
    ]);
  });

  it.each([
    ["pc-q35-2.10", "7.2", "0x00000040"],
    ["pc-q35-2.11", "7.2", "0xffffffff"],
    ["q35", "10.2", "0xffffffff"],
    ["q35", "2.10", "0x00000040"],
  ])("the VP limit of %s on QEMU %s", (machine, qemu, expected) => {
    const vm = resolved({ cpu: "qemu64,hv-relaxed", machine, qemu });
    expect([word(vm, LIMITS), word(vm, LIMITS, "ebx")]).toEqual([expected, "0x00000040"]);
  });
});

describe("hv-no-nonarch-coresharing", () => {
  const hint = (flags: string, place: VmWords = {}): boolean =>
    (Number(word(made(flags, place), HINTS)) & bits([18])) !== 0;

  it("is the bit when on, beside another flag", () => {
    expect(hint("hv-relaxed,hv-no-nonarch-coresharing=on")).toBe(true);
    expect(hint("hv-relaxed,hv-no-nonarch-coresharing=on", { kernel: "4.19", qemu: "5.2" })).toBe(true);
    expect(hint("hv-relaxed,hv-no-nonarch-coresharing=off")).toBe(false);
    expect(hint("hv-relaxed")).toBe(false);
  });

  it("auto follows KVM: only where SMT is impossible, from Linux 5.4 on", () => {
    const auto = "hv-relaxed,hv-no-nonarch-coresharing=auto";
    expect(hint(auto, { smt: false })).toBe(true);
    expect(hint(auto, { smt: true })).toBe(false);
    expect(hint(auto, { smt: false, kernel: "5.3", qemu: "5.2" })).toBe(false);
    expect(leafOf(made(auto), HINTS)?.unpredicted).toEqual(["eax"]);
    expect(leafOf(made(auto, { smt: false }), HINTS)?.unpredicted).toEqual([]);
    expect(rules(made(auto))).toContain("migration-blocker");
  });
});

describe("hv-passthrough", () => {
  const hostWord = (kernel: string, leaf: number, register: "eax" | "ebx" | "edx"): string =>
    hex(
      hostFacts(realCatalog(), { kernel, qemu: "10.2", vendor: "amd", hyperv: true }).word("hyperv", leaf, register)
        .word,
    );

  it("takes every feature that KVM reports and QEMU knows, and KVM's own values", () => {
    const vm = made("hv-passthrough", { qemu: "7.2", kernel: "6.12", smt: true });
    expect([vm.starts, vm.hypervOn]).toEqual(["yes", true]);
    expect(["ebx", "ecx", "edx"].map((register) => word(vm, 0x40000000, register as "ebx"))).toEqual([
      "0x756e694c",
      "0x564b2078",
      "0x7648204d",
    ]);
    expect([word(vm, 0x40000002), word(vm, 0x40000002, "ebx"), word(vm, HINTS, "ebx")]).toEqual([
      "0x00003839",
      "0x000a0000",
      "0x00000fff",
    ]);
    const off = vm.outcomes.filter((row) => row.family === "hyperv" && row.outcome === "off").map((row) => row.feature);
    expect(off).toContain("hv-evmcs");
    expect(off).toContain("hv-no-nonarch-coresharing");
    expect(outcomeOf(vm, "hv-tlbflush-ext")).toBe("on");
    expect(vm.outcomes.find((row) => row.feature === "hv-ipi")?.by).toBe("passthrough");
  });

  it("cannot be subtracted from", () => {
    const minus = made("hv-passthrough,hv-ipi=off,-hv-time,hv-vendor-id=mine,hv-spinlocks=0x1fff", { qemu: "7.2" });
    expect(minus.leaves).toEqual(made("hv-passthrough", { qemu: "7.2" }).leaves);
  });

  it("leaves hv-syndbg out from 9.2 on", () => {
    expect(outcomeOf(made("hv-passthrough", { qemu: "9.1" }), "hv-syndbg")).toBe("on");
    expect(outcomeOf(made("hv-passthrough", { qemu: "9.2" }), "hv-syndbg")).toBe("off");
    expect(word(made("hv-passthrough", { qemu: "9.1" }), 0x40000000)).toBe("0x40000082");
    expect(word(made("hv-passthrough", { qemu: "9.2" }), 0x40000000)).toBe("0x4000000a");
    expect(outcomeOf(made("hv-passthrough,hv-syndbg", { qemu: "9.2" }), "hv-syndbg")).toBe("on");
  });

  it("before 6.1 copies KVM's leaves as they are", () => {
    const vm = made("hv-passthrough", { qemu: "5.2", kernel: "6.12", smt: false });
    for (const [leaf, register] of [
      [0x40000000, "eax"],
      [FEATURES, "eax"],
      [FEATURES, "ebx"],
      [FEATURES, "edx"],
      [HINTS, "eax"],
      [0x4000000a, "eax"],
      [0x40000082, "eax"],
    ] as const) {
      expect([hex(leaf), register, word(vm, leaf, register)]).toEqual([
        hex(leaf),
        register,
        hostWord("6.12", leaf, register),
      ]);
    }
    expect(word(vm, 0x40000100)).toBe("0x40000101");
  });

  it("on an old kernel takes what capabilities and MSRs tell", () => {
    const vm = made("hv-passthrough", { qemu: "7.2", kernel: "4.19" });
    expect([
      vm.starts,
      outcomeOf(vm, "hv-tlbflush"),
      outcomeOf(vm, "hv-ipi"),
      outcomeOf(vm, "hv-stimer-direct"),
    ]).toEqual(["yes", "on", "off", "off"]);
    // Without KVM_GET_SUPPORTED_HV_CPUID there is no vendor to copy.
    expect(word(vm, 0x40000000, "ebx")).toBe("0x00000000");
  });

  it("blocks migration, which Flipbit says", () => {
    expect(rules(made("hv-passthrough"))).toContain("migration-blocker");
  });

  // hv_cpuid_check_and_set() of 4.1 to 6.0 looks at the whole table's dependencies, and without SYNIC2 those of the timers fail.
  it("before 6.1 is refused on a kernel whose own set is not closed", () => {
    expect(fate({ cpu: "EPYC,hv-passthrough", qemu: "5.2", kernel: "4.4" })).toEqual([
      "no",
      "Hyper-V synthetic timers (hv-stimer) requires Hyper-V synthetic interrupt controller (hv-synic)",
      "Hyper-V direct mode synthetic timers (hv-stimer-direct) requires Hyper-V synthetic timers (hv-stimer)",
      "kvm_init_vcpu: kvm_arch_init_vcpu failed (0): Function not implemented",
    ]);
    expect(fate({ cpu: "EPYC,hv-passthrough", qemu: "5.2", kernel: "4.13" })).toEqual(["yes"]);
  });
});
