// Proxmox VE's configurations: what they say, what the tool adds, and changes where they stand.
import { describe, expect, it } from "vitest";
import type { ConfigVm } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";
import { realCatalog } from "#testing/catalog.ts";
import { changed } from "#testing/config-round.ts";
import { readConfig } from "./index.ts";
import { proxmox } from "./proxmox.ts";

const catalog = realCatalog();
const all = (text: string): readonly ConfigVm[] => {
  const document = readConfig(catalog, text);
  expect(document.kind).toBe("proxmox");
  return document.vms;
};
const read = (text: string): ConfigVm => {
  const [vm] = all(text);
  if (!vm) throw new Error("no VM");
  return vm;
};
const values = ({ vm }: ConfigVm): string[] => vm.overrides.map(({ property, value }) => `${property}=${value}`);
const marked = (text: string): string[] =>
  read(text).mentions.map(({ name, value, span }) => `${name}=${value}: ${text.slice(span.start, span.end)}`);
const make = (text: string, ...changes: Change[]): string | undefined =>
  changed(text, proxmox.editTogether?.(catalog, text, read(text), changes)?.edits);
const set = (property: string, value = "on"): Change => ({ op: "set-property", property, value });

/** In the shape of the files that qemu-server's own tests hold (src/test/cfg2cmd/*.conf), with a snapshot. */
const WINDOWS = `#my machine
agent: 1
bios: ovmf
boot: order=scsi0
cores: 4
cpu: host,hidden=1,flags=+hv-tlbflush;-pcid
machine: pc-q35-8.1+pve0,viommu=intel
memory: 8192
name: win11
ostype: win11
scsi0: local:100/vm-100-disk-0.qcow2,size=64G
sockets: 2

[before-update]
cpu: x86-64-v2-AES
machine: pc-i440fx-2.6
name: win11
ostype: win7
bios: ovmf
snaptime: 1700000000

[special:cloudinit]
name: other
`;

describe("a file", () => {
  it("tells machine and snapshot, with what the tool adds", () => {
    const [vm, snapshot, none] = all(WINDOWS);
    expect(none).toBeUndefined();
    expect(vm).toMatchObject({
      name: "win11",
      isWhole: true,
      guest: "windows",
      timers: { hpet: false },
      vm: { machine: "pc-q35-8.1", cpu: "host", accel: "kvm", irqchip: "split", vcpus: 8 },
    });
    expect(vm?.addedByTool).toEqual([
      "hv-vapic",
      "hv-spinlocks",
      "hv-relaxed",
      "hv-time",
      "hv-reset",
      "hv-vpindex",
      "hv-runtime",
      "hv-synic",
      "hv-stimer",
      "hv-ipi",
      "kvm-pv-eoi",
      "kvm-pv-unhalt",
    ]);
    expect(values(vm!)).toEqual(
      expect.arrayContaining(["hv-spinlocks=0x1fff", "kvm=off", "hv-tlbflush=on", "pcid=off"]),
    );
    expect(snapshot).toMatchObject({ name: "before-update", vm: { machine: "pc-i440fx-2.6", cpu: "qemu64" } });
    // With OVMF a guest before Windows 8 gets nothing.
    expect(snapshot?.addedByTool).toEqual([
      "aes",
      "popcnt",
      "pni",
      "sse4.1",
      "sse4.2",
      "ssse3",
      "kvm-pv-eoi",
      "kvm-pv-unhalt",
    ]);
  });

  it("marks the tokens", () => {
    expect(marked(WINDOWS)).toEqual([
      "smp=4: 4",
      "cpu=host: host",
      "kvm=off: hidden=1",
      "hv-tlbflush=on: +hv-tlbflush",
      "pcid=off: -pcid",
      "machine=pc-q35-8.1: pc-q35-8.1+pve0",
      "guest=windows: win11",
      "smp=2: 2",
    ]);
  });

  it.each<[string, Change[], string, string]>([
    ["adds flags", [set("hv-evmcs"), set("aes")], "-pcid\n", "-pcid;+hv-evmcs;+aes\n"],
    ["turns a flag round", [set("pcid")], "-pcid", "+pcid"],
    ["removes the first flag", [{ op: "remove-property", property: "hv-tlbflush" }], "+hv-tlbflush;", ""],
    ["removes the last flag", [{ op: "remove-property", property: "pcid" }], ";-pcid", ""],
    ["shows KVM", [set("kvm")], "hidden=1", "hidden=0"],
    ["removes a part", [{ op: "remove-property", property: "kvm" }], ",hidden=1", ""],
    ["adds a part", [set("hv-vendor-id", "abc")], "-pcid\n", "-pcid,hv-vendor-id=abc\n"],
    ["sets the model", [{ op: "set-cpu", model: "EPYC" }], "cpu: host", "cpu: EPYC"],
    ["sets the machine type", [{ op: "set-machine", machine: "pc-q35-9.2" }], "pc-q35-8.1+pve0", "pc-q35-9.2"],
    ["adds a line", [{ op: "set-option", option: "accel", value: "tcg" }], "sockets: 2\n", "sockets: 2\nkvm: 0\n"],
    [
      "says nothing twice",
      [set("hv-relaxed"), { op: "set-timer", timer: "hpet", present: false }],
      "sockets: 2\n",
      "sockets: 2\n",
    ],
  ])("%s", (_, changes, before, after) => {
    expect(make(WINDOWS, ...changes)).toBe(WINDOWS.replace(before, after));
  });

  it.each<[string, Change]>([
    ["take away what it adds", { op: "remove-property", property: "hv-relaxed" }],
    ["give it another value", set("hv-spinlocks", "0xfff")],
    ["set what it has no flag for", set("hv-xmm-input")],
    ["set a machine type of another board", { op: "set-machine", machine: "microvm" }],
    ["split the interrupt chip without args", { op: "set-option", option: "kernel-irqchip", value: "split" }],
    ["have libvirt's mode", { op: "set-cpu", model: "host-model" }],
  ])("cannot %s", (_, change) => {
    expect(make(WINDOWS, change)).toBeUndefined();
  });
});

