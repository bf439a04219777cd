// What the catalogue says that a kernel's KVM reports, against what that very kernel answered when it was asked.
import { describe, expect, it } from "vitest";
import { bits, hex, u32, without, type U32 } from "#base/u32.ts";
import { realCatalog } from "#testing/catalog.ts";
import { observed, type MeasuredHost, type MeasuredLeaf } from "#testing/observed.ts";
import { hostFacts, type HostFacts } from "./host.ts";

const catalog = realCatalog();
const REGISTERS = ["eax", "ebx", "ecx", "edx"] as const;

const hosts = observed<MeasuredHost>("host-linux-");

const openHost = ({ release }: MeasuredHost): HostFacts =>
  hostFacts(catalog, { kernel: release, qemu: "11.1", vendor: "amd", hyperv: true });

const ZERO: MeasuredLeaf = { eax: "0x0", ebx: "0x0", ecx: "0x0", edx: "0x0" };

type List = "kvm" | "hyperv";

/** Every register that differs or that the catalogue leaves open, as text. */
function differences(facts: HostFacts, list: List, leaf: U32, measured: MeasuredLeaf): string[] {
  return REGISTERS.flatMap((register) => {
    const { word, unknown } = facts.word(list, leaf, register);
    const place = `${hex(leaf)} ${register}`;
    if (unknown !== 0) return [`${place}: unknown ${hex(unknown)}`];
    return word === u32(Number(measured[register]))
      ? []
      : [`${place}: catalogue ${hex(word)}, host ${measured[register]}`];
  });
}

const leafIn = (rows: readonly (MeasuredLeaf & { readonly leaf: string })[], leaf: U32): MeasuredLeaf =>
  rows.find((row) => u32(Number(row.leaf)) === leaf) ?? ZERO;

/** Every leaf that KVM_GET_SUPPORTED_HV_CPUID may hold, and those in between. */
const HYPERV_LEAVES = [
  ...Array.from({ length: 16 }, (_, index) => 0x40000000 + index),
  ...Array.from({ length: 8 }, (_, index) => 0x40000080 + index),
];

/** Linux include/uapi/linux/kvm.h. A mask: the capability's value is a set of abilities, and the catalogue means this one. */
const NUMBERED: readonly { readonly name: string; readonly number: number; readonly mask?: number }[] = [
  { name: "KVM_CAP_HYPERV_VAPIC", number: 45 },
  { name: "KVM_CAP_HYPERV_SPIN", number: 46 },
  { name: "KVM_CAP_ASYNC_PF", number: 59 },
  { name: "KVM_CAP_X86_DISABLE_EXITS", number: 143, mask: 1 << 1 },
  { name: "KVM_CAP_ASYNC_PF_INT", number: 183 },
];

/** Left out by the names of observed/README.md: some of these kernels were built without Xen emulation. */
const BUILD_CHOICES = new Set(["KVM_CAP_XEN_HVM"]);

// ---- before KVM_GET_SUPPORTED_HV_CPUID (5.0): QEMU derives the two words from capabilities and the list of MSRs.
// Rule: QEMU target/i386/kvm/kvm.c, get_supported_hv_cpuid_legacy(); bit numbers: Linux asm/hyperv-tlfs.h.

interface LegacyRule {
  readonly by: string;
  readonly eax3?: readonly number[];
  readonly edx3?: readonly number[];
  readonly eax4?: readonly number[];
}

const BY_CAPABILITY: readonly LegacyRule[] = [
  { by: "KVM_CAP_HYPERV", eax3: [4, 5], eax4: [3, 5] },
  { by: "KVM_CAP_HYPERV_TIME", eax3: [1, 9] },
  { by: "KVM_CAP_HYPERV_SYNIC2", eax3: [2] },
  { by: "KVM_CAP_HYPERV_TLBFLUSH", eax4: [2, 11] },
  { by: "KVM_CAP_HYPERV_SEND_IPI", eax4: [10, 11] },
  { by: "KVM_CAP_HYPERV_ENLIGHTENED_VMCS", eax4: [14] },
];

const BY_MSR: readonly LegacyRule[] = [
  { by: "0x40000002", eax3: [6] },
  { by: "0x40000003", eax3: [7] },
  { by: "0x40000010", eax3: [0] },
  { by: "0x40000022", eax3: [11], edx3: [8] },
  { by: "0x400000b0", eax3: [3] },
  { by: "0x40000105", edx3: [10] },
  { by: "0x40000106", eax3: [13] },
];

