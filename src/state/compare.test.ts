import { describe, expect, it } from "vitest";
import { realCatalog } from "#testing/catalog.ts";
import { vm, type VmWords } from "#testing/vm.ts";
import { compareLeaves, otherSelection, type Comparison } from "./compare.ts";

const catalog = realCatalog();
const compare = (a: VmWords, b: VmWords): Comparison => compareLeaves(catalog, vm(a), vm(b));
const names = ({ differences }: Comparison): string[] =>
  differences.flatMap((row) => row.bits.map(({ name, here }) => `${here ? "+" : "-"}${name}`));

describe("comparing what two guests read", () => {
  it("a VM with itself: nothing", () => expect(compare({}, {}).differences).toEqual([]));

  it("names the bit of a flag", () => {
    const { differences } = compare({ cpu: "EPYC,+kvm-asyncpf-int" }, {});
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({
      id: "0x40000001",
      register: "eax",
      bits: [{ bit: 14, name: "kvm-asyncpf-int", here: true }],
    });
    expect(names(compare({}, { cpu: "EPYC,+kvm-asyncpf-int" }))).toEqual(["-kvm-asyncpf-int"]);
  });

  it("KVM's leaves are compared with themselves where Hyper-V moved them", () => {
    const { differences } = compare({ cpu: "EPYC,hv-relaxed" }, {});
    const kvm = differences.filter((row) => row.movedTo !== undefined);
    expect(kvm.map((row) => [row.id, row.movedTo, row.register])).toEqual([["0x40000100", "0x40000000", "eax"]]);
  });

  it("is the same seen from the other side", () => {
    const [a, b] = [{ cpu: "EPYC,hv-time,hv-vpindex,+kvm-pv-ipi" }, { cpu: "Skylake-Server" }];
    const turned = names(compare(b, a)).map((name) => (name.startsWith("+") ? "-" : "+") + name.slice(1));
    expect(names(compare(a, b)).toSorted()).toEqual(turned.toSorted());
  });

  it("registers that are not predicted are named and not compared", () => {
    const { open, differences } = compare({ cpu: "host" }, {});
    expect(open).toContain("0x7 EBX");
    expect(differences.some((row) => row.id === "0x7")).toBe(false);
  });
});

describe("what a VM is compared with", () => {
  const selection = vm({ cpu: "EPYC,+kvm-pv-ipi", irqchip: "split" });
  const other = (text: string) => otherSelection(catalog, selection, undefined, text);

  it("defaults: no flags", () => expect(other("defaults")).toEqual(vm({ cpu: "EPYC" })));
  it("another machine type, CPU model, QEMU", () => {
    expect(other("machine:pc-q35-6.2")?.machine).toBe("pc-q35-6.2");
    expect(other("cpu:EPYC-Rome")?.cpu).toBe("EPYC-Rome");
    expect(other("qemu:7.2")?.host.qemu).toBe("7.2");
  });
  it("another host", () => {
    expect(other("host:debian-12")?.host).toMatchObject({ platform: "debian-12", vendor: "amd" });
    expect(other("kernel:5.4")?.host.kernel).toBe("5.4");
    expect(other("vendor:intel")?.host.vendor).toBe("intel");
  });
  it("a pinned VM by its own link", () => {
    expect(other("vm:v=1&cpu=EPYC&set=+hv-time")).toMatchObject({
      cpu: "EPYC",
      overrides: [{ property: "hv-time", form: "plus" }],
    });
  });
  it("nothing for nothing", () => {
    expect(other("")).toBeUndefined();
    expect(other("before")).toBeUndefined();
    expect(other("host:nowhere")).toBeUndefined();
  });
});
