// virt-install's and virt-xml's commands: read as the domain that they make, and changed in their own lists.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, orderEdits } from "#base/text-edit.ts";
import type { ConfigVm } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";
import { realCatalog } from "#testing/catalog.ts";
import { anyHost } from "#testing/explain.ts";
import { printVirtInstall, printVirtXml } from "../virtinst.ts";
import { explainText } from "./explain.ts";
import { readConfig } from "./index.ts";
import { virtInstall } from "./virt-install.ts";

const catalog = realCatalog();
const read = (text: string): ConfigVm => {
  const { kind, vms } = readConfig(catalog, text);
  expect(kind).toBe("virt-install");
  const [vm] = vms;
  if (!vm) throw new Error("no VM");
  return vm;
};
const handed = ({ vm }: ConfigVm): string[] => vm.overrides.map(({ property, value }) => `${property}=${value}`);

describe("a command", () => {
  const text = `# a guest
sudo virt-install --name w10 --memory 4096 --vcpus 4,maxvcpus=8 \\
  --cpu host-passthrough,migratable=off,+invtsc,disable=hypervisor \\
  --features acpi=on,hyperv.relaxed.state=yes,hyperv_vapic=on,hyperv.spinlocks.state=on,hyperv.spinlocks.retries=8191,kvm_hidden=on,eoi=off,ioapic.driver=qemu \\
  --clock offset=localtime,hypervclock_present=yes,hpet_present=no,timer0.name=tsc,timer0.frequency=2600000000 \\
  --machine q35 --virt-type kvm --os-variant generic --panic hyperv \\
  --xml './features/hyperv/reset/@state=on' \\
  --qemu-commandline="-overcommit cpu-pm=on -global 'x.y=1 2'" && echo done`;
  const vm = read(text);

  it("is the machine that libvirt makes of it", () => {
    expect(vm).toMatchObject({
      name: "w10",
      vm: {
        machine: "q35",
        cpu: "host",
        accel: "kvm",
        irqchip: "split",
        vcpus: 4,
        cpuPm: true,
        globals: [{ driver: "x", property: "y", value: "1 2" }],
      },
      cpuMode: "host-passthrough",
      tellsAccel: true,
      isWhole: true,
      timers: { hypervclock: true, hpet: false },
      addedByTool: [],
    });
    expect(handed(vm).toSorted()).toEqual([
      "hv-crash=on",
      "hv-relaxed=on",
      "hv-reset=on",
      "hv-spinlocks=0x1fff",
      "hv-time=on",
      "hv-vapic=on",
      "hypervisor=off",
      "invtsc=on",
      "kvm-pv-eoi=off",
      "kvm=off",
      "migratable=off",
      "tsc-frequency=2600000000",
    ]);
  });

  it("tells each thing where it stands", () => {
    expect(vm.mentions.map(({ name, span }) => [name, text.slice(span.start, span.end)])).toEqual([
      ["smp", "4"],
      ["cpu", "host-passthrough"],
      ["migratable", "migratable=off"],
      ["invtsc", "+invtsc"],
      ["hypervisor", "disable=hypervisor"],
      ["hv-relaxed", "hyperv.relaxed.state=yes"],
      ["hv-vapic", "hyperv_vapic=on"],
      ["hv-spinlocks", "hyperv.spinlocks.state=on"],
      ["kvm", "kvm_hidden=on"],
      ["kvm-pv-eoi", "eoi=off"],
      ["kernel-irqchip", "ioapic.driver=qemu"],
      ["hv-time", "hypervclock_present=yes"],
      ["hpet", "hpet_present=no"],
      ["tsc-frequency", "timer0.frequency=2600000000"],
      ["machine", "q35"],
      ["accel", "kvm"],
      ["hv-crash", "hyperv"],
      ["hv-reset", "./features/hyperv/reset/@state=on"],
      ["cpu-pm", "cpu-pm=on"],
      ["y", "'x.y=1 2'"],
    ]);
  });
});

