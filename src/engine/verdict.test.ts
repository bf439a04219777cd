// Verdicts are what resolving says: for any point of the catalogue, asking for a feature does what its verdict promises.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { asked, points } from "#testing/points.ts";
import { vm } from "#testing/vm.ts";
import { setFeature } from "./flip.ts";
import { resolveVm } from "./resolve.ts";
import type { Reason, VerdictState } from "./resolved.ts";
import type { Selection } from "./selection.ts";
import { tally, verdictAt, visibleFeatures } from "./verdict.ts";

const catalog = realCatalog();
const visible = visibleFeatures(catalog);
const feature = fc.constantFrom(...visible.map((row) => row.id));

const outcome = (selection: Selection, id: string): { starts: string; outcome: string | undefined } => {
  const made = resolveVm(catalog, selection);
  return { starts: made.starts, outcome: made.outcomes.find((row) => row.feature === id)?.outcome };
};

const afterAsking = (selection: Selection, id: string): ReturnType<typeof outcome> => {
  const next = setFeature(catalog, selection, id, true);
  if (!next.ok) throw new Error(`not set: ${id}: ${JSON.stringify(next.issues)}`);
  return outcome(next.value, id);
};

const shut = (reasons: readonly Reason[]): Reason | undefined =>
  reasons.find((row) => row.open === "no" && row.gate !== "default" && row.gate !== "asked" && row.gate !== "guest");

const forAll = (check: (selection: Selection, id: string, state: VerdictState) => void): void =>
  fc.assert(
    fc.property(points(catalog), feature, (selection, id) =>
      check(selection, id, verdictAt(catalog, id, selection).state),
    ),
    { numRuns: 1000 },
  );

describe("for every point and visible feature", { timeout: 60_000 }, () => {
  it("there are features to look at, each with a property", () => {
    expect(visible.length).toBeGreaterThanOrEqual(35);
    expect(visible.filter((row) => row.property === undefined)).toEqual([]);
  });

  it("default exactly when the bare VM has it on", () => {
    forAll((selection, id, state) => {
      const bare = outcome(selection, id);
      expect({ isDefault: state === "default" }).toEqual({ isDefault: bare.starts === "yes" && bare.outcome === "on" });
    });
  });

  it("no-start exactly when the bare VM does not start", () => {
    forAll((selection, id, state) => {
      expect({ noStart: state === "no-start" }).toEqual({ noStart: outcome(selection, id).starts === "no" });
    });
  });

  it("opt-in: asking for it turns it on, and the VM starts", () => {
    forAll((selection, id, state) => {
      if (state !== "opt-in") return;
      expect(outcome(selection, id).outcome).not.toBe("on");
      expect(afterAsking(selection, id)).toEqual({ starts: "yes", outcome: "on" });
    });
  });

  it("default: asking for it changes nothing", () => {
    forAll((selection, id, state) => {
      if (state !== "default") return;
      expect(setFeature(catalog, selection, id, true)).toEqual({ ok: true, value: selection });
    });
  });

  it("unavailable: asking for it does not turn it on", () => {
    forAll((selection, id, state) => {
      if (state !== "unavailable") return;
      const { starts, outcome: result } = afterAsking(selection, id);
      expect(starts === "yes" && result === "on").toBe(false);
    });
  });

  it("unknown: resolving does not know either", () => {
    forAll((selection, id, state) => {
      if (state !== "unknown") return;
      const { starts, outcome: result } = afterAsking(selection, id);
      expect(starts === "unknown" || result === "unknown").toBe(true);
    });
  });

  it("a shut gate explains exactly the unavailable ones", () => {
    fc.assert(
      fc.property(points(catalog), feature, (selection, id) => {
        const { state, reasons } = verdictAt(catalog, id, selection);
        expect(reasons.length).toBeGreaterThan(0);
        fc.pre(state !== "no-start");
        expect({ state, shut: shut(reasons)?.rule !== undefined }).toEqual({ state, shut: state === "unavailable" });
      }),
      { numRuns: 1000 },
    );
  });

  it("the SynIC of an old machine type needs only the older form in KVM, and says so", () => {
    const host = { kernel: "4.9", qemu: "10.0.0", vendor: "amd", hyperv: true } as const;
    const at = (machine: string) =>
      verdictAt(catalog, "hv-synic", { machine, cpu: "486-v1", accel: "kvm", host, overrides: [] });
    expect([at("pc-q35-2.5").state, shut(at("pc-q35-2.5").reasons)]).toEqual(["opt-in", undefined]);
    expect([at("pc-q35-3.1").state, shut(at("pc-q35-3.1").reasons)?.gate]).toEqual(["unavailable", "kernel"]);
  });

  it("a no-start has one reason: what is missing", () => {
    forAll((selection, id, state) => {
      if (state !== "no-start") return;
      const { reasons } = verdictAt(catalog, id, selection);
      expect([reasons.length, reasons[0]?.gate, reasons[0]?.open]).toEqual([1, "start", "no"]);
    });
  });

  it("overrides do not change a verdict, but kvm=off", () => {
    fc.assert(
      fc.property(asked(catalog), feature, (selection, id) => {
        fc.pre(!selection.overrides.some((row) => row.property === "kvm"));
        const bare = verdictAt(catalog, id, { ...selection, overrides: [] });
        expect(verdictAt(catalog, id, selection)).toEqual(bare);
      }),
    );
  });

  it("every reason points at facts that are there", () => {
    const files = new Set([
      ...catalog.features.map((row) => row.file),
      ...catalog.boards.map((row) => row.file),
      "releases/qemu.json",
    ]);
    forAll((selection, id) => {
      const facts = verdictAt(catalog, id, selection).reasons.flatMap((row) => row.facts);
      expect(facts.filter((row) => !files.has(row.file))).toEqual([]);
    });
  });
});

