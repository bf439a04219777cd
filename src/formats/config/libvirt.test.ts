// Reading libvirt's domains: what is said, where, and what of it libvirt hands to QEMU.
import { describe, expect, it } from "vitest";
import type { ConfigVm } from "#engine/explain/config.ts";
import { realCatalog } from "#testing/catalog.ts";
import { observed } from "#testing/observed.ts";
import { settleOverrides } from "../settled.ts";
import { parseQemuArgv } from "../qemu-argv.ts";
import { readConfig } from "./index.ts";

const catalog = realCatalog();
const read = (text: string): ConfigVm => {
  const { kind, vms } = readConfig(catalog, text);
  expect(kind).toBe("libvirt");
  const [vm] = vms;
  if (!vm) throw new Error("no VM");
  return vm;
};
/** `name=value` of all that reaches QEMU behind -cpu. */
const handed = ({ vm }: ConfigVm): string[] => vm.overrides.map(({ property, value }) => `${property}=${value}`);
const marked = (text: string, { mentions }: ConfigVm): [string, string, string][] =>
  mentions.map(({ name, value, span }) => [name, value, text.slice(span.start, span.end)]);

describe("what libvirt was seen to make of a domain", () => {
  interface Row {
    readonly name: string;
    readonly xml: string;
    readonly converted: boolean;
    readonly cpu?: readonly string[];
    readonly machine?: readonly string[];
    readonly accel?: readonly string[];
    readonly global?: readonly string[];
  }
  /** Why a reading differs from what that libvirt emitted. */
  const EXCEPTIONS: Readonly<Record<string, string>> = {
    "9.0.0 host-model": "libvirt fills in the host's CPU, which the text does not tell",
    "9.0.0 hyperv-mode-passthrough-with-children": "children are ignored from 11.0.0 on; the reader does as the newest",
    "9.0.0 hyperv-tlbflush-direct-on": "libvirt has the element from 11.0.0 on; the reader does as the newest",
    "9.0.0 hyperv-tlbflush-extended-on": "libvirt has the element from 11.0.0 on; the reader does as the newest",
    "12.8.0 cpu-host-passthrough": "the row keeps the features only, and this one is about the rest of the domain",
    "12.8.0 cpu-maximum": "the row keeps the features only, and this one is about the rest of the domain",
    "12.8.0 cpu-host-model": "the row keeps the features only, and this one is about the rest of the domain",
    "12.8.0 panic-hyperv": "the row keeps the features only, and this one is about the rest of the domain",
  };
  const rows = ["9.0.0", "12.8.0"].flatMap((release) =>
    observed<{ rows: readonly Row[] }>(`libvirt-${release}-domxml-to-native`).flatMap(({ value }) =>
      value.rows.filter(({ converted }) => converted).map((row): [string, Row] => [`${release} ${row.name}`, row]),
    ),
  );
  const isDomain = (xml: string): boolean => xml.includes("<domain");
  const settled = (vm: ConfigVm["vm"]): Record<string, string> =>
    Object.fromEntries(
      [...settleOverrides(catalog, vm.overrides).values()]
        // The base of the 12.8.0 run, which the rows do not show: mpx=off. What QEMU has anyway: migratable=on.
        .filter(({ property, value }) => property !== "mpx" && !(property === "migratable" && value === "on"))
        .map(({ property, value }): [string, string] => [property, value]),
    );

  it("has rows, and every exception is one", () => {
    expect(rows.length).toBeGreaterThan(120);
    const names = new Set(rows.map(([name]) => name));
    expect(Object.keys(EXCEPTIONS).filter((name) => !names.has(name))).toEqual([]);
  });

  it.each(rows.filter(([name]) => !Object.hasOwn(EXCEPTIONS, name)))("%s", (_name, row) => {
    const config = read(row.xml);
    const argv = [
      ...(row.machine ?? []).flatMap((value) => ["-machine", value]),
      ...(row.cpu ?? []).flatMap((value) => ["-cpu", value]),
      ...(row.global ?? []).flatMap((value) => ["-global", value]),
    ];
    const emitted = parseQemuArgv(argv);
    if (!emitted.ok) throw new Error(emitted.issues[0]?.message);
    expect(settled(config.vm)).toEqual(settled(emitted.value));
    expect(config.vm.irqchip).toBe(emitted.value.irqchip);
    if (!isDomain(row.xml)) return;
    expect(config.vm.cpu || "qemu64").toBe(emitted.value.cpu);
    expect(config.vm.machine).toBe(emitted.value.machine);
    expect(config.vm.globals).toEqual(emitted.value.globals);
    expect(config.vm.accel).toBe(row.accel?.[0]?.split(",")[0]);
  });
});

