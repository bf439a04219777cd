// Nova's properties and settings, in the shapes in which people paste them.
import { describe, expect, it } from "vitest";
import type { ConfigVm } from "#engine/explain/config.ts";
import type { Change } from "#engine/explain/finding.ts";
import { realCatalog } from "#testing/catalog.ts";
import { changed } from "#testing/config-round.ts";
import { readConfig } from "./index.ts";
import { nova } from "./nova.ts";

const catalog = realCatalog();
const read = (text: string): ConfigVm => {
  const { kind, vms } = readConfig(catalog, text);
  expect(kind).toBe("nova");
  const [vm] = vms;
  if (!vm) throw new Error("no VM");
  return vm;
};
const marked = (text: string): string[] =>
  read(text).mentions.map(({ name, value, span }) => `${name}=${value}: ${text.slice(span.start, span.end)}`);
const make = (text: string, change: Change): string | undefined =>
  changed(text, nova.edit?.(catalog, text, read(text), change));
const set = (property: string, value = "on"): Change => ({ op: "set-property", property, value });

const WINDOWS = [
  "hv-relaxed",
  "hv-vapic",
  "hv-spinlocks",
  "hv-time",
  "hv-vpindex",
  "hv-runtime",
  "hv-synic",
  "hv-reset",
  "hv-frequencies",
  "hv-tlbflush",
  "hv-ipi",
];

/** As in the admin guide of Nova ("Configuring CPU models", "Image properties") and OpenStack's documentation of flavors. */
const COMMAND =
  "openstack image set --property os_type=windows --property 'hw_machine_type=pc-q35-7.2' --property hw_firmware_type=uefi IMAGE\n" +
  'openstack flavor set gpu --property "hw:hide_hypervisor_id"=true --property hw:cpu_policy=dedicated\n';
const CONF = `[DEFAULT]
debug = true
[libvirt]
# cpu_mode = none
cpu_mode = custom
cpu_models = IvyBridge,Cascadelake-Server  # two
cpu_model_extra_flags = pcid, -mtrr,+ssbd
virt_type = kvm
`;
const TABLE =
  "| name       | windows                                                         |\n" +
  "| properties | hw_machine_type='q35', os_hash_algo='sha512', os_type='windows' |\n";

describe("reading", () => {
  it("commands", () => {
    const vm = read(COMMAND);
    expect(vm).toMatchObject({
      guest: "windows",
      isPinned: true,
      isWhole: false,
      tellsAccel: false,
      timers: { hpet: false },
      vm: { machine: "pc-q35-7.2", cpu: "", accel: "kvm" },
    });
    expect(vm.addedByTool).toEqual([...WINDOWS, "hv-vendor-id"]);
    expect(vm.vm.overrides).toEqual(
      expect.arrayContaining([
        { property: "hv-spinlocks", form: "value", value: "8191" },
        { property: "kvm", form: "value", value: "off" },
      ]),
    );
    expect(marked(COMMAND)).toEqual([
      "guest=windows: os_type=windows",
      "machine=pc-q35-7.2: pc-q35-7.2",
      'kvm=off: "hw:hide_hypervisor_id"=true',
    ]);
  });

  it("nova.conf", () => {
    expect(read(CONF)).toMatchObject({ cpuMode: "custom", tellsAccel: true, vm: { cpu: "IvyBridge", accel: "kvm" } });
    expect(marked(CONF)).toEqual([
      "cpu=IvyBridge,Cascadelake-Server: IvyBridge,Cascadelake-Server",
      "pcid=on: pcid",
      "mtrr=off: -mtrr",
      "ssbd=on: +ssbd",
      "accel=kvm: kvm",
    ]);
  });

  it.each<[string, string, Partial<ConfigVm>]>([
    ["the list in a table", TABLE, { guest: "windows" }],
    ["a table of rows", "| hw_machine_type | q35 |\n| os_type | windows |\n", { guest: "windows" }],
    ["JSON", '{\n  "hw:cpu_policy": "shared",\n  "os_type": "linux"\n}', { guest: "linux", isPinned: false }],
    ["Terraform", 'properties = {\n  img_hide_hypervisor_id = "true"\n}\n', { addedByTool: [] }],
    ["YAML", "properties:\n  hw_time_hpet: true\n  os_type: Linux\n", { guest: "linux", timers: { hpet: true } }],
    ["glance", "glance image-update --property hw_time_hpet=false ID", { timers: { hpet: false } }],
    ["nova", "nova flavor-key m1 set hide_hypervisor_id=true hw:cpu_policy=dedicated", { isPinned: true }],
    ["a mode", "[libvirt]\ncpu_mode=host-model\n", { cpuMode: "host-model" }],
  ])("%s", (_, text, vm) => {
    expect(read(text)).toMatchObject(vm);
  });

  it("comments say nothing, commands behind a root prompt do", () => {
    const text = "# os_type=windows is set by hand\n# openstack image set --property hw_machine_type=q35 x\n";
    expect(marked(text)).toEqual(["machine=q35: q35"]);
  });

  it("a paravirtual flag in nova.conf is refused by libvirt", () => {
    expect(read("cpu_model_extra_flags = kvm-pv-eoi\n").mentions).toMatchObject([
      { note: expect.stringMatching(/refuses/) },
    ]);
    expect(read("cpu_model_extra_flags = kvm-pv-eoi\n").vm.overrides).toEqual([]);
  });
});