function legacyWords({ capabilities, pvMsrs }: MeasuredHost): { eax3: U32; edx3: U32; eax4: U32 } {
  const there = [
    ...BY_CAPABILITY.filter((rule) => (capabilities[rule.by] ?? 0) > 0),
    ...BY_MSR.filter((rule) => pvMsrs.includes(rule.by)),
  ];
  const word = (key: "eax3" | "edx3" | "eax4"): U32 => bits(there.flatMap((rule) => rule[key] ?? []));
  return { eax3: word("eax3"), edx3: word("edx3"), eax4: word("eax4") };
}

/** MSRs that a reported native bit promises and that were listed from the very release on that reported the bit. */
const NATIVE_MSRS = [
  { feature: "kvmclock", msrs: ["0x11", "0x12", "0x4b564d00", "0x4b564d01"] },
  { feature: "kvm-asyncpf", msrs: ["0x4b564d02"] },
  { feature: "kvm-steal-time", msrs: ["0x4b564d03"] },
  { feature: "kvm-pv-eoi", msrs: ["0x4b564d04"] },
  { feature: "kvm-poll-control", msrs: ["0x4b564d05"] },
  { feature: "kvm-asyncpf-int", msrs: ["0x4b564d06", "0x4b564d07"] },
];

for (const { file, value: measured } of hosts) {
  describe(`${file}, ${measured.release}`, () => {
    const facts = openHost(measured);

    it("reports the native leaves", () => {
      expect(leafIn(measured.supportedCpuid, 0x40000001)).not.toBe(ZERO);
      expect([
        ...differences(facts, "kvm", 0x40000000, leafIn(measured.supportedCpuid, 0x40000000)),
        ...differences(facts, "kvm", 0x40000001, leafIn(measured.supportedCpuid, 0x40000001)),
      ]).toEqual([]);
    });

    it("has the capabilities", () => {
      const known = new Set(catalog.capabilities.map((row) => row.name));
      const answers = new Map([
        ...Object.entries(measured.capabilities).map(([name, value]): [string, boolean] => [name, value > 0]),
        ...NUMBERED.map(({ name, number, mask }): [string, boolean] => {
          const value = measured.allCapabilities[String(number)] ?? 0;
          return [name, mask === undefined ? value > 0 : (value & mask) !== 0];
        }),
      ]);
      const compared = [...answers].filter(([name]) => known.has(name) && !BUILD_CHOICES.has(name));
      expect(compared.length).toBeGreaterThanOrEqual(20);
      expect(Object.fromEntries(compared.map(([name]) => [name, facts.capability(name)]))).toEqual(
        Object.fromEntries(compared.map(([name, has]) => [name, has ? "yes" : "no"])),
      );
    });

    it("lists the MSRs of the native bits", () => {
      const answers = NATIVE_MSRS.map(({ feature, msrs }) => {
        const listed = msrs.filter((msr) => measured.pvMsrs.includes(msr));
        return { feature, reports: listed.length === msrs.length ? "yes" : listed.length === 0 ? "no" : "in part" };
      });
      expect(
        NATIVE_MSRS.map(({ feature }) => ({ feature, reports: facts.reports(catalog.featureById.get(feature)!) })),
      ).toEqual(answers);
    });
  });
}