const DUMP = `virsh # dumpxml win10
<domain type='kvm' id='3' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>win10</name>
  <metadata>
    <libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">
      <libosinfo:os id="http://microsoft.com/win/10"/>
    </libosinfo:libosinfo>
  </metadata>
  <vcpu placement='static' current='2'>4</vcpu>
  <cputune>
    <vcpupin vcpu='0' cpuset='2'/>
    <vcpupin vcpu='1' cpuset='3'/>
  </cputune>
  <os>
    <type arch='x86_64' machine='pc-q35-9.2'>hvm</type>
  </os>
  <features>
    <acpi/>
    <apic eoi="off"/>
    <hyperv mode='custom'>
      <relaxed state='on'/>
      <!-- <vapic state='on'/> -->
      <spinlocks state='on' retries='8191'/>
      <stimer state='on'>
        <direct state='on'/>
      </stimer>
      <vendor_id state='on' value='a&amp;b'/>
      <frequencies state='off'/>
    </hyperv>
    <kvm>
      <hidden state='on'/>
      <pv-ipi state='on'/>
    </kvm>
    <ioapic driver='qemu'/>
  </features>
  <cpu mode='host-passthrough' check='none' migratable='off'>
    <topology sockets='1' cores='4' threads='1'/>
    <feature policy='require' name='invtsc'/>
    <feature policy='disable' name='cmp_legacy'/>
    <feature policy='optional' name='vmx'/>
    <feature policy='force' name='kvm_asyncpf'/>
  </cpu>
  <clock offset='localtime'>
    <timer name='rtc' tickpolicy='catchup'/>
    <timer name='hpet' present='no'/>
    <timer name='hypervclock' present='yes'/>
    <timer name='tsc' frequency='2600000000' mode='native'/>
  </clock>
  <devices>
    <panic model='hyperv'><address type='isa'/></panic>
  </devices>
</domain>

virsh #`;

describe("a domain as virsh prints it", () => {
  const vm = read(DUMP);

  it("is the machine that QEMU gets", () => {
    expect(vm).toMatchObject({
      name: "win10",
      vm: { machine: "pc-q35-9.2", cpu: "host", accel: "kvm", irqchip: "split", vcpus: 2 },
      tellsAccel: true,
      isWhole: true,
      cpuMode: "host-passthrough",
      guest: "windows",
      isPinned: true,
      timers: { hpet: false, hypervclock: true },
    });
    expect(handed(vm)).toEqual([
      "kvm-pv-eoi=off",
      "hv-relaxed=on",
      "hv-spinlocks=0x1fff",
      "hv-stimer=on",
      "hv-stimer-direct=on",
      "hv-vendor-id=a&b",
      "kvm=off",
      "migratable=off",
      "invtsc=on",
      "cmp-legacy=off",
      "hv-time=on",
      "tsc-frequency=2600000000",
      "hv-crash=on",
    ]);
  });

  it("tells each thing where it stands", () => {
    expect(marked(DUMP, vm)).toEqual([
      ["accel", "kvm", "type='kvm'"],
      ["guest", "windows", 'id="http://microsoft.com/win/10"'],
      ["smp", "2", "2"],
      ["machine", "pc-q35-9.2", "machine='pc-q35-9.2'"],
      ["kvm-pv-eoi", "off", 'eoi="off"'],
      ["hv-passthrough", "off", "mode='custom'"],
      ["hv-relaxed", "on", "<relaxed state='on'/>"],
      ["hv-spinlocks", "0x1fff", "<spinlocks state='on' retries='8191'/>"],
      ["hv-stimer", "on", "<stimer state='on'>"],
      ["hv-stimer-direct", "on", "<direct state='on'/>"],
      ["hv-vendor-id", "a&b", "<vendor_id state='on' value='a&amp;b'/>"],
      ["hv-frequencies", "off", "<frequencies state='off'/>"],
      ["kvm", "off", "<hidden state='on'/>"],
      ["kvm-pv-ipi", "on", "<pv-ipi state='on'/>"],
      ["kernel-irqchip", "split", "driver='qemu'"],
      ["cpu", "host", "mode='host-passthrough'"],
      ["migratable", "off", "migratable='off'"],
      ["invtsc", "on", "<feature policy='require' name='invtsc'/>"],
      ["cmp-legacy", "off", "<feature policy='disable' name='cmp_legacy'/>"],
      ["vmx", "on", "<feature policy='optional' name='vmx'/>"],
      ["kvm-asyncpf", "on", "<feature policy='force' name='kvm_asyncpf'/>"],
      ["rtc", "on", "<timer name='rtc' tickpolicy='catchup'/>"],
      ["hpet", "off", "<timer name='hpet' present='no'/>"],
      ["hv-time", "on", "<timer name='hypervclock' present='yes'/>"],
      ["tsc-frequency", "2600000000", "frequency='2600000000'"],
      ["hv-crash", "on", "<panic model='hyperv'>"],
    ]);
  });

  it("has a note wherever nothing reaches QEMU", () => {
    expect(vm.mentions.filter(({ note }) => note !== undefined).map(({ name }) => name)).toEqual([
      "hv-passthrough",
      "hv-frequencies",
      "kvm-pv-ipi",
      "vmx",
      "kvm-asyncpf",
    ]);
  });
});

