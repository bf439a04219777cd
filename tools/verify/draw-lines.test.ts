import { describe, expect, it } from "vitest";
import { parseQemuArgv } from "#formats/qemu-argv.ts";
import { realCatalog } from "#testing/catalog.ts";
import { lineDrawer } from "./draw-lines.ts";
import { FIXED_LINES, needsKvm } from "./guest-lines.ts";
import { openRandom } from "./random.ts";

const draw = (seed: number, accel: "kvm" | "tcg", count: number): string[] => {
  const line = lineDrawer(realCatalog(), openRandom(seed));
  return Array.from({ length: count }, () => line(accel));
};

describe("drawn lines", () => {
  it("are repeated by their seed", () => {
    expect(draw(5, "kvm", 40)).toEqual(draw(5, "kvm", 40));
    expect(draw(5, "kvm", 40)).not.toEqual(draw(6, "kvm", 40));
  });

  it("need no shell: words without quotes, which Flipbit reads", () => {
    for (const line of [...draw(9, "kvm", 400), ...draw(9, "tcg", 100)]) {
      expect(line).toMatch(/^[\w .,=+:-]+$/);
      expect(parseQemuArgv(line)).toMatchObject({ ok: true });
    }
  });

  it("speak of each family, of unknown names and of every way to write a flag", () => {
    const lines = draw(2, "kvm", 2000).join("\n");
    for (const piece of ["hv-passthrough", "kvm_", "q36", "nosuch", ",+kvm-", ",-kvm-", "=off", "split", "cpu-pm"])
      expect(lines).toContain(piece);
  });
});

describe("fixed lines", () => {
  it("are at least 60 with KVM, each once", () => {
    const lines = FIXED_LINES.map(({ args }) => args);
    expect(lines.filter(needsKvm).length).toBeGreaterThanOrEqual(60);
    expect(lines.filter((args) => !needsKvm(args)).length).toBeGreaterThanOrEqual(5);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it("ask for every paravirtual property that a guest sees", () => {
    const all = FIXED_LINES.map(({ args }) => args.replaceAll("_", "-")).join(" ");
    const unasked = realCatalog()
      .features.filter((feature) => feature.kind === "feature" && feature.property?.scope === "cpu")
      .filter(({ property }) => !all.includes(property?.name ?? "") && property?.since !== null)
      .map(({ id }) => id);
    expect(unasked).toEqual([]);
  });
});
