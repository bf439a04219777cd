// Tokens of real texts explained: the reader gives the mentions, the engine their meaning.
import { describe, expect, it } from "vitest";
import { explainToken, type ExplainedToken } from "#engine/explain/token.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { HostSelection } from "#engine/selection.ts";
import { realCatalog } from "#testing/catalog.ts";
import { readConfig } from "./index.ts";

const catalog = realCatalog();
const HOST: HostSelection = { kernel: "6.12", qemu: "10.2", vendor: "intel", hyperv: true };

function tokens(text: string, host: HostSelection = HOST): ReadonlyMap<string, ExplainedToken> {
  const [config] = readConfig(catalog, text).vms;
  if (!config) throw new Error("no machine");
  const resolved = resolveVm(catalog, { ...config.vm, host });
  return new Map(config.mentions.map((row) => [row.written, explainToken(catalog, row, resolved)]));
}

describe("a token", () => {
  const line = "qemu-system-x86_64 -machine q35,accel=kvm -cpu Skylake-Server,hv_time,-kvm-pv-eoi,+aes,hv-relaxed";

  it("of a feature has its meaning, its file and what becomes of it", () => {
    const time = tokens(line).get("hv_time");
    expect(time).toMatchObject({ look: "on", fate: "on", file: "features/hyperv/hv-time.json" });
    expect(time?.feature?.id).toBe("hv-time");
    expect(time?.meaning).not.toBe("");
    expect(tokens(line).get("kvm-pv-eoi")).toMatchObject({ look: "off", fate: "off" });
  });

  it("is lost where the host has it not", () => {
    const old = { ...HOST, kernel: "4.4" };
    expect(tokens("qemu-system-x86_64 -cpu EPYC,+kvm-pv-ipi -enable-kvm", old).get("kvm-pv-ipi")?.look).toBe("lost");
  });

  it("that QEMU refuses says so in QEMU's own words", () => {
    const bad = tokens("qemu-system-x86_64 -enable-kvm -cpu host,hv-vgindex").get("hv-vgindex");
    expect(bad).toMatchObject({ look: "fatal", meaning: "The catalogue knows no CPU property of this name." });
    expect(bad?.quotes.join()).toContain("hv-vgindex");
  });

  it("of a VM that does not start has no fate unless it is the culprit", () => {
    const made = tokens("qemu-system-x86_64 -enable-kvm -cpu host,hv_relaxed,hv_stimer");
    expect(made.get("hv_stimer")).toMatchObject({ look: "fatal" });
    expect(made.get("hv_relaxed")).toMatchObject({ look: "plain", fate: "the VM does not start here" });
  });

  it("of an ordinary flag has its bit", () => {
    expect(tokens(line).get("aes")?.bit).toMatchObject({ leaf: "0x00000001", subleaf: 0, register: "ecx", bit: 25 });
  });

  it("of machine type and CPU model tells since when, and that an alias moves", () => {
    expect(tokens(line).get("q35")?.meaning).toContain("newest machine type");
    const named = tokens("qemu-system-x86_64 -machine pc-q35-7.2 -cpu EPYC-v3 -enable-kvm");
    expect(named.get("pc-q35-7.2")?.facts).toContainEqual(["In QEMU since", "7.2"]);
    expect(named.get("EPYC-v3")?.meaning).toContain("in one of its versions");
    expect(tokens("qemu-system-x86_64 -M nonesuch").get("nonesuch")).toMatchObject({ look: "fatal" });
  });

  it("has no fate where the machine is not worked out", () => {
    const [config] = readConfig(catalog, line).vms;
    const made = config?.mentions.map((mention) => explainToken(catalog, mention, undefined)) ?? [];
    expect(made.length).toBeGreaterThan(5);
    expect(made.map(({ fate, look }) => [fate, look])).toEqual(made.map(() => ["", "plain"]));
    expect(made.every(({ meaning }) => meaning !== "")).toBe(true);
  });
});
