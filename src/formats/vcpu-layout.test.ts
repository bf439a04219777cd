// What QEMU completes -smp to is what libvirt must be told: its own layout is another one.
import { describe, expect, it } from "vitest";
import type { Selection } from "#engine/selection.ts";
import { readConfig } from "#formats/config/index.ts";
import { realCatalog } from "#testing/catalog.ts";
import { resolveVm } from "#engine/resolve.ts";
import { printLibvirtDomain } from "./libvirt-xml.ts";
import { parseQemuArgv } from "./qemu-argv.ts";
import { layoutOf } from "./vcpu-layout.ts";
import { printVirtInstall } from "./virtinst.ts";

const catalog = realCatalog();
const header = { date: "2026-11-28", catalogVersion: "1", targets: "t", permalink: "p" };

function selectionOf(args: string): Selection {
  const vm = parseQemuArgv(args);
  if (!vm.ok) throw new Error(vm.issues[0]?.message);
  return { ...vm.value, host: { kernel: "6.12", qemu: "10.0", libvirt: "11.3", vendor: "amd", hyperv: true } };
}

describe("the layout of vCPUs", () => {
  it.each([
    ["-machine pc-q35-9.2,accel=kvm -smp 4", "1 4 1"],
    ["-machine pc-q35-6.1,accel=kvm -smp 4", "4 1 1"],
    ["-machine pc-q35-9.2,accel=kvm -smp 4,threads=2", "1 2 2"],
    ["-machine pc-q35-9.2,accel=kvm -smp 4,sockets=2", "2 2 1"],
    ["-machine pc-q35-9.2,accel=kvm -smp 4,cores=2,threads=1,sockets=2", "2 2 1"],
    ["-machine pc-q35-9.2,accel=kvm -smp 4,maxcpus=8", "none"],
    ["-machine pc-q35-9.2,accel=kvm", "none"],
  ])("%s", (args, expected) => {
    const layout = layoutOf(catalog, selectionOf(args));
    expect(layout ? `${layout.sockets} ${layout.cores} ${layout.threads}` : "none").toBe(expected);
  });

  it.each(["pc-q35-9.2", "pc-q35-6.1"])(
    "a domain of %s shows the same package bits when it is read back",
    (machine) => {
      const selection = selectionOf(`-machine ${machine},accel=kvm -smp 4 -cpu EPYC`);
      const [vm] = readConfig(catalog, printLibvirtDomain(catalog, selection, header).text).vms;
      const first = (row: Selection) => resolveVm(catalog, row).leaves.find(({ leaf }) => leaf === 1);
      expect(vm && first({ ...vm.vm, host: selection.host })).toEqual(first(selection));
    },
  );

  it("is said to virt-install, and left to it where that is the same", () => {
    const line = (machine: string): string =>
      /--vcpus (\S+)/.exec(
        printVirtInstall(catalog, selectionOf(`-machine ${machine},accel=kvm -smp 4 -cpu EPYC`), header).text,
      )?.[1] ?? "";
    expect(line("pc-q35-9.2")).toBe("4,sockets=1,cores=4,threads=1");
    expect(line("pc-q35-6.1")).toBe("4");
  });

  it("that nobody knows is said", () => {
    const snippet = printLibvirtDomain(catalog, selectionOf("-machine pc-q35-9.2,accel=kvm -smp 4,maxcpus=8"), header);
    expect(snippet.leftOut.map(({ property }) => property)).toContain("smp");
  });
});