describe("Hyper-V words", () => {
  const asked = hosts.filter(({ value }) => value.capabilities["KVM_CAP_HYPERV_CPUID"] === 1);
  const legacy = hosts.filter(({ value }) => value.capabilities["KVM_CAP_HYPERV_CPUID"] !== 1);

  it("come from both eras", () => {
    expect(asked.map(({ value }) => value.kernel)).toEqual(expect.arrayContaining(["5.0", "5.17", "7.3"]));
    expect(legacy.map(({ value }) => value.kernel)).toEqual(expect.arrayContaining(["4.4", "4.14", "4.19"]));
    expect(asked.length + legacy.length).toBe(hosts.length);
  });

  for (const { value: measured } of asked) {
    it(`${measured.release}: every leaf that KVM_GET_SUPPORTED_HV_CPUID lists, and none more`, () => {
      const facts = openHost(measured);
      const outside = measured.supportedHvCpuid.filter((row) => !HYPERV_LEAVES.includes(u32(Number(row.leaf))));
      expect(outside).toEqual([]);
      expect(measured.supportedHvCpuid.length).toBeGreaterThanOrEqual(6);
      expect(
        HYPERV_LEAVES.flatMap((leaf) => differences(facts, "hyperv", leaf, leafIn(measured.supportedHvCpuid, leaf))),
      ).toEqual([]);
    });
  }

  for (const { value: measured } of legacy) {
    it(`${measured.release}: what capabilities and MSRs tell QEMU`, () => {
      const facts = openHost(measured);
      const word = (leaf: U32, register: "eax" | "edx"): U32 => facts.word("hyperv", leaf, register).word;
      expect({
        eax3: hex(word(0x40000003, "eax")),
        edx3: hex(word(0x40000003, "edx")),
        eax4: hex(word(0x40000004, "eax")),
        rest: [0x40000000, 0x40000001, 0x40000002, 0x40000005, 0x4000000a, 0x40000082].filter(
          (leaf) => word(leaf, "eax") !== 0,
        ),
      }).toEqual({
        eax3: hex(legacyWords(measured).eax3),
        edx3: hex(legacyWords(measured).edx3),
        eax4: hex(legacyWords(measured).eax4),
        rest: [],
      });
    });
  }

  it("derives the same two words from capabilities as KVM lists itself", () => {
    // Holds where both exist; the list adds what capabilities never told (direct timers, syndbg, XMM input, AVIC, ...).
    for (const { value: measured } of asked) {
      const derived = legacyWords({ ...measured, capabilities: withoutFalseYes(measured) });
      const three = leafIn(measured.supportedHvCpuid, 0x40000003);
      const four = leafIn(measured.supportedHvCpuid, 0x40000004);
      const missing = {
        eax3: without(derived.eax3, u32(Number(three.eax))),
        edx3: without(derived.edx3, u32(Number(three.edx))),
        eax4: without(derived.eax4, u32(Number(four.eax))),
      };
      expect(missing).toEqual({ eax3: 0, edx3: 0, eax4: 0 });
    }
  });
});

/** observed/README.md: `KVM_CAP_HYPERV_ENLIGHTENED_VMCS` is a false yes on AMD in 5.0 to 5.3. */
const withoutFalseYes = ({ capabilities }: MeasuredHost): Record<string, number> => ({
  ...capabilities,
  KVM_CAP_HYPERV_ENLIGHTENED_VMCS: 0,
});

describe("the two that need more than x.y", () => {
  const released = (kernel: string): MeasuredHost => {
    const found = hosts.find(({ value }) => value.kernel === kernel);
    if (!found) throw new Error(`no measurement of ${kernel}`);
    return found.value;
  };

  it("4.14.67 reports kvm-asyncpf-vmexit by a stable backport, 4.15.1 does not", () => {
    const vmexit = catalog.featureById.get("kvm-asyncpf-vmexit")!;
    expect(released("4.14").release).toBe("4.14.67");
    expect(openHost(released("4.14")).reports(vmexit)).toBe("yes");
    expect(released("4.15").release).toBe("4.15.1");
    expect(openHost(released("4.15")).reports(vmexit)).toBe("no");
  });

  it("a release candidate counts as its release", () => {
    expect(released("5.17").release).toBe("5.17.0-rc5");
    expect(openHost(released("5.17")).kernel).toEqual([5, 17, 0]);
  });
});

describe("host-linux-6.18-no-hyperv", () => {
  it("has no Hyper-V word and no Hyper-V feature at all", () => {
    const facts = hostFacts(catalog, { kernel: "6.18", qemu: "7.2.22", vendor: "amd", hyperv: false, xen: false });
    const registers = HYPERV_LEAVES.flatMap((leaf) =>
      REGISTERS.map((register) => facts.word("hyperv", leaf, register)),
    );
    expect(registers.filter(({ word, unknown }) => word !== 0 || unknown !== 0)).toEqual([]);
    const reported = catalog.features.filter((row) => row.family === "hyperv" && facts.reports(row) !== "no");
    expect(reported.map((row) => row.id)).toEqual([]);
    expect(facts.word("kvm", 0x40000001, "eax")).toEqual({ word: 0x01007efb, unknown: 0 });
    expect(facts.xen).toBe("no");
  });
});
