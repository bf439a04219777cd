import { describe, expect, it } from "vitest";
import { applyEdits } from "#base/text-edit.ts";
import { realCatalog } from "#testing/catalog.ts";
import { anyHost } from "#testing/explain.ts";
import { EXAMPLES } from "./explain-examples.ts";
import { explainWork } from "./explain-work.ts";

const catalog = realCatalog();
const options = anyHost(catalog);
const explained = (text: string) => explainWork(catalog, { task: "explain", text, options });
const LINE = "qemu-system-x86_64 -enable-kvm -cpu host,hv_stimer,hv_vpindex\n";

describe("the work on a text", () => {
  it("counts all and holds no more than anybody can look at", () => {
    const made = explained(LINE.repeat(3000));
    expect(made.vmCount).toBe(3000);
    expect(made.vms.length).toBe(500);
    expect(made.findings.length).toBe(2000);
    expect(made.counts.error).toBeGreaterThanOrEqual(3000);
    expect(made.safeFixes).toBeGreaterThanOrEqual(3000);
  });

  it("gives what can be sent to another thread, and sent is the same", () => {
    for (const { text } of EXAMPLES) expect(structuredClone(explained(text))).toEqual(explained(text));
  });

  it("works nothing out of a machine with more flags than anybody writes", () => {
    const [config] = explained(`-cpu host${",hv_relaxed".repeat(1500)}`).vms;
    expect(config).toMatchObject({ isComplete: false, vm: { overrides: [] } });
  });

  it("repairs in rounds that lead to a text with no safe fix left", () => {
    const { rounds } = explainWork(catalog, { task: "repair", text: LINE, options });
    expect(rounds.length).toBeGreaterThan(0);
    expect(explained(rounds.reduce(applyEdits, LINE)).safeFixes).toBe(0);
  });

  it("tells a dump from a configuration", () => {
    const dumps = EXAMPLES.filter(({ text }) => explained(text).dump !== undefined);
    expect(dumps.map(({ title }) => title)).toEqual(["CPUID dump"]);
  });
});
