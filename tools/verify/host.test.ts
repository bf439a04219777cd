import { describe, expect, it } from "vitest";
import * as v from "valibot";
import { measuredHost } from "#catalog/schema/measured.ts";
import { realCatalog } from "#testing/catalog.ts";
import { observed } from "#testing/observed.ts";
import { compareKernel, hostOf } from "./host.ts";

const recorded = v.parse(measuredHost, observed("host-linux-6.12-amd")[0]?.value);

describe("hostOf", () => {
  it("takes the options of the build from KVM", () => {
    const host = hostOf(recorded, "10.0.13");
    expect(host).toMatchObject({ kernel: "6.12.117", qemu: "10.0.13", vendor: "amd", hyperv: true, xen: true });
    expect(host.smt).toBe(false);
    expect(host.measured).toBe(recorded);
  });

  it("takes a kernel that hides its point release as the series", () => {
    expect(hostOf({ ...recorded, release: "6.1.0-56-amd64" }, "7.2").kernel).toBe("6.1");
  });

  it("sees a KVM without Hyper-V and Xen", () => {
    const bare = { ...recorded, capabilities: {}, supportedHvCpuid: [] };
    expect(hostOf(bare, "7.2")).toMatchObject({ hyperv: false, xen: false });
    expect(hostOf(bare, "7.2")).not.toHaveProperty("smt");
  });
});

describe("compareKernel", () => {
  const host = hostOf(recorded, "10.0.13");
  const withWord = (eax: string): typeof recorded => ({
    ...recorded,
    supportedCpuid: recorded.supportedCpuid.map((row) => (row.leaf === "0x40000001" ? { ...row, eax } : row)),
  });

  it("finds nothing where the catalogue knows the kernel", () => {
    expect(compareKernel(realCatalog(), host, recorded)).toEqual({ missing: [], beyond: [] });
  });

  it("tells what KVM lacks from what it has beyond", () => {
    expect(compareKernel(realCatalog(), host, withWord("0x01007efa")).missing).toEqual([
      "kvm 0x40000001 eax: catalogue has 0x00000001, KVM has not",
    ]);
    expect(compareKernel(realCatalog(), host, withWord("0x11007efb")).beyond).toEqual([
      "kvm 0x40000001 eax: KVM has 0x10000000, catalogue has not",
    ]);
  });
});
