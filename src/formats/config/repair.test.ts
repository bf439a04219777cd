// A repair makes every safe fix once, and leaves the rest of the text alone.
import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { anyHost } from "#testing/explain.ts";
import { explainText } from "./explain.ts";
import { repairText } from "./repair.ts";

const catalog = realCatalog();

describe("repairText", () => {
  it("adds what is missing in front of what needs it, once", () => {
    const text = "qemu-system-x86_64 -machine q35,accel=kvm \\\n  -cpu 'host,hv_relaxed,hv_stimer' # mine\n";
    expect(repairText(catalog, text, anyHost(catalog))).toBe(
      "qemu-system-x86_64 -machine q35,accel=kvm \\\n  -cpu 'host,hv_relaxed,hv_time,hv_vpindex,hv_synic,hv_stimer' # mine\n",
    );
  });

  it("does not add for one finding what it adds for another", () => {
    const text = "-cpu host,hv-synic,hv-ipi,hv-tlbflush";
    const repaired = repairText(catalog, text, anyHost(catalog));
    expect(repaired.match(/hv-vpindex/g)).toHaveLength(1);
    expect(
      explainText(catalog, repaired, anyHost(catalog)).findings.filter(({ finding }) => finding.rule === "DEP-MISSING"),
    ).toEqual([]);
  });

  it("takes thousands of doubles away in one go, without reading the line anew for each", () => {
    const text = `qemu-system-x86_64 -enable-kvm -cpu host${",hv_relaxed".repeat(20_000)},hv_vapic`;
    expect(repairText(catalog, text, anyHost(catalog))).toBe(
      "qemu-system-x86_64 -enable-kvm -cpu host,hv_relaxed,hv_vapic",
    );
  });
});

describe("texts of ten million characters", () => {
  const M = 10_000_000;
  it.each([
    ["spaces", `qemu-system-x86_64 -cpu host${" ".repeat(M)}-m 1`],
    ["one machine option", `qemu-system-x86_64 -machine q35,x=${"a".repeat(M)} -cpu host`],
    ["one word", `qemu-system-x86_64 -cpu ${"a".repeat(M)}`],
    ["line ends that are taken away", `qemu-system-x86_64 -cpu host ${"\\\n".repeat(M / 2)}-m 1`],
  ])("%s: are read", (_, text) => {
    expect(explainText(catalog, text, anyHost(catalog)).document.vms).toHaveLength(1);
  });
});
