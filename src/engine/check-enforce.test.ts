// Hosts that lack a native bit: warned by default, silent with check=off, refused with enforce.
import { describe, expect, it } from "vitest";
import { fate, nativeWord, outcomeOf, resolved, rules, word } from "#testing/vm.ts";

const MMU = "warning: host doesn't support requested feature: CPUID.40000001H:EAX.kvm-mmu [bit 2]";
const REFUSED = "Host doesn't support requested features";

describe("a bit that KVM lacks", () => {
  it.each([
    ["EPYC,+kvm-mmu", "7.2", ["yes", MMU]],
    ["EPYC,kvm-mmu=on", "7.2", ["yes", MMU]],
    ["EPYC,+kvm-mmu,check=on", "7.2", ["yes", MMU]],
    ["EPYC,+kvm-mmu,check", "7.2", ["yes", MMU]],
    ["EPYC,+kvm-mmu,check=off", "7.2", ["yes"]],
    ["EPYC,+kvm-mmu,-check", "7.2", ["yes"]],
    ["EPYC,+kvm-mmu,enforce", "7.2", ["no", MMU, REFUSED]],
    ["EPYC,+kvm-mmu,enforce=on,check=off", "7.2", ["no", MMU, REFUSED]],
    ["EPYC,+kvm-mmu,+enforce", "7.2", ["no", MMU, REFUSED]],
    ["EPYC,+kvm-mmu,enforce=off", "7.2", ["yes", MMU]],
    ["EPYC,-kvm-mmu,enforce", "7.2", ["yes"]],
    // From 10.1 on the place is worded anew (commit adf25ad70f, and 11.1.3 was run).
    [
      "EPYC,+kvm-mmu",
      "11.1",
      ["yes", "warning: host doesn't support requested feature: CPUID[eax=40000001h].EAX.kvm-mmu [bit 2]"],
    ],
  ])("-cpu %s on QEMU %s", (cpu, qemu, expected) => {
    expect(fate({ cpu, qemu })).toEqual(expected);
  });

  it("is dropped all the same", () => {
    const made = resolved({ cpu: "EPYC,+kvm-mmu" });
    expect([outcomeOf(made, "kvm-mmu"), nativeWord(made)]).toEqual(["dropped-warned", "0x0100007b"]);
  });

  it("depends on the kernel", () => {
    const asyncInt = "warning: host doesn't support requested feature: CPUID.40000001H:EAX.kvm-asyncpf-int [bit 14]";
    expect(fate({ cpu: "EPYC,+kvm-asyncpf-int", kernel: "5.7", qemu: "7.2" })).toEqual(["yes", asyncInt]);
    expect(fate({ cpu: "EPYC,+kvm-asyncpf-int", kernel: "5.8", qemu: "7.2" })).toEqual(["yes"]);
  });

  it("several: one line a bit, from the lowest, EAX before EDX", () => {
    const line = (name: string, bit: number): string =>
      `warning: host doesn't support requested feature: CPUID.40000001H:EAX.${name} [bit ${bit}]`;
    expect(fate({ cpu: "EPYC,+kvm-asyncpf-int,+kvm-mmu,+kvm-pv-ipi", kernel: "4.18", qemu: "7.2" })).toEqual([
      "yes",
      line("kvm-mmu", 2),
      line("kvm-pv-ipi", 11),
      line("kvm-asyncpf-int", 14),
    ]);
  });

  it("is warned of on every old release that has the property", () => {
    for (const qemu of ["2.12", "4.0", "5.2", "6.1"])
      expect(fate({ cpu: "EPYC,+kvm-mmu", qemu })).toEqual(["yes", MMU]);
  });

  it("on -cpu max and host is left out without a word, unless asked for", () => {
    expect(fate({ cpu: "max", kernel: "4.4" })).toEqual(["yes"]);
    expect(fate({ cpu: "max,enforce", kernel: "4.4" })).toEqual(["yes"]);
    expect(fate({ cpu: "max,+kvm-mmu", qemu: "7.2" })).toEqual(["yes", MMU]);
  });

  it("a hint is never missing under KVM", () => {
    const made = resolved({ cpu: "EPYC,+kvm-hint-dedicated,enforce", kernel: "4.4" });
    expect([made.starts, word(made, 0x40000001, "edx")]).toEqual(["yes", "0x00000001"]);
  });

  it("enforce on a named model comes with the caveat that the processor itself was not looked at", () => {
    expect(rules(resolved({ cpu: "EPYC,enforce" }))).toEqual(["host-cpu-unknown"]);
    expect(rules(resolved({ cpu: "EPYC" }))).toEqual([]);
  });
});