describe("changing", () => {
  it.each<[string, string, Change, string, string]>([
    [
      "an option",
      COMMAND,
      { op: "set-timer", timer: "hpet", present: true },
      "=uefi",
      "=uefi --property hw_time_hpet=true",
    ],
    ["a value in quotes", COMMAND, { op: "set-machine", machine: "pc-q35-9.2" }, "7.2'", "9.2'"],
    ["no hiding", COMMAND, { op: "remove-property", property: "kvm" }, ' --property "hw:hide_hypervisor_id"=true', ""],
    ["what comes along already", COMMAND, set("hv-ipi"), "", ""],
    ["a flag", CONF, set("aes"), ",+ssbd", ",+ssbd, aes"],
    ["a flag the other way", CONF, set("mtrr"), "-mtrr", "mtrr"],
    ["no flag", CONF, { op: "remove-property", property: "pcid" }, "pcid, ", ""],
    ["another model", CONF, { op: "set-cpu", model: "EPYC" }, "IvyBridge,Cascadelake-Server", "EPYC"],
    ["the accelerator", CONF, { op: "set-option", option: "accel", value: "tcg" }, "= kvm", "= qemu"],
    ["an item", TABLE, set("kvm", "off"), "'windows' |", "'windows', img_hide_hypervisor_id='true' |"],
    ["one item less", TABLE, { op: "remove-mention", mention: 1 }, ", os_type='windows'", ""],
    ["the first item less", TABLE, { op: "remove-mention", mention: 0 }, "hw_machine_type='q35', ", ""],
  ])("%s", (_, text, change, before, after) => {
    expect(make(text, change)).toBe(text.replace(before, after));
  });

  it("a mode without a model has none", () => {
    expect(make(CONF, { op: "set-cpu", model: "host-passthrough" })).toBe(
      CONF.replace("custom", "host-passthrough").replace(/cpu_models.*\n/, ""),
    );
  });

  it.each<[string, string, Change, string]>([
    ["YAML", "a:\n  hw_machine_type: pc\n", set("hv-relaxed"), "a:\n  hw_machine_type: pc\n  os_type: windows\n"],
    [
      "JSON",
      '{\n  "hw_machine_type": "pc"\n}',
      set("hv-relaxed"),
      '{\n  "hw_machine_type": "pc",\n  "os_type": "windows"\n}',
    ],
    [
      "JSON on a line",
      '{"hw_machine_type": "pc"}',
      set("kvm", "off"),
      '{"hw_machine_type": "pc", "img_hide_hypervisor_id": "true"}',
    ],
    [
      "JSON less a line",
      '{\n  "os_type": "linux",\n  "hw_time_hpet": "true"\n}',
      { op: "remove-mention", mention: 1 },
      '{\n  "os_type": "linux"\n}',
    ],
    [
      "words",
      "nova flavor-key m set hw:cpu_policy=dedicated",
      set("kvm", "off"),
      "nova flavor-key m set hw:cpu_policy=dedicated hw:hide_hypervisor_id=true",
    ],
    [
      "a row",
      "| hw_machine_type | pc |\n",
      set("kvm", "off"),
      "| hw_machine_type | pc |\n| img_hide_hypervisor_id | true |\n",
    ],
  ])("as it is written in %s", (_, text, change, after) => {
    expect(make(text, change)).toBe(after);
  });

  it.each<[string, Change]>([
    ["single enlightenments", { op: "remove-property", property: "hv-relaxed" }],
    ["other values", set("hv-spinlocks", "0xfff")],
    ["what Windows does not bring", set("hv-stimer")],
    ["the interrupt chip", { op: "set-option", option: "kernel-irqchip", value: "split" }],
    ["a model where no nova.conf is", { op: "set-cpu", model: "EPYC" }],
  ])("there is no word for %s", (_, change) => {
    expect(make(COMMAND, change)).toBeUndefined();
  });

  it("a Linux guest is not made a Windows guest", () => {
    expect(make("os_type=linux", set("hv-relaxed"))).toBeUndefined();
  });
});
