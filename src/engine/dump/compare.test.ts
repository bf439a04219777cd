// Real guests against the prediction for their own command line, for another one, and dumps with traps in them.
import { describe, expect, it } from "vitest";
import { u32 } from "#base/u32.ts";
import { resolved, vm } from "#testing/vm.ts";
import { realCatalog } from "#testing/catalog.ts";
import { observed, type MeasuredGuests } from "#testing/observed.ts";
import { compareDump, decodeCpu, type DecodedCpu, type DumpRow } from "./compare.ts";
import type { DumpLeaf } from "./dump.ts";
import { lackedFeatures, takeLacked } from "./faster.ts";
import { resolveVm } from "../resolve.ts";

const catalog = realCatalog();

const leaf = (number: number, eax = 0, ebx = 0, ecx = 0, edx = 0): DumpLeaf => ({
  leaf: u32(number),
  subleaf: 0,
  line: 0,
  words: { eax, ebx, ecx, edx },
});
const KVM = leaf(0x40000000, 0x40000001, 0x4b4d564b, 0x564b4d56, 0x4d);

const decode = (...leaves: DumpLeaf[]): DecodedCpu => decodeCpu(catalog, "guest", { label: "CPU 0", leaves });

const measured = (args: string): DecodedCpu => {
  const file = observed<MeasuredGuests>("guest-qemu-11.1.3-linux-6.12-amd.json")[0];
  const found = file?.value.cases.find((row) => row.args === args);
  if (!found) throw new Error(`no such case: ${args}`);
  const leaves = Object.entries(found.leaves).map(([at, { eax, ebx, ecx, edx }]) =>
    leaf(Number(at), Number(eax), Number(ebx), Number(ecx), Number(edx)),
  );
  return decode(...leaves);
};

const pv = (rows: readonly DumpRow[], ...states: readonly DumpRow["state"][]): (string | undefined)[] =>
  rows.filter(({ family, state }) => family !== "cpu" && states.includes(state)).map(({ name }) => name);

const HOST = { qemu: "11.1", kernel: "6.12", vendor: "amd" } as const;

describe("whose hypervisor", () => {
  it("KVM behind Hyper-V", () => {
    const { interfaces } = measured("-machine q35,accel=kvm -cpu EPYC,hv-relaxed");
    expect(interfaces.map(({ base, signature, family }) => [base, signature, family])).toEqual([
      [0x40000000, "Microsoft Hv", "hyperv"],
      [0x40000100, "KVMKVMKVM", "kvm"],
    ]);
  });

  it("a vendor id of one's own is still Hyper-V", () => {
    const { interfaces } = measured("-machine q35,accel=kvm -cpu EPYC,hv-relaxed,hv-vendor-id=KVMKVMKVM");
    expect(interfaces.map(({ family }) => family)).toEqual(["hyperv", "kvm"]);
  });

  it("VMware and an unknown signature are named, and their leaves are no KVM features", () => {
    const vmware = decode(leaf(0x40000000, 0x40000010, 0x61774d56, 0x4d566572, 0x65726177), leaf(0x40000001, 0xff));
    expect(vmware.interfaces.map(({ name, family }) => [name, family])).toEqual([["VMware", undefined]]);
    const other = decode(leaf(0x40000000, 0x40000001, 0x61616161, 0x62626262, 0x63636363));
    expect(other.interfaces.map(({ name, signature }) => [name, signature])).toEqual([[undefined, "aaaabbbbcccc"]]);
    expect(pv(compareDump(catalog, "guest", vmware, resolved()), "same")).toEqual([]);
  });

  it("an old KVM that announces 0 has its feature leaf all the same", () => {
    const cpu = decode({ ...KVM, words: { ...KVM.words, eax: 0 } }, leaf(0x40000001, 1 << 6));
    expect(pv(compareDump(catalog, "guest", cpu, resolved()), "same")).toContain("kvm-pv-eoi");
  });

  it("what a processor answers beyond the announced leaves is an echo and no feature", () => {
    const echo = [
      leaf(0x40000002, 7, 0x240, 0x340),
      leaf(0x40000003, 7, 0x240, 0x340),
      leaf(0x40000100, 7, 0x240, 0x340),
    ];
    const cpu = decode(KVM, leaf(0x40000001, 1), ...echo);
    expect(cpu.beyond).toEqual([0x40000002, 0x40000003, 0x40000100]);
    const families = compareDump(catalog, "guest", cpu, resolved()).map(({ family }) => family);
    expect(families).not.toContain("hyperv");
  });
});

