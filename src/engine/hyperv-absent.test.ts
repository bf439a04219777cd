// KVM built without Hyper-V emulation: most flags vanish in silence, some abort QEMU, one is refused.
import { describe, expect, it } from "vitest";
import { fate, outcomeOf, resolved, rules, type VmWords } from "#testing/vm.ts";

const bare = (cpu: string, words: VmWords = {}): VmWords => ({
  cpu: `qemu64,${cpu}`,
  qemu: "7.2",
  kernel: "6.18",
  hyperv: false,
  ...words,
});
const aborts = (msr: string, value = "0x0"): string => `error: failed to set MSR ${msr} to ${value}`;
const VPINDEX = "kernel doesn't allow setting HyperV VP_INDEX";

describe("silent", () => {
  it.each([
    "hv-relaxed",
    "hv-spinlocks=0x1fff",
    "hv-runtime",
    "hv-crash",
    "hv-stimer",
    "hv-stimer-direct",
    "hv-tlbflush",
    "hv-tlbflush-ext",
    "hv-tlbflush-direct",
    "hv-ipi",
    "hv-reset",
    "hv-frequencies",
    "hv-evmcs",
    "hv-avic",
    "hv-apicv",
    "hv-syndbg",
    "hv-emsr-bitmap",
    "hv-xmm-input",
    "hv-no-nonarch-coresharing=on",
    "hv-no-nonarch-coresharing=auto",
    "hv-vendor-id=mine",
    "hv-version-id-build=1",
    "hv-passthrough",
    "hv-enforce-cpuid",
  ])("%s starts, shows nothing, and Flipbit says so", (flag) => {
    const made = resolved(bare(flag));
    expect(fate(bare(flag))).toEqual(["yes"]);
    expect(made.hypervOn).toBe(false);
    expect(made.leaves).toEqual(resolved(bare("kvm=on")).leaves);
    expect(rules(made)).toContain("hyperv-absent-silent");
  });

  it("dropped is the outcome", () => {
    expect(outcomeOf(resolved(bare("hv-relaxed")), "hv-relaxed")).toBe("dropped-silently");
    expect(outcomeOf(resolved(bare("hv-passthrough")), "hv-ipi")).toBe("off");
  });

  it("a flag taken back is no finding", () => {
    expect(rules(resolved(bare("hv-relaxed=off")))).toEqual([]);
    expect(rules(resolved(bare("hv-time,-hv-time")))).toEqual([]);
  });
});

describe("abort: QEMU writes an MSR by the flag alone, and KVM refuses", () => {
  it.each([
    ["hv-time", aborts("0x40000021")],
    ["hv-reenlightenment", aborts("0x40000106")],
    ["hv-vapic", aborts("0x40000073")],
    ["hv-synic", aborts("0x40000081", "0x1")],
    // Of several, the first that QEMU writes; run on QEMU 7.2.22.
    ["hv-reenlightenment,hv-vapic", aborts("0x40000106")],
    ["hv-synic,hv-vapic", aborts("0x40000073")],
    ["hv-reenlightenment,hv-synic", aborts("0x40000106")],
    ["hv_relaxed,hv_vapic,hv_time", aborts("0x40000021")],
    ["+hv-vpindex,hv-time", aborts("0x40000021")],
  ])("%s", (flags, line) => {
    expect(fate(bare(flags))).toEqual(["no", line]);
    expect(fate(bare(flags, { qemu: "11.1" }))).toEqual(["no", line]);
  });

  it("warnings and enforce come before", () => {
    const mmu = "warning: host doesn't support requested feature: CPUID.40000001H:EAX.kvm-mmu [bit 2]";
    expect(fate(bare("hv-synic,+kvm-mmu"))).toEqual(["no", mmu, aborts("0x40000081", "0x1")]);
    expect(fate(bare("hv-time,+kvm-mmu,enforce"))).toEqual(["no", mmu, "Host doesn't support requested features"]);
  });

  it("not when taken back", () => {
    expect(fate(bare("hv-time,-hv-time"))).toEqual(["yes"]);
    expect(fate(bare("hv-time=off"))).toEqual(["yes"]);
  });
});

describe("hv-vpindex is refused before anything else", () => {
  it.each([
    ["hv-vpindex", ["no", VPINDEX]],
    ["hv-vpindex,hv-time", ["no", VPINDEX]],
    ["hv-vpindex,+kvm-mmu", ["no", VPINDEX]],
    // The check runs before signed flags are applied: too early to see +f, and too early to see -f. Run on 7.2.22.
    ["+hv-vpindex", ["yes"]],
    ["hv-vpindex,-hv-vpindex", ["no", VPINDEX]],
  ])("%s", (flags, expected) => {
    expect(fate(bare(flags))).toEqual(expected);
  });

  it("under TCG too, up to 8.1", () => {
    expect(fate({ cpu: "qemu64,hv-vpindex", accel: "tcg", qemu: "8.1" })).toEqual(["no", VPINDEX]);
    expect(fate({ cpu: "qemu64,hv-vpindex", accel: "tcg", qemu: "8.2" })).toEqual(["yes"]);
  });
});
