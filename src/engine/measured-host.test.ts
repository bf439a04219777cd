import { describe, expect, it } from "vitest";
import { hasBit } from "#base/u32.ts";
import { parseMeasuredHost } from "#catalog/measured.ts";
import type { MeasuredHost } from "#catalog/schema/measured.ts";
import { realCatalog } from "#testing/catalog.ts";
import { readCatalog } from "../../tools/read-catalog.ts";
import { hostFacts } from "./host.ts";
import { hostFlag } from "./host-flags.ts";
import { resolveVm } from "./resolve.ts";
import type { Leaf, ResolvedVm } from "./resolved.ts";
import type { Selection } from "./selection.ts";

const texts = [...readCatalog()].filter(([file]) => /^observed\/host-.*\.json$/.test(file));

function measured(text: string): MeasuredHost {
  const host = parseMeasuredHost(text);
  if (!host.ok) throw new Error(host.issues.map((issue) => `${issue.where}: ${issue.message}`).join("; "));
  return host.value;
}

const on = (host: MeasuredHost, flags: string[] = []): Selection => ({
  machine: "q35",
  cpu: "EPYC",
  accel: "kvm",
  overrides: flags.map((property) => ({ property, form: "value", value: "on" })),
  host: { qemu: "11.1", vendor: "intel", hyperv: false, measured: host },
});

describe("a measured host", () => {
  it.each(texts)("%s is read, and answers as the catalogue does for such a kernel", (_, text) => {
    const host = measured(text);
    const told = resolveVm(realCatalog(), on(host));
    const known = resolveVm(realCatalog(), {
      ...on(host),
      host: { qemu: "11.1", kernel: host.release ?? host.kernel, vendor: "amd", hyperv: true },
    });
    const paravirtual = ({ leaves }: ResolvedVm): readonly Leaf[] => leaves.filter((row) => row.family !== "cpu");
    expect(paravirtual(told)).toEqual(paravirtual(known));
    expect(told.starts).toBe("yes");
  });

  it("wins over the catalogue: a bit that this KVM lacks is warned about and dropped", () => {
    const [, text = ""] = texts.find(([file]) => file.includes("6.12")) ?? [];
    const host = measured(text);
    const poorer = {
      ...host,
      supportedCpuid: host.supportedCpuid.map((row) =>
        Number(row.leaf) === 0x40000001 ? { ...row, eax: "0x0100007b" } : row,
      ),
    };
    const outcome = (one: MeasuredHost): string | undefined =>
      resolveVm(realCatalog(), on(one, ["kvm-asyncpf-int"])).outcomes.find((row) => row.feature === "kvm-asyncpf-int")
        ?.outcome;
    expect([outcome(host), outcome(poorer)]).toEqual(["on", "dropped-warned"]);
  });

  it("keeps of the CPU model's flags what it has: only a leaf that it names, and no flag that QEMU adds by itself", () => {
    const row = { leaf: "0x1", subleaf: 0, eax: "0x0", ebx: "0x0", ecx: "0x02000000", edx: "0xffffffff" };
    const [, text = ""] = texts.find(([file]) => file.includes("6.12")) ?? [];
    const base = measured(text);
    const asked = on({ ...base, supportedCpuid: [...base.supportedCpuid, row] });
    const made = resolveVm(realCatalog(), asked);
    const leaf = (number: number): Leaf | undefined => made.leaves.find((one) => one.leaf === number);
    // aes is there, pni is not; hypervisor and the timer of the APIC are QEMU's own, and leaf 7 was not told.
    expect([25, 0, 31].map((bit) => hasBit(leaf(1)?.ecx ?? 0, bit))).toEqual([true, false, true]);
    expect(hasBit(leaf(7)?.ebx ?? 0, 0)).toBe(true);
    expect(made.problems.find(({ rule }) => rule === "host-lacks-feature")?.text).toMatch(
      /does not list .*pni.*: QEMU takes them away/,
    );
    const answers = ["aes", "pni", "hypervisor", "fsgsbase"].map((name) => hostFlag(realCatalog(), asked, name));
    expect(answers).toEqual([
      { answer: "yes", by: "kvm" },
      { answer: "no", by: "kvm" },
      { answer: "unknown", by: "qemu" },
      { answer: "unknown", by: "nobody" },
    ]);
    expect(hostFlag(realCatalog(), { ...asked, accel: "tcg" }, "aes").by).toBe("tcg");
  });

  it("tells itself whether Hyper-V is emulated, and its vendor", () => {
    const [, text = ""] = texts.find(([file]) => file.includes("6.12")) ?? [];
    const host = measured(text);
    const without = { ...host, capabilities: { ...host.capabilities, KVM_CAP_HYPERV: 0 } };
    const facts = (one: MeasuredHost): unknown => {
      const { hyperv, vendor } = hostFacts(realCatalog(), on(one).host);
      return { hyperv, vendor };
    };
    expect(facts(host)).toEqual({ hyperv: true, vendor: "amd" });
    expect(facts(without)).toEqual({ hyperv: false, vendor: "amd" });
  });

  it("is refused with the place of the mistake", () => {
    expect(parseMeasuredHost("{")).toMatchObject({ ok: false, issues: [{ rule: "json" }] });
    expect(
      parseMeasuredHost(
        '{"kernel": "6.12", "vendor": "VIA", "capabilities": {}, "supportedCpuid": [], "supportedHvCpuid": []}',
      ),
    ).toMatchObject({ ok: false, issues: [{ where: "vendor" }] });
    const bad =
      '{"kernel": "6.12", "vendor": "AMD", "capabilities": {}, "supportedCpuid": [{"leaf": "x", "eax": "0x1", "ebx": "0x1", "ecx": "0x1", "edx": "0x1"}], "supportedHvCpuid": []}';
    expect(parseMeasuredHost(bad)).toMatchObject({ ok: false, issues: [{ where: "supportedCpuid.0.leaf" }] });
  });
});
