// Hosts: upstream kernels, point releases with backports, platforms that say less than their version, and build options.
import { describe, expect, it } from "vitest";
import { hex } from "#base/u32.ts";
import { realCatalog } from "#testing/catalog.ts";
import { nativeWord, outcomeOf, resolved, rules, vm } from "#testing/vm.ts";
import { hostFacts, type HostFacts } from "./host.ts";
import type { HostSelection } from "./selection.ts";
import { verdictAt } from "./verdict.ts";

const catalog = realCatalog();
const open = (host: Partial<HostSelection>): HostFacts => hostFacts(catalog, { vendor: "amd", hyperv: true, ...host });
const feature = (id: string): Parameters<HostFacts["reports"]>[0] => {
  const found = catalog.featureById.get(id);
  if (!found) throw new Error(`no feature ${id}`);
  return found;
};
const state = (id: string, words: Parameters<typeof vm>[0]): string => verdictAt(catalog, id, vm(words)).state;

describe("stable backports: kvm-asyncpf-vmexit, mainline 4.16", () => {
  // 4.14.5, 4.14.67, 4.15.1 and 4.15.18 were read or run; between them nobody knows.
  it.each([
    ["4.13.9", "no"],
    ["4.14", "unknown"],
    ["4.14.4", "no"],
    ["4.14.5", "no"],
    ["4.14.6", "unknown"],
    ["4.14.66", "unknown"],
    ["4.14.67", "yes"],
    ["4.14.300", "yes"],
    ["4.15", "unknown"],
    ["4.15.1", "no"],
    ["4.15.10", "unknown"],
    ["4.15.18", "yes"],
    ["4.16", "yes"],
    ["4.9.115", "no"],
    ["6.12.117+deb13-amd64", "yes"],
  ])("Linux %s: %s", (kernel, expected) => {
    expect(open({ kernel }).reports(feature("kvm-asyncpf-vmexit"))).toBe(expected);
  });

  it("a guest that asks for it on an unknown kernel gets an unknown bit", () => {
    const made = resolved({ cpu: "EPYC,+kvm-asyncpf-vmexit", kernel: "4.14", qemu: "10.2" });
    expect([made.starts, outcomeOf(made, "kvm-asyncpf-vmexit"), nativeWord(made)]).toEqual([
      "yes",
      "unknown",
      "0x0100007b",
    ]);
    expect(rules(made)).toEqual(["host-unknown"]);
    expect(made.leaves.find((row) => row.leaf === 0x40000001)?.unpredicted).toEqual(["eax"]);
    expect(state("kvm-asyncpf-vmexit", { kernel: "4.14" })).toBe("unknown");
    expect(state("kvm-asyncpf-vmexit", { kernel: "4.14.5" })).toBe("unavailable");
    expect(state("kvm-asyncpf-vmexit", { kernel: "4.14.67" })).toBe("opt-in");
  });
});

describe("platforms", () => {
  it("a recorded backport counts, whatever the base version says", () => {
    // 4.18 upstream lacks kvm-asyncpf-int (5.8); RHEL 8.4 brought it.
    expect(open({ kernel: "4.18" }).reports(feature("kvm-asyncpf-int"))).toBe("no");
    expect(open({ platform: "rhel-8.4" }).reports(feature("kvm-asyncpf-int"))).toBe("yes");
    expect(open({ platform: "rhel-9.0" }).reports(feature("hv-emsr-bitmap"))).toBe("yes");
  });

  it("a recorded absence counts too", () => {
    expect(open({ platform: "rhel-7.9" }).reports(feature("hv-tlbflush"))).toBe("no");
  });

  it("opaque kernels: what upstream's version lacks is unknown, what it has is there", () => {
    for (const platform of ["rhel-8.3", "sles-15.3", "uek-6"]) {
      expect(open({ platform }).reports(feature("kvm-asyncpf-int"))).toBe("unknown");
      expect(open({ platform }).reports(feature("kvm-pv-eoi"))).toBe("yes");
    }
    expect(open({ platform: "rhel-8.6" }).reports(feature("hv-avic"))).toBe("unknown");
  });

  it("opaque kernels: so it is with capabilities", () => {
    const enforce = (host: Partial<HostSelection>): string => open(host).capability("KVM_CAP_ENFORCE_PV_FEATURE_CPUID");
    expect([enforce({ kernel: "4.18" }), enforce({ platform: "rhel-8.6" }), enforce({ platform: "rhel-9.0" })]).toEqual(
      ["no", "unknown", "yes"],
    );
  });

  it("plain kernels: what upstream's version lacks is not there", () => {
    expect(open({ platform: "debian-10" }).reports(feature("kvm-asyncpf-int"))).toBe("no");
    expect(open({ platform: "debian-11" }).reports(feature("kvm-asyncpf-int"))).toBe("yes");
  });

  it("a platform that repeats another is that one", () => {
    const rhel = open({ platform: "rhel-9.8" });
    for (const platform of ["alma-9", "rocky-9"]) {
      const copy = open({ platform });
      expect([copy.kernel, copy.qemu, copy.libvirt]).toEqual([rhel.kernel, rhel.qemu, rhel.libvirt]);
      expect(copy.reports(feature("hv-emsr-bitmap"))).toBe("yes");
    }
  });

  it("explicit versions win over the platform's", () => {
    const facts = open({ platform: "debian-12", kernel: "6.12", qemu: "10.0", libvirt: "11.3" });
    expect([facts.kernel, facts.qemu, facts.libvirt]).toEqual([
      [6, 12],
      [10, 0],
      [11, 3],
    ]);
    expect(open({ platform: "debian-12" }).qemu).toEqual([7, 2]);
  });

  it("no platform and no versions: nothing is known, and nothing throws", () => {
    const facts = open({});
    expect([facts.kernel, facts.qemu, facts.reports(feature("kvm-pv-eoi"))]).toEqual([undefined, undefined, "unknown"]);
  });

  it("a platform nobody has heard of is none", () => {
    expect(open({ platform: "templeos-5" }).platform).toBeUndefined();
  });
});