describe("parts and oddities", () => {
  it.each([
    ["<hyperv><synic state='on'/></hyperv>", ["hv-synic=on"]],
    ["put <relaxed state='on'/> and <vapic state='on'/> there", ["hv-relaxed=on", "hv-vapic=on"]],
    ["<timer name='kvmclock' present='no'/>", ["kvmclock=off"]],
    ["<timer name='kvmclock'/>", []],
    [
      "<features>\n<pvspinlock/>\n</features>\n<clock><timer name='hypervclock' present='yes'/></clock>",
      ["kvm-pv-unhalt=on", "hv-time=on"],
    ],
    ["<hyperv><relaxed state='on'/><relaxed state='off'/></hyperv>", []],
    ["<hyperv><relaxed state='off'/><relaxed state='on'/></hyperv>", ["hv-relaxed=on"]],
    ["<hyperv><relaxed state='yes'/><vapic/></hyperv>", []],
    ["<hyperv><stimer state='off'><direct state='on'/></stimer></hyperv>", []],
    ["<hyperv><spinlocks state='on'/></hyperv>", ["hv-spinlocks=0xffffffff"]],
    ["<hyperv><spinlocks state='on' retries='0x1fff'/></hyperv>", ["hv-spinlocks=0x1fff"]],
    ["<hyperv><spinlocks state='on' retries='4094'/></hyperv>", []],
    ["<hyperv mode='passthrough'><relaxed state='on'/></hyperv>", ["hv-passthrough=on"]],
    ["<hyperv mode='host-model'><evmcs state='off'/></hyperv>", []],
    ["<kvm><steal-time state='on'/></kvm><hyperv><crash state='on'/></hyperv>", []],
    ["<cpu><model>EPYC</model><feature name='vmx'/></cpu>", ["vmx=on"]],
    ["<cpu mode='custom'><model>EPYC</model><feature policy='disable' name='hypervisor'/></cpu>", ["hypervisor=off"]],
  ])("%s", (text, expected) => {
    const vm = read(text);
    expect(vm).toMatchObject({ isWhole: false, tellsAccel: false });
    expect(handed(vm)).toEqual(expected);
  });

  it("names what libvirt refuses by QEMU's name where there is one", () => {
    expect(
      read("<kvm><steal-time state='on'/></kvm><hyperv><crash state='on'/><foo/></hyperv>").mentions,
    ).toMatchObject([
      { name: "kvm-steal-time", note: expect.stringContaining("refuses") as string },
      { name: "hv-crash", note: expect.stringContaining("refuses") as string },
      { name: "foo", note: expect.stringContaining("refuses") as string },
    ]);
  });

  it("reads several domains, whatever stands around them", () => {
    const text =
      "# virsh edit <domain>\n<domains><domain type='qemu'><name>a</name></domain>\n<domain type='kvm'><name>b</name><cpu mode='host-model'/></domain></domains>";
    const { vms } = readConfig(catalog, text);
    expect(vms).toMatchObject([
      { name: "a", vm: { accel: "tcg", cpu: "" } },
      { name: "b", vm: { accel: "kvm", cpu: "" }, cpuMode: "host-model" },
    ]);
    expect(vms.map(({ span }) => text.slice(span.start, span.start + 20))).toEqual([
      "<domain type='qemu'>",
      "<domain type='kvm'><",
    ]);
  });

  it("knows that only some vCPUs are pinned, and that a whole domain says so", () => {
    const os = "<os><type machine='q35'>hvm</type></os>";
    const pin = "<cputune><vcpupin vcpu='0' cpuset='1'/></cputune>";
    expect(read(`<domain type='kvm'><vcpu>2</vcpu>${pin}${os}</domain>`).isPinned).toBe(false);
    expect(read(`<domain type='kvm'><vcpu>1</vcpu>${pin}${os}</domain>`).isPinned).toBe(true);
    expect(read(`<domain type='kvm'><vcpu>1</vcpu>${os}</domain>`).isPinned).toBe(false);
    expect(read(`<domain type='kvm'><vcpu cpuset='2-3'>1</vcpu>${os}</domain>`).isPinned).toBeUndefined();
    expect(read("<hyperv><relaxed state='on'/></hyperv>").isPinned).toBeUndefined();
  });
});

