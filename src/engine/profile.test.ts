import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { realCatalog } from "#testing/catalog.ts";
import { askedOrdinary } from "#testing/points.ts";
import { vm } from "#testing/vm.ts";
import { oldestKernel, takeProfile } from "./profile.ts";
import { resolveVm } from "./resolve.ts";
import type { Selection } from "./selection.ts";

const catalog = realCatalog();
const profileOf = (id: string) => {
  const found = catalog.profiles.find((row) => row.id === id);
  if (!found) throw new Error(`no profile ${id}`);
  return found;
};
const seenBy = (selection: Selection): string[] =>
  resolveVm(catalog, selection)
    .outcomes.filter((row) => row.outcome === "on")
    .map((row) => row.feature);

describe("a profile taken", () => {
  it("is seen by the guest, flag for flag", () => {
    const selection = vm({ cpu: "Skylake-Server", vendor: "intel", kernel: "6.12", qemu: "11.1" });
    for (const profile of catalog.profiles.filter((row) => row.kind === "own")) {
      const taken = takeProfile(catalog, selection, profile);
      expect({ id: profile.id, leftOut: taken.leftOut }).toEqual({ id: profile.id, leftOut: [] });
      expect(resolveVm(catalog, taken.selection).starts).toBe("yes");
      expect(seenBy(taken.selection)).toEqual(expect.arrayContaining(profile.flags.map((flag) => flag.feature)));
    }
  });

  it("leaves out what the host lacks and what is for the other vendor, and says so", () => {
    const old = vm({ cpu: "EPYC", vendor: "amd", kernel: "4.19", qemu: "5.2" });
    const { selection, leftOut } = takeProfile(catalog, old, profileOf("windows-nested"));
    expect(leftOut).toEqual(
      expect.arrayContaining([
        { feature: "hv-evmcs", why: "vendor" },
        { feature: "hv-tlbflush-ext", why: "unavailable" },
      ]),
    );
    expect(resolveVm(catalog, selection).starts).toBe("yes");
    expect(seenBy(selection)).toContain("hv-stimer");
  });

  it("takes the place of other flags for features, and keeps the rest", () => {
    const before = vm({ cpu: "EPYC,+avx512f,hv-reset,-kvm-pv-eoi", vendor: "amd", kernel: "6.12", qemu: "11.1" });
    const { selection } = takeProfile(catalog, before, profileOf("linux-compatible"));
    expect(selection.overrides.map((row) => row.property)).toEqual(["avx512f", "kvm-pv-tlb-flush", "kvm-pv-ipi"]);
  });

  it("never keeps a VM from starting that starts without flags", { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(askedOrdinary(catalog), fc.constantFrom(...catalog.profiles), (drawn, profile) => {
        const bare = { ...drawn, overrides: [] };
        fc.pre(resolveVm(catalog, bare).starts === "yes");
        const { selection } = takeProfile(catalog, bare, profile);
        const { starts, problems } = resolveVm(catalog, selection);
        expect({ starts, problems: problems.filter((row) => row.severity === "error") }).toEqual({
          starts: "yes",
          problems: [],
        });
      }),
      { numRuns: 150 },
    );
  });
});

describe("the oldest kernel", () => {
  const at = (id: string, qemu: string) =>
    oldestKernel(catalog, vm({ cpu: "Skylake-Server", vendor: "intel", kernel: "6.12", qemu }), profileOf(id));

  it("is where the last of its features came, with a QEMU that knows all", () => {
    expect(at("linux-recommended", "11.1")).toBe("5.8");
    expect(at("linux-compatible", "11.1")).toBe("4.19");
    expect(at("linux-recommended", "4.2")).toBeUndefined();
  });
});
