// Bits that can be touched: who owns them, what flipping one writes, and that flipping back takes it back.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "#base/result.ts";
import { hasBit } from "#base/u32.ts";
import type { Register } from "#catalog/schema/common.ts";
import { realCatalog } from "#testing/catalog.ts";
import { asked, askedOrdinary, points } from "#testing/points.ts";
import { outcomeOf, vm, type VmWords } from "#testing/vm.ts";
import type { BitInfo } from "./bit-info.ts";
import { bitInfo, flipBit, setFeature } from "./flip.ts";
import { resolveVm } from "./resolve.ts";
import type { ResolvedVm } from "./resolved.ts";
import type { Override, Selection } from "./selection.ts";
import { verdictAt, visibleFeatures } from "./verdict.ts";

const catalog = realCatalog();
const NATIVE = 0x40000001;

const info = (words: VmWords, leaf: number, register: Register, bit: number): BitInfo => {
  const selection = vm(words);
  return bitInfo(catalog, selection, resolveVm(catalog, selection), { leaf, subleaf: 0, register, bit });
};

const flipped = (words: VmWords, leaf: number, register: Register, bit: number): readonly string[] => {
  const selection = vm(words);
  const next = flipBit(catalog, selection, resolveVm(catalog, selection), { leaf, subleaf: 0, register, bit });
  if (!next.ok) throw new Error(JSON.stringify(next.issues));
  return next.value.overrides.map(flagText);
};

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
}

const flagText = ({ property, form, value }: Override): string =>
  form === "value" ? `${property}=${value}` : `${form === "plus" ? "+" : "-"}${property}`;

const set = (words: VmWords, feature: string, on: boolean): readonly string[] => {
  const next = setFeature(catalog, vm(words), feature, on);
  if (!next.ok) throw new Error(JSON.stringify(next.issues));
  return next.value.overrides.map(flagText);
};

describe("one bit", () => {
  it("of the native leaf belongs to a feature, and can be flipped where the host has it", () => {
    expect(info({ kernel: "6.12" }, NATIVE, "eax", 14)).toMatchObject({
      feature: "kvm-asyncpf-int",
      name: "kvm-asyncpf-int",
      set: false,
      canFlip: true,
      state: "opt-in",
    });
    expect(info({ kernel: "5.4" }, NATIVE, "eax", 14)).toMatchObject({ canFlip: false, state: "unavailable" });
    expect(info({ kernel: "5.4" }, NATIVE, "eax", 14).why).toContain("5.8");
  });

  it("moves with its leaf when Hyper-V is on", () => {
    const words = { cpu: "EPYC,hv-relaxed" };
    expect(info(words, 0x40000101, "eax", 14)).toMatchObject({ feature: "kvm-asyncpf-int", canFlip: true });
    expect(info(words, 0x40000004, "eax", 5)).toMatchObject({ feature: "hv-relaxed", set: true, canFlip: true });
  });

  it("that no QEMU has a name for, that nothing sets, or that is part of a field, cannot be flipped", () => {
    expect(info({}, NATIVE, "eax", 16).canFlip).toBe(false);
    expect(info({}, NATIVE, "eax", 23).canFlip).toBe(false);
    expect(info({}, 0x40000000, "eax", 0).canFlip).toBe(false);
    const place = { leaf: 0x40000000, subleaf: 0, register: "eax", bit: 0 } as const;
    const refused = flipBit(catalog, vm(), resolveVm(catalog, vm()), place);
    expect(refused.ok ? [] : refused.issues.map((row) => [row.rule, row.where])).toEqual([["fixed-bit", "EAX bit 0"]]);
  });

  // What the bit's own flag does not decide must not look as if it did.
  it.each([
    ["set by every flag", { cpu: "EPYC,hv-runtime" }, 0x40000003, "eax", 5],
    ["reported by KVM, but never passed on", { cpu: "EPYC,hv-relaxed" }, 0x40000003, "ebx", 11],
    ["reported by KVM, but never passed on", { cpu: "EPYC,hv-relaxed" }, 0x40000003, "edx", 1],
    [
      "not given by the old SynIC",
      { cpu: "EPYC,hv-vpindex,hv-synic", machine: "pc-q35-3.0", qemu: "7.2" },
      0x40000003,
      "ebx",
      4,
    ],
    ["replaced by hv-avic", { cpu: "EPYC,hv-vapic,hv-avic" }, 0x40000004, "eax", 3],
    ["given by hv-passthrough, which cannot be subtracted from", { cpu: "EPYC,hv-passthrough" }, 0x40000004, "eax", 10],
    ["given by hv-passthrough, asked for besides", { cpu: "EPYC,hv-passthrough,hv-time" }, 0x40000003, "eax", 9],
  ] as const)("%s: %o, %i %s bit %i cannot be flipped", (_, words, leaf, register, bit) => {
    expect(info(words, leaf, register, bit).canFlip).toBe(false);
  });

  it("of an ordinary leaf is a CPU flag", () => {
    expect(info({}, 1, "ecx", 21)).toMatchObject({ name: "x2apic", set: true, canFlip: true, state: undefined });
    expect(flipped({}, 1, "ecx", 21)).toEqual(["-x2apic"]);
    expect(flipped({ cpu: "EPYC,-x2apic" }, 1, "ecx", 21)).toEqual([]);
  });

  it.each([
    [{}, NATIVE, "eax", 14, ["+kvm-asyncpf-int"]],
    [{}, NATIVE, "eax", 6, ["-kvm-pv-eoi"]],
    [{ cpu: "EPYC,-kvm-pv-eoi" }, NATIVE, "eax", 6, []],
    [{ cpu: "EPYC,+kvm-asyncpf-int" }, NATIVE, "eax", 14, []],
    [{ cpu: "EPYC,kvm_asyncpf_int=on" }, NATIVE, "eax", 14, []],
    [{}, NATIVE, "edx", 0, ["+kvm-hint-dedicated"]],
    [{ cpu: "host" }, NATIVE, "eax", 14, ["-kvm-asyncpf-int"]],
    [{ cpu: "EPYC,hv-relaxed,hv-time=on" }, 0x40000003, "eax", 9, ["hv-relaxed=on"]],
  ] as const)("flipping at %o: %i %s bit %i gives %o", (words, leaf, register, bit, flags) => {
    expect(flipped(words, leaf, register, bit)).toEqual(flags);
  });
});

