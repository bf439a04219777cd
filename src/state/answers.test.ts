import { describe, expect, it } from "vitest";
import type { Selection } from "#engine/selection.ts";
import { realCatalog } from "#testing/catalog.ts";
import { DEFAULT_SELECTION } from "./default-selection.ts";
import { parseFlags } from "./flag-text.ts";
import { selectJourney } from "./journey.ts";
import { leafId } from "./leaf-id.ts";
import { leafEntries } from "./leaves.ts";
import { featurePlaces, focusedPlace } from "./places.ts";
import { selectRegister } from "./register-view.ts";
import { selectResolved } from "./selectors.ts";
import { selectTally, shownState } from "./tally.ts";

const catalog = realCatalog();

const withText = (text: string): Selection => {
  const parsed = parseFlags(text);
  if (!parsed.ok) throw new Error(`bad flags in a test: ${text}`);
  return { ...DEFAULT_SELECTION, overrides: parsed.value };
};

describe("the tally", () => {
  it("counts what the guest sees and what is one flag away", () => {
    const before = selectTally(catalog, DEFAULT_SELECTION, "linux");
    const after = selectTally(catalog, withText("+kvm-asyncpf-int,-kvm-pv-eoi"), "linux");
    expect(before.missed).toContain("kvm-asyncpf-int");
    expect(after.missed).toContain("kvm-pv-eoi");
    expect(after).toMatchObject({ seen: before.seen, possible: before.possible });
  });

  it("counts enlightenments for a Windows guest", () => {
    expect(selectTally(catalog, DEFAULT_SELECTION, "windows").seen).toBe(0);
    expect(selectTally(catalog, withText("hv-relaxed,hv-vapic"), "windows").seen).toBe(2);
  });

  it("is computed once a selection", () => {
    expect(selectTally(catalog, DEFAULT_SELECTION, "linux")).toBe(selectTally(catalog, DEFAULT_SELECTION, "linux"));
  });
});

describe("a state with the flags laid over it", () => {
  it.each([
    ["opt-in", "on", "on"],
    ["default", "off", "opt-in"],
    ["unavailable", "on", "unavailable"],
    ["default", undefined, "default"],
  ] as const)("%s, asked %s: %s", (state, asked, shown) => {
    expect(shownState(state, asked)).toBe(shown);
  });
});

describe("the journey of a bit", () => {
  const asked = (selection: Selection, feature: string) =>
    selectJourney(catalog, selection, feature).gates.find((gate) => gate.title === "Asked for?");

  it("says which flag is missing, and that it is there", () => {
    expect(asked(DEFAULT_SELECTION, "kvm-asyncpf-int")).toMatchObject({
      open: "no",
      text: "Not yet: add +kvm-asyncpf-int",
    });
    expect(asked(withText("+kvm-asyncpf-int"), "kvm-asyncpf-int")).toMatchObject({ open: "yes" });
    expect(selectJourney(catalog, withText("+kvm-asyncpf-int"), "kvm-asyncpf-int").state).toBe("on");
  });

  it("says what became of a flag that QEMU refuses", () => {
    const journey = selectJourney(catalog, withText("hv-stimer"), "hv-stimer");
    expect(journey.state).toBe("no-start");
    expect(asked(withText("hv-stimer"), "hv-stimer")?.text).toContain("QEMU refuses");
  });

  it("asks for nothing where a default has it", () => {
    expect(asked(DEFAULT_SELECTION, "kvmclock")).toBeUndefined();
  });
});

describe("the places of bits", () => {
  const eax14 = (selection: Selection) =>
    focusedPlace(catalog, selectResolved(catalog, selection), { kind: "feature", id: "kvm-asyncpf-int" });

  it("move up with KVM's leaves when Hyper-V takes the front", () => {
    expect(eax14(DEFAULT_SELECTION)).toEqual({ leaf: 0x40000001, subleaf: 0, register: "eax", bit: 14 });
    expect(eax14(withText("hv-relaxed"))).toEqual({ leaf: 0x40000101, subleaf: 0, register: "eax", bit: 14 });
  });

  it("are those that the guest reads, for every feature that is on", () => {
    const selection = withText("hv-relaxed,hv-vapic,hv-time,hv-vpindex,+kvm-pv-ipi");
    const resolved = selectResolved(catalog, selection);
    for (const id of ["hv-relaxed", "hv-vpindex", "kvm-pv-ipi", "kvmclock"]) {
      const feature = catalog.featureById.get(id);
      if (feature === undefined) throw new Error(`no ${id}`);
      for (const { leaf, register, bit } of featurePlaces(resolved, feature)) {
        const found = selectRegister(catalog, selection, leaf, register, 0).find((item) => item.bit === bit);
        expect(found).toMatchObject({ look: "set", info: { feature: id } });
      }
    }
  });
});

describe("a register", () => {
  it("tells set, possible and impossible bits apart, with host and QEMU", () => {
    const bits = selectRegister(catalog, DEFAULT_SELECTION, 0x40000001, "eax", 0);
    expect(bits).toHaveLength(32);
    expect(bits[0]?.bit).toBe(31);
    const at = (bit: number) => bits.find((item) => item.bit === bit);
    expect(at(0)).toMatchObject({ look: "set", host: "yes", qemu: "yes" });
    expect(at(14)).toMatchObject({ look: "possible", host: "yes", qemu: "yes" });
    // kvm-asyncpf-vmexit: in Linux 6.1, not yet in QEMU 7.2.
    expect(at(10)).toMatchObject({ look: "clear", host: "yes", qemu: "no" });
    expect(at(31)?.info.canFlip).toBe(false);
  });
});

describe("the leaves", () => {
  const ids = (selection: Selection) => leafEntries(catalog, selectResolved(catalog, selection)).map(leafId);

  it("are in order, with signatures, and with KVM's own even where it is empty", () => {
    const base = { ...DEFAULT_SELECTION, cpu: "base" };
    const entry = leafEntries(catalog, selectResolved(catalog, base)).find((row) => leafId(row) === "0x40000001");
    expect(entry).toMatchObject({ isEmpty: true });
    const resolved = selectResolved(catalog, DEFAULT_SELECTION);
    expect(leafEntries(catalog, resolved).find((row) => row.leaf === 0x40000000)?.signature).toBe("KVMKVMKVM");
    expect(ids(withText("hv-relaxed"))).toEqual(expect.arrayContaining(["0x40000003", "0x40000100", "0x40000101"]));
  });
});