describe("arguments passed through", () => {
  const domain = (...args: readonly string[]): string =>
    `<domain type='kvm'><os><type machine='q35'>hvm</type></os><features><hyperv><relaxed state='on'/></hyperv><vmport state='on'/></features><cpu mode='host-passthrough'/><qemu:commandline>${args.map((value) => `<qemu:arg value="${value}"/>`).join("")}</qemu:commandline></domain>`;

  it("take the place of libvirt's -cpu, and add the rest", () => {
    const text = domain(
      "-cpu",
      "EPYC,hv-time,+x&amp;y",
      "-overcommit",
      "cpu-pm=on",
      "-global",
      "a.b=c",
      "-machine",
      "kernel-irqchip=off",
      "-accel",
      "tcg",
    );
    const vm = read(text);
    expect(vm.vm).toMatchObject({
      cpu: "EPYC",
      machine: "q35",
      accel: "kvm",
      irqchip: "off",
      cpuPm: true,
      globals: [{ driver: "a", property: "b", value: "c" }],
    });
    expect(vm.cpuMode).toBeUndefined();
    expect(handed(vm)).toEqual(["hv-time=on", "x&y=on"]);
    expect(vm.mentions.filter(({ note }) => note !== undefined).map(({ name }) => name)).toEqual([
      "hv-relaxed",
      "cpu",
      "accel",
    ]);
    expect(marked(text, vm)).toContainEqual(["hv-time", "on", "hv-time"]);
  });
});

describe("broken XML", () => {
  it.each([
    ["<domain type='kvm'><features><hyperv><relaxed state='on'/></features></domain>", 62],
    ["<domain type='kvm'><features><hyperv><relaxed state='on'/>", 58],
    ["<domain type='kvm'><features><hyperv><relaxed state='on'/><vapic state=on/></hyperv></features></domain>", 71],
    ["<domain type='kvm'>&evil;<features><hyperv><relaxed state='on'/></hyperv></features></domain>", 19],
    [
      "<domain type='kvm'><name>\u{1f600}</name><features><hyperv><relaxed state='on'/></hyperv></features></x></domain>",
      95,
    ],
  ])("what stands before the fault is read, and the fault has a place: %s", (text, at) => {
    const { vms, issues } = readConfig(catalog, text);
    expect(vms.map(handed)).toEqual([["hv-relaxed=on"]]);
    expect(issues).toMatchObject([{ rule: "xml" }]);
    expect(issues[0]?.offset).toBeGreaterThanOrEqual(at - 4);
    expect(issues[0]?.offset).toBeLessThanOrEqual(at + 4);
  });

  it("is bounded in depth", () => {
    const text = `<domain type='kvm'>${"<a>".repeat(100_000)}`;
    expect(readConfig(catalog, text).issues).toMatchObject([{ rule: "xml-depth", offset: 19 + 3 * 199 }]);
  });
});
