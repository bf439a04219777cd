import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { vm, type VmWords } from "#testing/vm.ts";
import { selectPath, type PathGate } from "./bit-path.ts";

const catalog = realCatalog();
const path = (words: VmWords, feature: string): readonly PathGate[] => selectPath(catalog, vm(words), feature);
const gate = (gates: readonly PathGate[], id: string): PathGate | undefined => gates.find((row) => row.id === id);

const CASES: readonly (readonly [words: VmWords, feature: string])[] = [
  [{}, "kvm-asyncpf-int"],
  [{ kernel: "5.4" }, "kvm-asyncpf-int"],
  [{ cpu: "EPYC,kvm=off" }, "kvm-pv-eoi"],
  [{ cpu: "EPYC,-hypervisor" }, "kvmclock"],
  [{ accel: "tcg" }, "kvm-pv-ipi"],
  [{ irqchip: "on" }, "kvm-msi-ext-dest-id"],
  [{ irqchip: "split" }, "kvm-msi-ext-dest-id"],
  [{ hyperv: false }, "hv-time"],
  [{ cpu: "EPYC,hv-vpindex,hv-time" }, "hv-time"],
  [{ vendor: "amd" }, "hv-evmcs"],
  [{ vendor: "intel" }, "hv-evmcs"],
  [{ qemu: "5.0" }, "kvm-asyncpf-int"],
];

describe("the gates of a bit", () => {
  it.each(CASES)("%j %s: each gate that can be worked then stands the other way", (words, feature) => {
    const gates = path(words, feature);
    const worked = gates.filter((row) => row.move !== undefined);
    expect(worked.length).toBeGreaterThan(0);
    const after = worked.map((row) => {
      const there = row.move && selectPath(catalog, row.move.to, feature);
      return { id: row.id, open: there?.find((other) => other.id === row.id)?.open };
    });
    expect(after.filter(({ id, open }) => open === gate(gates, id)?.open)).toEqual([]);
  });

  it("has one gate an id", () => {
    for (const [words, feature] of CASES) {
      const ids = path(words, feature).map((row) => row.id);
      expect(ids.filter((id, index) => id !== "requires" && id !== "default" && ids.indexOf(id) !== index)).toEqual([]);
    }
  });

  it("an old kernel can be changed for the first that has it", () => {
    expect(gate(path({ kernel: "5.4" }, "kvm-asyncpf-int"), "kernel")).toMatchObject({
      open: "no",
      move: { label: "Take Linux 5.8" },
    });
  });

  it("the flag is one press away", () => {
    const asked = gate(path({}, "kvm-asyncpf-int"), "asked");
    expect(asked).toMatchObject({ open: "no", move: { label: "Add +kvm-asyncpf-int" } });
    expect(asked?.move?.to.overrides.map((row) => row.property)).toEqual(["kvm-asyncpf-int"]);
  });
});
