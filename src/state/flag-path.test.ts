// The gates of ordinary flags: what stands open, and that each one that can be worked then stands the other way.
import { describe, expect, it } from "vitest";
import { flagPlace } from "#engine/flag-place.ts";
import type { Tri } from "#engine/resolved.ts";
import { realCatalog } from "#testing/catalog.ts";
import { vm, type VmWords } from "#testing/vm.ts";
import type { PathGate } from "./bit-path.ts";
import { selectFlagPath } from "./flag-path.ts";

const catalog = realCatalog();

const path = (words: VmWords, name: string): readonly PathGate[] =>
  selectFlagPath(catalog, vm({ machine: "q35", qemu: "10.2", ...words }), flagPlace(catalog, name)!);
const stand = (words: VmWords, name: string): Record<string, Tri> =>
  Object.fromEntries(path(words, name).map(({ id, open }) => [id, open]));
const find = (gates: readonly PathGate[], id: string): PathGate | undefined => gates.find((row) => row.id === id);

const CASES: readonly (readonly [words: VmWords, name: string])[] = [
  [{}, "aes"],
  [{ cpu: "EPYC,-aes" }, "aes"],
  [{ cpu: "EPYC,+avx512f" }, "avx512f"],
  [{ cpu: "Haswell,-xsave", vendor: "intel" }, "xsaveopt"],
  [{ qemu: "7.2" }, "avx10"],
  [{ cpu: "Skylake-Server,+fred", vendor: "intel" }, "fred"],
  [{ cpu: "GraniteRapids-v1", vendor: "intel" }, "avx10-512"],
  [{ cpu: "GraniteRapids-v2,-avx10-256", vendor: "intel" }, "avx10-512"],
  [{ cpu: "EPYC-v1" }, "ibpb"],
  [{ irqchip: "off", cpu: "EPYC", qemu: "5.2" }, "x2apic"],
  [{ accel: "tcg" }, "rdseed"],
  [{ vcpus: 4 }, "ht"],
  [{ cpu: "EPYC,xlevel=0x80000004" }, "clzero"],
];

describe("the gates of an ordinary flag", () => {
  it.each(CASES)("%j %s: each gate that can be worked then stands the other way, or is gone", (words, name) => {
    const gates = path(words, name);
    const worked = gates.filter((row) => row.move !== undefined);
    expect(worked.length).toBeGreaterThan(0);
    for (const { id, open, move } of worked) {
      const there = move && selectFlagPath(catalog, move.to, flagPlace(catalog, name)!);
      expect({ id, open: there && find(there, id)?.open }).not.toEqual({ id, open });
    }
  });

  it("lead from the host to the guest", () => {
    expect(stand({}, "aes")).toEqual({ host: "unknown", qemu: "yes", model: "yes", asked: "yes", seen: "unknown" });
    expect(stand({ cpu: "EPYC,-aes" }, "aes")).toMatchObject({ model: "yes", asked: "no", seen: "no" });
    expect(stand({ cpu: "EPYC,+avx512f" }, "avx512f")).toMatchObject({ model: "no", asked: "yes", seen: "unknown" });
    expect(stand({ cpu: "host" }, "aes")).toMatchObject({ model: "unknown", seen: "unknown" });
  });

  it("name what a flag needs, and add it with one press", () => {
    const gates = path({ cpu: "Skylake-Server,+fred", vendor: "intel" }, "fred");
    expect(find(gates, "needs lkgs")).toMatchObject({
      open: "no",
      text: "fred needs lkgs, which is off.",
      move: { label: "Add +lkgs" },
    });
    expect(find(gates, "seen")?.open).toBe("no");
  });

  it("an older QEMU can be changed for the first that has it", () => {
    expect(find(path({ qemu: "7.2" }, "avx10"), "qemu")).toMatchObject({
      open: "no",
      move: { label: "Take QEMU 9.2" },
    });
  });

  it("a version of the model that has it can be taken", () => {
    expect(find(path({ cpu: "EPYC-v1" }, "ibpb"), "model")).toMatchObject({
      open: "no",
      move: { label: "Take EPYC-v2" },
    });
  });

  it("of a package with several logical processors QEMU decides", () => {
    const gates = path({ vcpus: 4 }, "ht");
    expect(find(gates, "vcpus")).toMatchObject({ open: "yes", move: { label: "Take one vCPU" } });
    expect(find(gates, "asked")?.move).toBeUndefined();
    expect(find(gates, "seen")?.open).toBe("yes");
  });

  it("a bit without a name has none", () => {
    expect(selectFlagPath(catalog, vm(), { leaf: 1, subleaf: 0, register: "eax", bit: 3 })).toEqual([]);
  });
});
