import { describe, expect, it } from "vitest";
import { applyEdits } from "#base/text-edit.ts";
import { realCatalog } from "#testing/catalog.ts";
import { readConfig } from "./index.ts";
import { upgradeRounds } from "./upgrade.ts";

const catalog = realCatalog();
const host = { kernel: "6.12", qemu: "10.2", vendor: "intel", hyperv: true } as const;

const upgrade = (text: string, id: string) => {
  const profile = catalog.profiles.find((row) => row.id === id);
  if (!profile) throw new Error(`no profile ${id}`);
  const { rounds, ...rest } = upgradeRounds(catalog, text, { profile, host, vm: 0 });
  return { ...rest, text: rounds.reduce(applyEdits, text) };
};

describe("a profile put into a command line", () => {
  const old =
    "qemu-system-x86_64 -m 8G -machine q35,accel=kvm -cpu host,hv_relaxed,hv_spinlocks=0x1fff,hv_vapic,hv_time -vga qxl";

  it("adds what is missing and leaves everything else as it was", () => {
    const made = upgrade(old, "windows-recommended");
    expect(made.text).toMatch(
      /^qemu-system-x86_64 -m 8G -machine q35,accel=kvm -cpu host,hv_relaxed,hv_spinlocks=0x1fff,hv_vapic,hv_time,/,
    );
    expect(made.text).toMatch(/ -vga qxl$/);
    expect(made.text).toMatch(/,hv_vpindex,.*hv_synic,hv_stimer,hv_stimer_direct,/);
    expect(made.unsaid).toEqual([]);
  });

  it("has nothing more to say of its own result", () => {
    const { text } = upgrade(old, "windows-recommended");
    expect(upgrade(text, "windows-recommended").text).toBe(text);
  });

  it("takes flags away that the profile does not have, and switches nothing else", () => {
    const { text } = upgrade("-cpu host,hv_relaxed,kvm=off,+vmx,hv_evmcs", "linux-recommended");
    expect(text).toContain("+vmx");
    expect(text).not.toMatch(/kvm=off|hv_/);
  });

  it("of the second VM changes the second only", () => {
    const two = `${old}\n${old}\n`;
    const profile = catalog.profiles.find((row) => row.id === "windows-recommended");
    if (!profile) throw new Error("no profile");
    const { rounds } = upgradeRounds(catalog, two, { profile, host, vm: 1 });
    const made = rounds.reduce(applyEdits, two);
    expect(made.startsWith(`${old}\n`)).toBe(true);
    expect(readConfig(catalog, made).vms[1]?.vm.overrides.length).toBeGreaterThan(8);
  });

  it("of a text without a VM is nothing", () => {
    expect(upgrade("hello", "windows-recommended")).toEqual({ text: "hello", unsaid: [], leftOut: [] });
  });
});
