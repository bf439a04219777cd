// Native KVM bits without a flag: the default table for named models, `max` and `host`, and what machine types change.
import { describe, expect, it } from "vitest";
import { bits, hex, without } from "#base/u32.ts";
import { nativeWord, outcomeOf, printed, resolved, rules, word, type VmWords } from "#testing/vm.ts";

/** kvmclock (0 and 3), kvm-nopiodelay, kvm-asyncpf, kvm-steal-time, kvm-pv-eoi, kvmclock-stable-bit: kvm_default_props. */
const SIX = hex(bits([0, 1, 3, 4, 5, 6, 24]));
const MSI_EXT_DEST_ID = 15;
const withMsi = hex(bits([0, 1, 3, 4, 5, 6, MSI_EXT_DEST_ID, 24]));

const native = (words: VmWords): string => nativeWord(resolved(words));
const x2apic = (words: VmWords): number => (Number(word(resolved(words), 1, "ecx")) >>> 21) & 1;

describe("named models", () => {
  it("are the measured word", () => {
    expect(SIX).toBe("0x0100007b");
    expect(withMsi).toBe("0x0100807b");
  });

  it.each(["qemu64", "kvm64", "EPYC", "EPYC-v3", "Skylake-Server", "Skylake-Server-v4", "Opteron_G5", "486"])(
    "%s gets the six bits, whatever the QEMU",
    (cpu) => {
      for (const qemu of ["6.0", "7.2", "10.2", "11.1"]) expect(native({ cpu, qemu })).toBe(SIX);
    },
  );

  it.each(["pc-i440fx-1.4", "pc-i440fx-2.4", "pc-q35-2.12", "pc-q35-4.0", "pc-q35-4.0.1", "pc-q35-5.1", "isapc"])(
    "machine type %s changes none of them",
    (machine) => expect(native({ machine, cpu: "qemu64", qemu: "7.2" })).toBe(SIX),
  );

  it("say who decided", () => {
    const made = resolved();
    const by = (feature: string): string | undefined => made.outcomes.find((row) => row.feature === feature)?.by;
    expect([by("kvm-pv-eoi"), by("kvm-pv-ipi"), by("kvmclock")]).toEqual(["default", "nobody", "default"]);
    expect([outcomeOf(made, "kvm-pv-eoi"), outcomeOf(made, "kvm-pv-ipi")]).toEqual(["on", "off"]);
  });

  it("show only what an old kernel has, and name the rest", () => {
    // QEMU needs Linux 4.5 for its defaults; nothing of the six is missing in any upstream kernel from 4.4 on.
    for (const kernel of ["4.4", "4.9", "5.4", "6.12"]) expect(native({ kernel })).toBe(SIX);
  });
});

describe("base, max and host", () => {
  it("base has no bit, but the signature", () => {
    const made = resolved({ cpu: "base" });
    expect([nativeWord(made), word(made, 0x40000000), word(made, 0x40000000, "ebx")]).toEqual([
      "0x00000000",
      "0x40000001",
      "0x4b4d564b",
    ]);
    expect(native({ cpu: "base,+kvmclock" })).toBe("0x00000009");
    expect(native({ cpu: "base", irqchip: "split" })).toBe("0x00000000");
  });

  // Every bit that the kernel reports and that this QEMU has a name for.
  it.each([
    ["max", "7.2", "6.12", "0x01007afb"],
    ["host", "7.2", "6.12", "0x01007afb"],
    ["host", "9.0", "6.12", "0x01007efb"],
    ["host", "10.0", "5.4", "0x01003efb"],
    ["max", "10.0", "4.4", "0x010000fb"],
    // kvm-asyncpf-int has a name since 5.2, kvm-poll-control and kvm-pv-sched-yield since 4.2, kvm-pv-ipi since 3.1.
    ["host", "5.1", "6.12", "0x01003afb"],
    ["host", "4.1", "6.12", "0x01000afb"],
    ["host", "3.0", "6.12", "0x010002fb"],
    ["host", "2.10", "6.12", "0x010000fb"],
  ])("%s on QEMU %s, Linux %s: %s", (cpu, qemu, kernel, expected) => {
    expect(native({ cpu, qemu, kernel })).toBe(expected);
  });

  it("migratable=off takes bits without a name too", () => {
    expect(native({ cpu: "max,migratable=off", qemu: "7.2" })).toBe("0x01007efb");
    expect(native({ cpu: "host,migratable=no", qemu: "5.1" })).toBe("0x01007efb");
    expect(native({ cpu: "host,migratable=on", qemu: "7.2" })).toBe("0x01007afb");
    expect(native({ cpu: "EPYC,kvm-pv-eoi=on" })).toBe(SIX);
  });

  it("never turn a hint on by themselves", () => {
    expect(word(resolved({ cpu: "host" }), 0x40000001, "edx")).toBe("0x00000000");
    expect(word(resolved({ cpu: "max,+kvm-hint-dedicated" }), 0x40000001, "edx")).toBe("0x00000001");
  });

  it("take the split controller's bit, and no Hyper-V bit", () => {
    const made = resolved({ cpu: "max", irqchip: "split", qemu: "7.2" });
    expect(nativeWord(made)).toBe("0x0100fafb");
    expect(made.hypervOn).toBe(false);
  });

  it("leave out what the user takes away", () => {
    expect(native({ cpu: "host,-kvm-asyncpf-int,kvm-pv-unhalt=off", qemu: "7.2" })).toBe("0x01003a7b");
  });
});

