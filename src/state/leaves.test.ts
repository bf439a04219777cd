import { describe, expect, it } from "vitest";
import { resolveVm } from "#engine/resolve.ts";
import { realCatalog } from "#testing/catalog.ts";
import { vm } from "#testing/vm.ts";
import { leafId } from "./leaf-id.ts";
import { leafEntries } from "./leaves.ts";

const catalog = realCatalog();
const entries = (cpu: string, machine = "q35") => leafEntries(catalog, resolveVm(catalog, vm({ cpu, machine })));
const entry = (cpu: string, id: string) => entries(cpu).find((row) => leafId(row) === id);

describe("the leaves of a guest", () => {
  it("stand in order, each once", () => {
    for (const cpu of ["EPYC", "host", "486", "Skylake-Server,hv-time,hv-vpindex,hv-syndbg", "base"]) {
      const ids = entries(cpu).map(leafId);
      expect(new Set(ids).size).toBe(ids.length);
      const places = entries(cpu).map((row) => row.leaf * 64 + row.subleaf);
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  it("have their signatures as text", () => {
    expect(entry("EPYC", "0x0")?.signature).toBe("AuthenticAMD");
    expect(entry("EPYC", "0x40000000")?.signature).toBe("KVMKVMKVM");
    expect(entry("EPYC,hv-relaxed", "0x40000000")?.signature).toBe("Microsoft Hv");
    expect(entry("EPYC", "0x80000002")?.signature).toBe("AMD EPYC Process");
  });

  it("those that no prediction reaches say what they follow from", () => {
    expect(entry("EPYC", "0x4")?.outOfReach).toMatch(/topology/);
    expect(entry("EPYC", "0xb")?.outOfReach).toMatch(/-smp/);
    expect(entry("EPYC", "0x1f")).toBeUndefined();
  });

  it("a leaf goes with the flag that it needs", () => {
    expect(entry("EPYC", "0xd")).toBeDefined();
    expect(entry("EPYC,-xsave", "0xd")).toBeUndefined();
    expect(entry("host", "0xd")).toBeDefined();
  });

  it("none above the highest that the CPU announces", () => {
    expect(entries("486").filter((row) => row.leaf > 1 && row.leaf < 0x40000000)).toEqual([]);
    expect(entries("486").filter((row) => row.leaf >= 0x80000000)).toEqual([]);
  });
});