describe("words", () => {
  it.each<[string, object]>([
    ["virt-install --cpu host", { cpuMode: "host-model", vm: { cpu: "" } }],
    ["virt-install --cpu EPYC,+vmx,-svm", { cpuMode: "custom", vm: { cpu: "EPYC" } }],
    ["virt-install --cpu mode=custom,model=EPYC", { cpuMode: "custom", vm: { cpu: "EPYC" } }],
    ["virt-install --cpu mode=maximum", { cpuMode: "maximum", vm: { cpu: "max" } }],
    ["virt-install --cpu=none", { vm: { cpu: "" } }],
    ["virt-install --vcpus sockets=2,cores=3", { vm: { vcpus: 6, topology: { sockets: 2, cores: 3 } } }],
    ["virt-install --cpu host-model,topology.threads=2", { vm: { topology: { threads: 2 } } }],
    ["virt-install --vcpu vcpus=3,sockets=3", { vm: { vcpus: 3 } }],
    ["virt-install --boot uefi,machine=pc --virt-type qemu", { vm: { machine: "pc", accel: "tcg" }, tellsAccel: true }],
    ["virt-install --os-variant debian12", { guest: "linux", addedByTool: [] }],
    ["virt-install --osinfo detect=on,name=win10", { guest: "windows" }],
    ["virt-install --feature eoi=maybe", { vm: { overrides: [] } }],
    ["virt-xml w10 --edit --features kvm_hidden=on", { name: "w10", isWhole: false }],
  ])("%s", (text, expected) => expect(read(text)).toMatchObject(expected));

  it("for Windows, what virt-install adds is not missing", () => {
    const text = "virt-install --os-variant win10 --features hyperv.relaxed.state=off,hyperv.evmcs.state=on";
    const vm = read(text);
    expect(vm.addedByTool).toEqual(expect.arrayContaining(["hv-time", "hv-vapic", "hv-stimer"]));
    expect(vm.addedByTool).not.toContain("hv-relaxed");
    expect(vm.vm.overrides).toContainEqual({ property: "hv-spinlocks", form: "value", value: "0x1fff" });
    expect(
      explainText(catalog, text, anyHost(catalog)).findings.filter(({ finding }) => finding.rule === "DEP-MISSING"),
    ).toEqual([]);
  });

  it("commands of virt-xml for one domain are one machine", () => {
    const { vms } = readConfig(
      catalog,
      "virt-xml a --edit --cpu EPYC\nvirt-xml b --edit --cpu host\nvirt-xml a --edit --features hyperv.relaxed.state=on\n",
    );
    expect(vms).toMatchObject([
      { name: "a", vm: { cpu: "EPYC", overrides: [{ property: "hv-relaxed" }] } },
      { name: "b" },
    ]);
  });
});

function changed(text: string, ...changes: readonly Change[]): string | undefined {
  let now = text;
  for (const change of changes) {
    const [vm] = virtInstall.read(catalog, now).vms;
    const edits = vm && virtInstall.edit?.(catalog, now, vm, change);
    if (edits === undefined) return undefined;
    now = applyEdits(now, orderEdits(edits));
  }
  return now;
}
const set = (property: string, value = "on"): Change => ({ op: "set-property", property, value });