describe("switching a feature", () => {
  it("brings what QEMU makes it require", () => {
    expect(set({}, "hv-stimer", true).toSorted()).toEqual([
      "hv-stimer=on",
      "hv-synic=on",
      "hv-time=on",
      "hv-vpindex=on",
    ]);
    expect(set({ cpu: "EPYC,hv-time" }, "hv-stimer-direct", true).toSorted()).toEqual([
      "hv-stimer-direct=on",
      "hv-stimer=on",
      "hv-synic=on",
      "hv-time=on",
      "hv-vpindex=on",
    ]);
  });

  it("brings less on a QEMU that requires less", () => {
    expect(set({ qemu: "4.0" }, "hv-stimer", true)).toEqual(["hv-stimer=on"]);
  });

  it("takes along what requires it", () => {
    expect(set({ cpu: "EPYC,hv-relaxed,hv-vpindex,hv-synic,hv-time,hv-stimer" }, "hv-vpindex", false)).toEqual([
      "hv-relaxed=on",
      "hv-time=on",
    ]);
  });

  it("writes nothing that the defaults give already", () => {
    expect(set({}, "kvm-pv-eoi", true)).toEqual([]);
    expect(set({ cpu: "EPYC,kvm-pv-eoi=off,-kvm_pv_eoi" }, "kvm-pv-eoi", true)).toEqual([]);
    expect(set({}, "kvm-pv-ipi", false)).toEqual([]);
    expect(set({ cpu: "host" }, "kvm-pv-ipi", true)).toEqual([]);
  });

  it("knows what a machine type pins off, on -cpu max too", () => {
    const words = { machine: "pc-q35-5.1", irqchip: "split", qemu: "7.2" } as const;
    expect(set(words, "kvm-msi-ext-dest-id", true)).toEqual(["+kvm-msi-ext-dest-id"]);
    expect(set({ ...words, cpu: "max" }, "kvm-msi-ext-dest-id", true)).toEqual(["+kvm-msi-ext-dest-id"]);
  });

  it("is refused for what has no property", () => {
    const none = setFeature(catalog, vm(), "kvm-hc-map-gpa-range", true);
    expect(none.ok ? [] : none.issues.map((row) => row.rule)).toEqual(["no-property"]);
  });
});

// ---- for any selection

const property = (row: Override): string => catalog.featureByProperty.get(row.property)?.id ?? row.property;