describe("KVM hidden or not used", () => {
  it("kvm=off takes KVM's leaves away and leaves the hypervisor bit", () => {
    const made = resolved({ cpu: "EPYC,kvm=off" });
    expect(made.leaves.filter((row) => row.leaf >= 0x40000000 && row.leaf < 0x80000000)).toEqual([]);
    expect((Number(word(made, 1, "ecx")) >>> 31) & 1).toBe(1);
  });

  it("kvm=off clears asked bits before the filter: no warning, and enforce passes", () => {
    expect(fate({ cpu: "qemu64,kvm=off,+kvm-mmu,+kvm-asyncpf-int,enforce" })).toEqual(["yes"]);
    expect(outcomeOf(resolved({ cpu: "EPYC,kvm=off,+kvm-pv-unhalt" }), "kvm-pv-unhalt")).toBe("dropped-silently");
  });

  it.each(["off", "no", "false", "n"])("kvm=%s is the same", (value) => {
    expect(nativeWord(resolved({ cpu: `EPYC,kvm=${value}` }))).toBe("0x00000000");
  });

  it("-hypervisor takes the bit away and leaves KVM's leaves", () => {
    const made = resolved({ cpu: "EPYC,-hypervisor" });
    expect([(Number(word(made, 1, "ecx")) >>> 31) & 1, nativeWord(made)]).toEqual([0, "0x0100007b"]);
  });

  it("TCG shows its own signature, without defaults", () => {
    const made = resolved({ accel: "tcg", cpu: "qemu64" });
    expect([word(made, 0x40000000), word(made, 0x40000000, "ebx"), word(made, 0x40000001)]).toEqual([
      "0x40000001",
      "0x54474354",
      "0x00000000",
    ]);
    expect(outcomeOf(made, "kvmclock")).toBe("off");
    expect(
      resolved({ accel: "tcg", cpu: "qemu64,tcg-cpuid=off" }).leaves.filter((row) => row.leaf === 0x40000000),
    ).toEqual([]);
  });

  it("TCG ignores native bits, even with enforce, but not the hint", () => {
    const hint = "warning: TCG doesn't support requested feature: CPUID.40000001H:EDX.kvm-hint-dedicated [bit 0]";
    expect(fate({ accel: "tcg", cpu: "qemu64,+kvm-asyncpf-int", qemu: "7.2" })).toEqual(["yes"]);
    expect(fate({ accel: "tcg", cpu: "qemu64,+kvm-asyncpf-int,enforce", qemu: "7.2" })).toEqual(["yes"]);
    expect(fate({ accel: "tcg", cpu: "qemu64,kvm-hint-dedicated=on", qemu: "7.2" })).toEqual(["yes", hint]);
    expect(fate({ accel: "tcg", cpu: "qemu64,kvm-hint-dedicated=on,enforce", qemu: "7.2" })).toEqual([
      "no",
      hint,
      "TCG doesn't support requested features",
    ]);
  });

  it("TCG takes every hv- flag in silence, and Flipbit says so", () => {
    const made = resolved({ accel: "tcg", cpu: "qemu64,hv-relaxed,hv-stimer", qemu: "9.0" });
    expect([made.starts, made.hypervOn, rules(made)]).toEqual(["yes", false, ["tcg-ignores"]]);
  });
});

describe("kvm-pv-enforce-cpuid", () => {
  it("needs Linux 5.10", () => {
    expect(fate({ cpu: "EPYC,kvm-pv-enforce-cpuid=on", kernel: "5.10" })).toEqual(["yes"]);
    expect(fate({ cpu: "EPYC,kvm-pv-enforce-cpuid=on", kernel: "5.9" })).toEqual([
      "no",
      "failed to enable KVM_CAP_ENFORCE_PV_FEATURE_CPUID: Invalid argument",
    ]);
  });

  it("changes no bit", () => {
    expect(nativeWord(resolved({ cpu: "EPYC,kvm-pv-enforce-cpuid=on" }))).toBe("0x0100007b");
  });
});
