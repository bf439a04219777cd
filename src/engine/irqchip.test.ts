// The interrupt controller and HLT exits: what QEMU and KVM take away without an in-kernel APIC, or with cpu-pm.
import { describe, expect, it } from "vitest";
import { fate, nativeWord, outcomeOf, resolved, rules, word, type VmWords } from "#testing/vm.ts";

const USERSPACE = [
  "warning: Userspace local APIC is deprecated for KVM.",
  "warning: Do not use kernel-irqchip except for the -M isapc machine type.",
];
const off = (cpu: string, qemu = "7.2", words: VmWords = {}): VmWords => ({ cpu, qemu, irqchip: "off", ...words });

describe("kernel-irqchip=off", () => {
  it("warns in 6.0 to 7.2, is refused from 8.0 on, and passed before", () => {
    expect(fate(off("EPYC", "5.2"))).toEqual(["yes"]);
    expect(fate(off("EPYC", "6.0"))).toEqual(["yes", ...USERSPACE]);
    expect(fate(off("EPYC", "7.2"))).toEqual(["yes", ...USERSPACE]);
    expect(fate(off("EPYC", "8.0"))).toEqual(["no", "KVM does not support userspace APIC"]);
    expect(fate(off("EPYC", "11.1"))).toEqual(["no", "KVM does not support userspace APIC"]);
  });

  it("a CPU without an APIC is left in peace; run on 7.2.22", () => {
    expect(fate(off("486", "7.2"))).toEqual(["yes"]);
    expect(fate(off("qemu64,-apic", "7.2"))).toEqual(["yes"]);
    expect(fate(off("486", "8.0", { machine: "isapc" }))).toEqual(["yes"]);
  });

  it("takes x2apic away, even asked for", () => {
    const x2apic = (cpu: string): number => (Number(word(resolved(off(cpu)), 1, "ecx")) >>> 21) & 1;
    expect([x2apic("EPYC"), x2apic("EPYC,+x2apic")]).toEqual([0, 0]);
    expect((Number(word(resolved({ cpu: "EPYC", qemu: "7.2" }), 1, "ecx")) >>> 21) & 1).toBe(1);
  });

  it("drops kvm-pv-unhalt with a warning before the others", () => {
    const unhalt = "warning: host doesn't support requested feature: CPUID.40000001H:EAX.kvm-pv-unhalt [bit 7]";
    const words = off("EPYC,+kvm-pv-unhalt");
    expect(fate(words)).toEqual(["yes", unhalt, ...USERSPACE]);
    expect([nativeWord(resolved(words)), outcomeOf(resolved(words), "kvm-pv-unhalt")]).toEqual([
      "0x0100007b",
      "dropped-warned",
    ]);
    expect(fate(off("486,+kvm-pv-unhalt"))).toEqual(["yes", unhalt]);
  });

  it("aborts with kvm-asyncpf-int, asked for or taken by max and host", () => {
    const line = "error: failed to set MSR 0x4b564d06 to 0x0";
    expect(fate(off("EPYC,+kvm-asyncpf-int"))).toEqual(["no", ...USERSPACE, line]);
    expect(fate(off("max"))).toEqual(["no", ...USERSPACE, line]);
    expect(fate(off("host"))).toEqual(["no", ...USERSPACE, line]);
    expect(fate(off("max,-kvm-asyncpf-int"))).toEqual(["yes", ...USERSPACE]);
    // A kernel without the feature has nothing to refuse.
    expect(fate(off("max", "7.2", { kernel: "5.7" }))).toEqual(["yes", ...USERSPACE]);
    expect(rules(resolved(off("EPYC,+kvm-asyncpf-int")))).toContain("msr-refused");
    // Hidden with kvm=off it is not written.
    expect(fate(off("EPYC,kvm=off,+kvm-asyncpf-int"))).toEqual(["yes", ...USERSPACE]);
  });

  it("lets hv-synic fail when KVM is asked for it", () => {
    const made = fate(off("EPYC,hv-vpindex,hv-synic"));
    expect([made[0], made.at(-2)]).toEqual(["no", "failed to turn on HyperV SynIC in KVM: Invalid argument"]);
  });

  it("means nothing to TCG", () => {
    expect(fate({ cpu: "qemu64", accel: "tcg", irqchip: "off", qemu: "10.2" })).toEqual(["yes"]);
  });
});

describe("-overcommit cpu-pm=on", () => {
  it("lets KVM clear kvm-pv-unhalt, while QEMU still calls it on", () => {
    const made = resolved({ cpu: "EPYC,+kvm-pv-unhalt", cpuPm: true });
    expect([made.starts, nativeWord(made), outcomeOf(made, "kvm-pv-unhalt")]).toEqual(["yes", "0x0100007b", "on"]);
    expect(fate({ cpu: "EPYC,+kvm-pv-unhalt", cpuPm: true })).toEqual(["yes"]);
  });

  it("needs a KVM that can do without HLT exits: Linux 4.17", () => {
    expect(nativeWord(resolved({ cpu: "EPYC,+kvm-pv-unhalt", cpuPm: true, kernel: "4.17" }))).toBe("0x0100007b");
    expect(nativeWord(resolved({ cpu: "EPYC,+kvm-pv-unhalt", cpuPm: true, kernel: "4.16" }))).toBe("0x010000fb");
  });
});