describe("a change", () => {
  it.each<[string, Change, string | undefined]>([
    [
      "virt-install --features hyperv.synic.state=on # x",
      set("hv-vpindex"),
      "virt-install --features hyperv.synic.state=on,hyperv.vpindex.state=on # x",
    ],
    [
      "virt-install --features 'hyperv.synic.state=off'",
      set("hv-synic"),
      "virt-install --features 'hyperv.synic.state=on'",
    ],
    [
      "virt-install --name a \\\n  --cpu host && ls",
      set("hv-time"),
      "virt-install --name a \\\n  --cpu host \\\n  --clock hypervclock_present=yes && ls",
    ],
    [
      "virt-install --features hyperv.spinlocks.state=on,hyperv.spinlocks.retries=4095",
      set("hv-spinlocks", "0x1fff"),
      "virt-install --features hyperv.spinlocks.state=on,hyperv.spinlocks.retries=8191",
    ],
    ["virt-install --features kvm_hidden=on", set("kvm"), "virt-install --features kvm_hidden=off"],
    ["virt-install --cpu EPYC,+vmx", set("vmx", "off"), "virt-install --cpu EPYC,disable=vmx"],
    ["virt-install --cpu EPYC", set("vmx", "off"), "virt-install --cpu EPYC,disable=vmx"],
    [
      "virt-install --cpu EPYC",
      set("kvm-asyncpf-int"),
      "virt-install --cpu EPYC --qemu-commandline='-global driver=EPYC-x86_64-cpu,property=kvm-asyncpf-int,value=on'",
    ],
    ["virt-install --cpu EPYC,+vmx", { op: "remove-property", property: "vmx" }, "virt-install --cpu EPYC"],
    [
      "virt-install --features hyperv.relaxed.state=on --cpu EPYC",
      { op: "remove-property", property: "hv-relaxed" },
      "virt-install --cpu EPYC",
    ],
    [
      "virt-install --features hyperv.spinlocks.state=on,hyperv.spinlocks.retries=4095,acpi=on",
      { op: "remove-mention", mention: 0 },
      "virt-install --features acpi=on",
    ],
    ["virt-install --cpu EPYC,+vmxx", { op: "rename", mention: 1, to: "vmx" }, "virt-install --cpu EPYC,+vmx"],
    ["virt-install --cpu EPYC", { op: "set-cpu", model: "host-model" }, "virt-install --cpu host-model"],
    ["virt-install --cpu EPYC,-vmx", { op: "set-cpu", model: "max" }, "virt-install --cpu mode=maximum,-vmx"],
    ["virt-install --name x", { op: "set-cpu", model: "host" }, "virt-install --name x --cpu host-passthrough"],
    ["virt-install --machine pc", { op: "set-machine", machine: "q35" }, "virt-install --machine q35"],
    [
      "virt-install --boot machine=pc,uefi",
      { op: "set-machine", machine: "q35" },
      "virt-install --boot machine=q35,uefi",
    ],
    [
      "virt-install --virt-type qemu",
      { op: "set-option", option: "accel", value: "kvm" },
      "virt-install --virt-type kvm",
    ],
    [
      "virt-install --features acpi=on",
      { op: "set-option", option: "kernel-irqchip", value: "split" },
      "virt-install --features acpi=on,ioapic.driver=qemu",
    ],
    [
      "virt-install --clock hpet_present=yes",
      { op: "set-timer", timer: "hpet", present: false },
      "virt-install --clock hpet_present=no",
    ],
    [
      "virt-xml a --edit --features acpi=on",
      set("hv-relaxed"),
      "virt-xml a --edit --features acpi=on,hyperv.relaxed.state=on",
    ],
    ["virt-xml a --edit --features acpi=on", set("hv-time"), undefined],
    ["virt-install --os-variant win10", set("hv-time"), "virt-install --os-variant win10"],
    ["virt-install --qemu-commandline='-cpu host'", set("hv-time"), undefined],
  ])("%s", (text, change, expected) => expect(changed(text, change)).toBe(expected));

  it("is read back", () => {
    const features = catalog.features.filter(
      ({ libvirt, property }) =>
        libvirt?.on !== undefined &&
        libvirt.since !== null &&
        property?.scope === "cpu" &&
        !["kvm", "kvm-pv-ipi", "hv-passthrough", "hv-tlbflush-ext", "hv-tlbflush-direct", "hv-stimer-direct"].includes(
          property.name,
        ),
    );
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...features), { minLength: 1, maxLength: 5 }), (chosen) => {
        const values = chosen.map(({ property }): [string, string] => [
          property?.name ?? "",
          property?.type === "uint32" ? "0x1fff" : property?.type === "string" ? "Abc" : "on",
        ]);
        const after =
          changed("virt-install --cpu EPYC --machine q35", ...values.map(([name, value]) => set(name, value))) ?? "";
        const found = new Map(read(after).vm.overrides.map(({ property, value }) => [property, value]));
        expect(values.map(([name]) => [name, found.get(name)])).toEqual(values);
      }),
    );
  });
});

