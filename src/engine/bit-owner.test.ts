import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { vm, type VmWords } from "#testing/vm.ts";
import { featureOwner, flagOwner } from "./bit-owner.ts";
import { resolveVm } from "./resolve.ts";

const catalog = realCatalog();

function feature(words: VmWords, id: string): string {
  const selection = vm(words);
  const { layer, by } = featureOwner(catalog, selection, resolveVm(catalog, selection), id);
  return `${layer} ${by}`.trim();
}

function flag(words: VmWords, name: string, set: boolean): string {
  const selection = vm(words);
  const { layer, by } = flagOwner(catalog, selection, resolveVm(catalog, selection), name, set);
  return `${layer} ${by}`.trim();
}

describe("the layer that decided a bit", () => {
  it.each([
    [{}, "kvm-pv-eoi", "default"],
    [{ cpu: "EPYC,-kvm-pv-eoi" }, "kvm-pv-eoi", "user -kvm-pv-eoi"],
    [{ cpu: "EPYC,kvm_pv_eoi=off" }, "kvm-pv-eoi", "user kvm_pv_eoi=off"],
    [{ cpu: "EPYC,hv-time,hv-relaxed" }, "hv-time", "user hv-time=on"],
    [{ cpu: "host" }, "kvm-pv-ipi", "host host"],
    [{}, "hv-time", "nobody"],
  ] as const)("%j %s: %s", (words, id, owner) => expect(feature(words, id)).toBe(owner));

  it.each([
    [{}, "aes", true, "model EPYC-v1"],
    [{ cpu: "EPYC,-aes" }, "aes", false, "user -aes"],
    [{ cpu: "EPYC,-sse4_1" }, "sse4.1", false, "user -sse4_1"],
    [{}, "x2apic", true, "default"],
    [{}, "avx512f", false, "nobody"],
    [
      { globals: [{ driver: "EPYC-x86_64-cpu", property: "aes", value: "off" }] },
      "aes",
      false,
      "global EPYC-x86_64-cpu.aes=off",
    ],
  ] as const)("%j %s: %s", (words, name, set, owner) => expect(flag(words, name, set)).toBe(owner));

  it("a compat property names the machine type that holds it", () => {
    // Every one must name a type of its own board.
    const selection = vm({ machine: "pc-q35-2.4", cpu: "EPYC", qemu: "7.2" });
    const made = resolveVm(catalog, selection);
    const names = Object.values(catalog.flags.words).flatMap((word) => Object.values(word.flags));
    const owners = names.map((name) => flagOwner(catalog, selection, made, name, false));
    const compat = owners.filter((owner) => owner.layer === "compat");
    expect(compat.length).toBeGreaterThan(0);
    expect(compat.every((owner) => /^pc-q35-\d/.test(owner.by))).toBe(true);
  });
});