describe("verdictAt", () => {
  it.each([
    ["kvm-pv-eoi", {}, "default"],
    ["kvm-pv-ipi", {}, "opt-in"],
    ["kvm-pv-ipi", { cpu: "host" }, "default"],
    ["kvm-pv-ipi", { cpu: "base" }, "opt-in"],
    ["kvm-pv-ipi", { kernel: "4.18" }, "unavailable"],
    ["kvm-asyncpf-int", { kernel: "5.4" }, "unavailable"],
    ["kvm-asyncpf-int", { kernel: "6.12" }, "opt-in"],
    ["kvm-asyncpf-int", { platform: "rhel-9.0" }, "default"],
    ["kvm-mmu", {}, "unavailable"],
    ["kvm-msi-ext-dest-id", {}, "unavailable"],
    ["kvm-msi-ext-dest-id", { irqchip: "split" }, "default"],
    ["kvm-msi-ext-dest-id", { irqchip: "split", machine: "pc-q35-5.1" }, "opt-in"],
    ["kvm-hint-dedicated", {}, "opt-in"],
    ["kvm-pv-eoi", { cpu: "EPYC,kvm=off" }, "unavailable"],
    ["kvm-pv-eoi", { accel: "tcg" }, "unavailable"],
    ["hv-relaxed", {}, "opt-in"],
    ["hv-relaxed", { hyperv: false }, "unavailable"],
    ["hv-evmcs", {}, "unavailable"],
    ["hv-evmcs", { vendor: "intel" }, "opt-in"],
    ["hv-avic", { platform: "rhel-9.2" }, "unknown"],
    ["kvm-pv-eoi", { machine: "pc-q35-99.0" }, "no-start"],
  ] as const)("%s at %o: %s", (id, words, state) => {
    const qemu = "machine" in words && words.machine === "pc-q35-5.1" ? { qemu: "7.2" } : {};
    expect(verdictAt(catalog, id, vm({ ...words, ...qemu })).state).toBe(state);
  });

  it("is a bug for an id that the catalogue has not", () => {
    expect(() => verdictAt(catalog, "kvm-nonsense", vm())).toThrow("kvm-nonsense");
  });
});

describe("tally", () => {
  it("counts the overrides too", () => {
    const bare = tally(catalog, vm(), "kvm");
    const more = tally(catalog, vm({ cpu: "EPYC,+kvm-pv-ipi,-kvm-pv-eoi,+kvm-pv-unhalt" }), "kvm");
    expect(bare.seen).toBe(6);
    expect(more).toEqual({ ...bare, seen: 7 });
    expect(tally(catalog, vm({ hyperv: false }), "hyperv")).toMatchObject({ seen: 0, possible: 0, unknown: 0 });
  });

  it("adds up over the families", () => {
    fc.assert(
      fc.property(asked(catalog), (selection) => {
        const all = tally(catalog, selection);
        const parts = (["kvm", "hyperv", "xen", "vmware"] as const).map((family) => tally(catalog, selection, family));
        const sum = (key: keyof typeof all): number => parts.reduce((total, part) => total + part[key], 0);
        expect(all).toEqual({
          seen: sum("seen"),
          possible: sum("possible"),
          total: sum("total"),
          unknown: sum("unknown"),
        });
        expect(all.total).toBe(visible.length);
      }),
    );
  });
});