describe("vendors and build options", () => {
  it("hv-evmcs is Intel's, hv-emsr-bitmap a release later on AMD", () => {
    expect(open({ kernel: "6.12" }).reports(feature("hv-evmcs"))).toBe("no");
    expect(open({ kernel: "6.12", vendor: "intel" }).reports(feature("hv-evmcs"))).toBe("yes");
    expect(open({ kernel: "5.17", vendor: "intel" }).reports(feature("hv-emsr-bitmap"))).toBe("yes");
    expect(open({ kernel: "5.17" }).reports(feature("hv-emsr-bitmap"))).toBe("no");
    expect(open({ kernel: "5.18" }).reports(feature("hv-emsr-bitmap"))).toBe("yes");
  });

  it("the capability of eVMCS is a false yes on AMD in 5.0 to 5.3, and is kept apart from the feature", () => {
    expect(open({ kernel: "5.2" }).capability("KVM_CAP_HYPERV_ENLIGHTENED_VMCS")).toBe("yes");
    expect(open({ kernel: "5.4" }).capability("KVM_CAP_HYPERV_ENLIGHTENED_VMCS")).toBe("no");
    expect(open({ kernel: "5.2" }).reports(feature("hv-evmcs"))).toBe("no");
  });

  it("Xen: no where the code is missing or left out, unknown unless said", () => {
    expect(open({ kernel: "5.11", xen: true }).xen).toBe("no");
    expect(open({ kernel: "6.12", xen: true }).xen).toBe("yes");
    expect(open({ kernel: "6.12", xen: false }).xen).toBe("no");
    expect(open({ kernel: "6.12" }).xen).toBe("unknown");
  });

  it("a capability that the catalogue does not have is a bug", () => {
    expect(() => open({ kernel: "6.12" }).capability("KVM_CAP_NONSENSE")).toThrow("KVM_CAP_NONSENSE");
  });
});

describe("versions are numbers", () => {
  it("5.9 is older than 5.10, and a candidate counts as its release", () => {
    const enforce = (kernel: string): string => open({ kernel }).capability("KVM_CAP_ENFORCE_PV_FEATURE_CPUID");
    expect([enforce("5.9"), enforce("5.10"), enforce("5.10-rc1"), enforce("5.9.99"), enforce("10.0")]).toEqual([
      "no",
      "yes",
      "yes",
      "no",
      "yes",
    ]);
  });

  it("the native word of every upstream kernel grows, and only grows", () => {
    let last = 0;
    for (const { version } of catalog.kernels.filter((row) => row.version !== "3.10")) {
      const { word, unknown } = open({ kernel: version }).word("kvm", 0x40000001, "eax");
      expect([version, hex((last & ~word) >>> 0)]).toEqual([version, "0x00000000"]);
      expect([version, unknown === 0 || version === "4.14" || version === "4.15"]).toEqual([version, true]);
      last = word;
    }
    expect(hex(last)).toBe("0x01007efb");
  });
});