describe("our own printer's commands", () => {
  const header = { date: "2026-11-22", catalogVersion: "1", targets: "x", permalink: "https://example.org/" };
  it.each([printVirtInstall, printVirtXml])("are read as they were meant", (print) => {
    const overrides = [
      "hv-relaxed",
      "hv-vapic",
      "hv-time",
      "hv-stimer",
      "hv-stimer-direct",
      "hv-xmm-input",
      "kvm-pv-eoi",
    ].map((property) => ({ property, form: "value" as const, value: "on" }));
    const host = { qemu: "11.1", kernel: "6.12", libvirt: "12.8.0", vendor: "intel", hyperv: true } as const;
    const { text } = print(
      catalog,
      { machine: "pc-q35-9.2", cpu: "EPYC", accel: "kvm", vcpus: 3, irqchip: "split", overrides, host },
      header,
    );
    const vm = read(text);
    expect(vm.vm).toMatchObject({ machine: "pc-q35-9.2", cpu: "EPYC", vcpus: 3, irqchip: "split" });
    expect(handed(vm).toSorted()).toEqual(overrides.map(({ property }) => `${property}=on`).toSorted());
  });
});

describe("hostile commands", () => {
  const changes: readonly Change[] = [
    set("hv-vapic"),
    set("vmx"),
    set("hv-vendor-id", "a b'c"),
    { op: "remove-mention", mention: 1 },
    { op: "remove-property", property: "hv-relaxed" },
    { op: "set-cpu", model: "EPYC" },
    { op: "set-machine", machine: "a b" },
    { op: "set-timer", timer: "hpet", present: true },
    { op: "set-option", option: "kernel-irqchip", value: "on" },
  ];
  const outside = (text: string): readonly unknown[] => {
    const { vms } = virtInstall.read(catalog, text);
    return vms.flatMap((vm) => {
      const edits = changes.flatMap((change) => virtInstall.edit?.(catalog, text, vm, change) ?? []);
      const spans = [...vm.mentions.map(({ span }) => span), vm.span, ...edits];
      return spans.filter(({ start, end }) => start < 0 || start > end || end > text.length);
    });
  };
  const piece = fc.oneof(
    fc.constantFrom(
      "virt-install ",
      "virt-xml x ",
      "--cpu ",
      "--features ",
      "--clock=",
      "--xml ",
      "--qemu-commandline=",
      "host",
      "EPYC,+vmx",
      "hyperv.relaxed.state=on,",
      "hyperv_spinlocks=on,hyperv_spinlocks_retries=4095",
      "timer0.name=tsc,timer0.frequency=1",
      "'",
      '"',
      "\\",
      "\\\n",
      "\n",
      " ",
      ",",
      "=",
      "./a/b/@c=d",
      "--vcpus sockets=2 ",
      "'-cpu \"x,y\"'",
      "--panic hyperv ",
      "--osinfo win10 ",
      "__proto__",
    ),
    fc.string({ unit: "binary", maxLength: 4 }),
  );

  it("of any pieces", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(outside(`virt-install ${pieces.join("")}`)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["many items", `virt-install --features ${"hyperv.relaxed.state=on,kvm.x.y=on,".repeat(20_000)}`],
    ["many options", `virt-install ${"--cpu +vmx --clock hpet_present=no ".repeat(20_000)}`],
    ["many commands in a line", "virt-install --cpu host ".repeat(50_000)],
    ["many commands", "virt-install --cpu host\n".repeat(20_000)],
    ["a long value", `virt-install --cpu ${"x".repeat(5_000_000)}`],
    ["quotes without an end", "virt-install '\n".repeat(50_000)],
    ["a deep path", `virt-install --features ${"a.".repeat(1_000_000)}b=on`],
  ])("%s", (_name, text) => {
    const { vms } = virtInstall.read(catalog, text);
    expect(vms.length).toBeLessThanOrEqual(1_000);
    for (const vm of vms.slice(0, 2)) for (const change of changes) virtInstall.edit?.(catalog, text, vm, change);
  });
});