describe("what machine types change", () => {
  // kvm-msi-ext-dest-id: on by default with a split interrupt controller, from machine type 5.2 on.
  it.each([
    ["q35", "7.2", "split", withMsi],
    ["q35", "7.2", "on", SIX],
    ["pc-q35-5.2", "7.2", "split", withMsi],
    ["pc-q35-5.1", "7.2", "split", SIX],
    ["pc-i440fx-5.1", "7.2", "split", SIX],
    ["pc-q35-4.0", "7.2", undefined, SIX],
    ["microvm", "7.2", undefined, withMsi],
    ["microvm", "7.2", "on", SIX],
    ["q35", "6.0", "split", withMsi],
    // QEMU 5.2 does not know the property yet.
    ["q35", "5.2", "split", SIX],
  ] as const)("%s on QEMU %s, irqchip %s: %s", (machine, qemu, irqchip, expected) => {
    expect(native({ machine, qemu, cpu: "qemu64", ...(irqchip && { irqchip }) })).toBe(expected);
  });

  it("asked for by name it is there on 5.1 types too, and refused without a split controller", () => {
    expect(native({ machine: "pc-q35-5.1", irqchip: "split", cpu: "EPYC,+kvm-msi-ext-dest-id", qemu: "7.2" })).toBe(
      withMsi,
    );
    expect(native({ machine: "pc-q35-4.0", cpu: "EPYC,+kvm-msi-ext-dest-id", qemu: "7.2" })).toBe(withMsi);
    const refused = resolved({ cpu: "EPYC,+kvm-msi-ext-dest-id", qemu: "7.2" });
    expect(nativeWord(refused)).toBe(SIX);
    expect(outcomeOf(refused, "kvm-msi-ext-dest-id")).toBe("dropped-warned");
    expect(native({ irqchip: "split", cpu: "EPYC,-kvm-msi-ext-dest-id" })).toBe(SIX);
  });

  it("x2apic comes with the defaults from 2.0 types on", () => {
    expect(x2apic({ machine: "pc-i440fx-1.7", cpu: "qemu64", qemu: "7.2" })).toBe(0);
    expect(x2apic({ machine: "pc-i440fx-1.4", cpu: "qemu64", qemu: "7.2" })).toBe(0);
    expect(x2apic({ machine: "pc-i440fx-2.0", cpu: "qemu64", qemu: "7.2" })).toBe(1);
    expect(x2apic({ cpu: "qemu64" })).toBe(1);
  });

  it("check=off up to 2.4 types: what is missing goes without a word", () => {
    const old = resolved({ machine: "pc-i440fx-2.4", cpu: "qemu64,+kvm-mmu", qemu: "7.2" });
    const newer = resolved({ machine: "pc-i440fx-2.5", cpu: "qemu64,+kvm-mmu", qemu: "7.2" });
    expect([printed(old), outcomeOf(old, "kvm-mmu")]).toEqual([[], "dropped-silently"]);
    expect([rules(newer), outcomeOf(newer, "kvm-mmu")]).toEqual([["host-lacks-feature"], "dropped-warned"]);
  });

  it("RHEL types from 8.5 on switch kvm-asyncpf-int on", () => {
    const bit14 = (machine: string, platform: string): boolean =>
      without(Number(native({ machine, platform })), bits([0, 1, 3, 4, 5, 6, 24])) === bits([14]);
    expect(bit14("pc-q35-rhel9.0.0", "rhel-9.0")).toBe(true);
    expect(bit14("pc-q35-rhel8.5.0", "rhel-9.0")).toBe(true);
    expect(bit14("pc-q35-rhel8.4.0", "rhel-9.0")).toBe(false);
  });

  it("no machine type from 6.2 on differs from the next in native bits or the Hyper-V leaves", () => {
    const hyperv = "EPYC,hv-relaxed,hv-vpindex,hv-synic";
    const words = ["6.2", "7.0", "7.2", "8.0", "8.2", "9.0", "9.2", "10.0", "10.2", "11.0", "11.1"].map((version) => {
      const made = resolved({ machine: `pc-q35-${version}`, cpu: hyperv, qemu: "11.1" });
      return JSON.stringify(made.leaves.filter((row) => row.leaf >= 0x40000000 && row.leaf < 0x80000000));
    });
    expect(new Set(words).size).toBe(1);
  });
});