describe("the difference", () => {
  it("is nothing for a guest and its own command line", () => {
    const args = "-machine q35,accel=kvm -cpu EPYC,hv-relaxed";
    const rows = compareDump(catalog, "guest", measured(args), resolved({ ...HOST, cpu: "EPYC,hv-relaxed" }));
    expect(pv(rows, "missing", "extra", "other")).toEqual([]);
    expect(pv(rows, "same")).toContain("hv-relaxed");
  });

  it("tells missing from extra, also where Hyper-V moved KVM's leaves", () => {
    const cpu = measured("-machine q35,accel=kvm -cpu EPYC,hv-relaxed");
    const rows = compareDump(catalog, "guest", cpu, resolved({ ...HOST, cpu: "EPYC,+kvm-poll-control" }));
    expect(pv(rows, "missing")).toEqual(["kvm-poll-control"]);
    expect(pv(rows, "extra")).toContain("hv-relaxed");
    expect(pv(rows, "same")).toContain("kvm-pv-eoi");
  });

  it("a CPU leaf that the dump does not have is not told, and not missing", () => {
    const cpu = decode(leaf(1, 0, 0, 0, 1), KVM, leaf(0x40000001, 1));
    const rows = compareDump(catalog, "guest", cpu, resolved({ ...HOST, cpu: "EPYC" }));
    expect(rows.filter(({ family, leaf: at }) => family === "cpu" && at !== 1)).toEqual([]);
    expect(rows.filter(({ leaf: at, state }) => at === 1 && state === "missing").length).toBeGreaterThan(10);
  });

  it("a bit without a name is there, and has none", () => {
    const rows = compareDump(catalog, "guest", decode(KVM, leaf(0x40000001, 0x80000000)), resolved());
    expect(rows.find(({ name, family }) => name === undefined && family === "kvm")).toMatchObject({
      state: "extra",
      register: "eax",
      bits: [31, 31],
    });
  });

  it("with CPU model host the CPU's own words are not predicted", () => {
    const rows = compareDump(catalog, "guest", decode(leaf(1, 0, 0, 1)), resolved({ cpu: "host" }));
    expect(rows.filter(({ family }) => family === "cpu").map(({ state }) => state)).toContain("not-predicted");
    expect(rows.filter(({ family, state }) => family === "cpu" && state === "extra")).toEqual([]);
  });

  it("of a list of properties only what it tells is compared", () => {
    const cpu = decodeCpu(catalog, "model", {
      label: "EPYC",
      leaves: [],
      properties: { "kvm-pv-eoi": false, sse2: true },
    });
    const rows = compareDump(catalog, "model", cpu, resolved({ cpu: "EPYC" }));
    expect(rows.map(({ name, state }) => [name, state])).toEqual([
      ["sse2", "same"],
      ["kvm-pv-eoi", "missing"],
    ]);
  });
});

describe("could have run faster", () => {
  const bare = decode(KVM, leaf(0x40000001, 0x0100007b));
  const chosen = vm({ ...HOST });

  it("names what is a flag away, with the flag, and what nothing here brings, with the reason", () => {
    const lacked = lackedFeatures(catalog, chosen, "guest", bare, "linux");
    const one = lacked.find(({ feature }) => feature === "kvm-pv-ipi");
    expect(one).toMatchObject({ state: "opt-in", flags: [{ property: "kvm-pv-ipi", form: "plus" }] });
    const old = lackedFeatures(catalog, vm({ ...HOST, kernel: "4.13" }), "guest", bare, "linux");
    const shut = old.find(({ feature }) => feature === "kvm-pv-ipi");
    expect(shut).toMatchObject({ state: "unavailable", flags: [] });
    expect(shut?.how).toContain("4.");
  });

  it("all of it taken over starts and shows every one", () => {
    for (const guest of ["linux", "windows"] as const) {
      const lacked = lackedFeatures(catalog, chosen, "guest", bare, guest);
      const made = resolveVm(
        catalog,
        takeLacked(
          catalog,
          chosen,
          lacked.filter(({ advice }) => advice === "yes"),
        ),
      );
      expect(made.starts).toBe("yes");
      for (const { feature, state, advice } of lacked) {
        if (state !== "opt-in" || advice !== "yes") continue;
        expect(made.outcomes.find((row) => row.feature === feature)).toMatchObject({ feature, outcome: "on" });
      }
    }
  });
});