describe("args", () => {
  /** In the shape of older recipes for graphics cards. */
  const text =
    "args: -cpu 'host,+kvm_pv_unhalt,hv_relaxed,kvm=off' -device ivshmem\ncpu: kvm64,flags=+pcid\nostype: win10\nmemory: 4096\n";

  it("a -cpu there replaces all of Proxmox VE's flags", () => {
    const vm = read(text);
    expect([vm.vm.cpu, values(vm), vm.addedByTool]).toEqual([
      "host",
      ["kvm_pv_unhalt=on", "hv_relaxed=on", "kvm=off"],
      [],
    ]);
    expect(marked(text)).toEqual([
      "cpu=host: host",
      "kvm-pv-unhalt=on: +kvm_pv_unhalt",
      "hv-relaxed=on: hv_relaxed",
      "kvm=off: kvm=off",
      "guest=windows: win10",
    ]);
  });

  it("and is changed there", () => {
    expect(make(text, set("hv-time"), { op: "remove-property", property: "kvm" })).toBe(
      text.replace(",kvm=off'", ",hv_time'"),
    );
    expect(make(text, { op: "set-option", option: "kernel-irqchip", value: "split" })).toBe(
      text.replace("-cpu", "-machine kernel-irqchip=split -cpu"),
    );
    expect(make(text, { op: "rename", mention: 2, to: "hv_vapic" })).toBe(text.replace("hv_relaxed", "hv_vapic"));
  });

  it("globals there are beside the flags", () => {
    const vm = read("ostype: l26\ncpu: host\nargs: -global host-x86_64-cpu.kvm-asyncpf-int=on\n");
    expect(vm.vm.globals).toEqual([{ driver: "host-x86_64-cpu", property: "kvm-asyncpf-int", value: "on" }]);
    expect(vm.addedByTool).toEqual(["kvm-pv-eoi", "kvm-pv-unhalt"]);
    expect(make("ostype: l26\ncpu: host\nargs: -global x.y=on\n", set("hv-time"))).toBeUndefined();
  });
});

describe("commands", () => {
  it("are read, several for one machine as one", () => {
    const text =
      "root@pve:~# qm set 101 --cpu 'host,flags=+pcid' --ostype=win10\nqm set 101 -machine q35 \\\n  --args '-cpu EPYC,hv_time'\n";
    const vm = read(text);
    expect(vm).toMatchObject({
      isWhole: false,
      tellsAccel: false,
      guest: "windows",
      vm: { machine: "q35", cpu: "EPYC" },
    });
    expect(make(text, set("hv-relaxed"))).toBe(text.replace("hv_time'", "hv_time,hv_relaxed'"));
  });

  it("are quoted where a shell wants it", () => {
    expect(make("qm set 9 --cpu host,flags=+pcid --ostype l26", set("aes"))).toBe(
      "qm set 9 --cpu 'host,flags=+pcid;+aes' --ostype l26",
    );
    expect(make("qm set 9 --cpu host", set("kvm", "off"))).toBe("qm set 9 --cpu host,hidden=1");
    expect(make("qm set 9 --cpu host", { op: "set-machine", machine: "q35" })).toBe(
      "qm set 9 --cpu host --machine q35",
    );
  });

  it("do not change a model that they do not tell", () => {
    expect(make("qm set 9 --ostype l26", set("aes"))).toBeUndefined();
  });
});

describe("what is not as it seems", () => {
  it.each<[string, string, Partial<ConfigVm["vm"]>]>([
    ["a custom model is not in the text", "cpu: custom-mine,flags=+aes\nostype: l26\n", { cpu: "" }],
    ["without a model it is kvm64", "memory: 512\nostype: l26\n", { cpu: "kvm64" }],
    ["kvm: 0 is emulation", "memory: 512\nkvm: 0\nostype: win10\n", { accel: "tcg", overrides: [] }],
  ])("%s", (_, text, vm) => {
    expect(read(text).vm).toMatchObject(vm);
  });

  it("a flag that a machine may not have is refused", () => {
    expect(read("cpu: host,flags=+hv-relaxed;+nested-virt\n").mentions).toMatchObject([
      { name: "cpu" },
      { name: "hv-relaxed", note: expect.stringMatching(/refuses/) },
    ]);
  });

  it("a graphics card as first screen hides KVM", () => {
    const vm = read("memory: 512\nostype: win10\nhostpci0: 01:00,pcie=1,x-vga=1\n");
    expect(values(vm)).toEqual(expect.arrayContaining(["kvm=off", "hv-vendor-id=proxmox"]));
  });

  it("nothing is found where nothing is", () => {
    expect(readConfig(catalog, "hello", "proxmox").issues.map(({ rule }) => rule)).toEqual(["no-setting"]);
  });
});

it("of very many machines only the first thousand are read", () => {
  const { vms, issues } = readConfig(catalog, "[a]\ncpu: host\n".repeat(1_001), "proxmox");
  expect([vms.length, issues.map(({ rule }) => rule)]).toEqual([1_000, ["too-many-machines"]]);
});