/** The bits that features set, where they stand with Hyper-V off. */
const place = fc.constantFrom(
  ...visibleFeatures(catalog).flatMap((row) =>
    row.cpuid.flatMap(({ leaf, register, bits = [] }) =>
      bits.map((bit) => ({ family: row.family, leaf: Number(leaf), register, bit })),
    ),
  ),
);

describe("for any selection", { timeout: 60_000 }, () => {
  const feature = fc.constantFrom(...visibleFeatures(catalog).map((row) => row.id));

  it("a feature that was set has at most one override", () => {
    fc.assert(
      fc.property(asked(catalog), feature, fc.boolean(), (selection, id, on) => {
        const next = setFeature(catalog, selection, id, on);
        expect(next.ok).toBe(true);
        const overrides = next.ok ? next.value.overrides : [];
        expect(overrides.filter((row) => property(row) === id).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("from a clean selection no property gets two", () => {
    fc.assert(
      fc.property(points(catalog), fc.array(fc.tuple(feature, fc.boolean()), { maxLength: 5 }), (selection, steps) => {
        const last = steps.reduce<Selection>((at, [id, on]) => {
          const next = setFeature(catalog, at, id, on);
          return next.ok ? next.value : at;
        }, selection);
        const names = last.overrides.map(property);
        expect(names).toEqual([...new Set(names)]);
      }),
    );
  });

  it("a feature switched off is off", () => {
    fc.assert(
      fc.property(asked(catalog), feature, (selection, id) => {
        fc.pre(!selection.overrides.some((row) => row.property.includes("passthrough")));
        const next = setFeature(catalog, selection, id, false);
        expect(outcomeOf(resolveVm(catalog, next.ok ? next.value : selection), id)).not.toBe("on");
      }),
    );
  });

  it("a bit that can be flipped changes, alone or with what it needs, and flipping back takes it back", () => {
    let flips = 0;
    fc.assert(
      fc.property(askedOrdinary(catalog), place, (selection, { family, leaf, register, bit }) => {
        fc.pre(!selection.overrides.some((row) => row.property.includes("passthrough")));
        const first = resolveVm(catalog, selection);
        fc.pre(first.starts === "yes" && (family !== "hyperv" || first.hypervOn));
        const number = family === "kvm" && first.hypervOn ? leaf + 0x100 : leaf;
        const at = { leaf: number, subleaf: 0, register, bit };
        const before = bitInfo(catalog, selection, first, at);
        fc.pre(before.canFlip && (before.state === "default" || before.state === "opt-in"));
        const isSet = (made: ResolvedVm): boolean =>
          hasBit(made.leaves.find((row) => row.leaf === number)?.[register] ?? 0, bit);
        const flip = (from: Selection, made: ResolvedVm): Selection => valueOf(flipBit(catalog, from, made, at));
        const next = flip(selection, first);
        const second = resolveVm(catalog, next);
        // With its last flag Hyper-V goes as a whole, and the leaf with it.
        fc.pre(second.hypervOn === first.hypervOn);
        flips += 1;
        expect({ ...before, after: isSet(second) }).toMatchObject({ after: !before.set });
        const third = resolveVm(catalog, flip(next, second));
        expect(isSet(third)).toBe(before.set);
        // What a feature needs comes with it and stays; a flip that touched nothing else leaves no trace.
        const others = ({ overrides }: Selection): string =>
          overrides
            .filter((row) => property(row) !== before.feature)
            .map(flagText)
            .join();
        expect(others(next) === others(selection) ? third.leaves : first.leaves).toEqual(first.leaves);
      }),
      { numRuns: 600 },
    );
    expect(flips).toBeGreaterThan(100);
  });

  it("what can be flipped is what the verdict allows", () => {
    fc.assert(
      fc.property(points(catalog), feature, (selection, id) => {
        const { state } = verdictAt(catalog, id, selection);
        const made = resolveVm(catalog, selection);
        const row = catalog.featureById.get(id)?.cpuid[0];
        fc.pre(made.starts === "yes" && row?.bits !== undefined && !made.hypervOn);
        const bit = row!.bits![0] ?? 0;
        fc.pre(catalog.featureById.get(id)?.family === "kvm");
        const at = { leaf: Number(row!.leaf), subleaf: 0, register: row!.register, bit };
        const { canFlip } = bitInfo(catalog, selection, made, at);
        expect({ state, canFlip }).toEqual({ state, canFlip: state !== "unavailable" });
      }),
    );
  });
});
