import { parseXml, XmlElement } from "@rgrove/parse-xml";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCatalog } from "../../tools/read-catalog.ts";
import type { HostSelection, Selection } from "#engine/selection.ts";
import { realCatalog } from "#testing/catalog.ts";
import { FORMATS } from "./index.ts";
import { EMITS_OFF } from "./libvirt-properties.ts";
import { printLibvirtDomain, printLibvirtFragment } from "./libvirt-xml.ts";
import { parseQemuArgv } from "./qemu-argv.ts";
import type { Snippet } from "./snippet.ts";

const catalog = realCatalog();
const header = {
  date: "2026-11-22",
  catalogVersion: "1",
  targets: "libvirt 9.0.0",
  permalink: "https://example.org/#v=1",
};
const newest: HostSelection = { qemu: "11.1", kernel: "6.12", libvirt: "12.8.0", vendor: "intel", hyperv: true };
const debian12: HostSelection = { platform: "debian-12", vendor: "intel", hyperv: true };

function selection(argv: string, host: HostSelection = newest): Selection {
  const vm = parseQemuArgv(argv);
  if (!vm.ok) throw new Error(vm.issues[0]?.message);
  return { ...vm.value, host };
}
const domain = (argv: string, host?: HostSelection): Snippet =>
  printLibvirtDomain(catalog, selection(argv, host), header);
const fragment = (argv: string, host?: HostSelection): Snippet =>
  printLibvirtFragment(catalog, selection(argv, host), header);

/** The values of <qemu:arg>, in order. */
const passed = ({ text }: Snippet): string[] =>
  [...text.matchAll(/<qemu:arg value='(.*)'\/>/g)].map(([, value]) => value ?? "");

describe("a whole domain", () => {
  test("says what it can by elements and passes the rest on", () => {
    const argv =
      "-machine q35,accel=kvm,kernel-irqchip=split -smp 4 -cpu Skylake-Server,kvm-pv-eoi=off,hv-relaxed,hv-spinlocks=0x1fff," +
      "hv-time,hv-stimer,hv-stimer-direct,hv-crash,hv-tlbflush,hv-tlbflush-ext,+kvm-asyncpf-int,kvm=off,-mpx,+pclmulqdq,hv-vendor-id=KVMHv";
    expect(domain(argv, debian12)).toMatchObject({
      fileName: "flipbit-domain.xml",
      mediaType: "application/xml",
      leftOut: [],
      text: `<!--
  Made by Flipbit on 2026-11-22 from catalogue 1
  For: libvirt 9.0.0
  Open it again: https://example.org/#v=1
-->
<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>flipbit</name>
  <memory unit='MiB'>2048</memory>
  <vcpu>4</vcpu>
  <os>
    <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
  </os>
  <features>
    <acpi/>
    <apic eoi='off'/>
    <ioapic driver='qemu'/>
    <hyperv>
      <relaxed state='on'/>
      <spinlocks state='on' retries='8191'/>
      <stimer state='on'>
        <direct state='on'/>
      </stimer>
      <tlbflush state='on'/>
      <vendor_id state='on' value='KVMHv'/>
    </hyperv>
    <kvm>
      <hidden state='on'/>
    </kvm>
  </features>
  <cpu mode='custom' match='exact'>
    <model fallback='forbid'>Skylake-Server</model>
    <topology sockets='1' cores='4' threads='1'/>
    <feature policy='disable' name='mpx'/>
    <feature policy='require' name='pclmuldq'/>
  </cpu>
  <clock offset='utc'>
    <timer name='hypervclock' present='yes'/>
  </clock>
  <devices>
    <panic model='hyperv'/>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
  </devices>
  <qemu:commandline>
    <qemu:arg value='-global'/>
    <qemu:arg value='driver=Skylake-Server-x86_64-cpu,property=hv-tlbflush-ext,value=on'/>
    <qemu:arg value='-global'/>
    <qemu:arg value='driver=Skylake-Server-x86_64-cpu,property=kvm-asyncpf-int,value=on'/>
  </qemu:commandline>
</domain>
`,
    });
  });

  test.each([
    ["host", "<cpu mode='host-passthrough' migratable='on'/>"],
    ["host,migratable=off", "<cpu mode='host-passthrough' migratable='off'/>"],
    ["max", "<cpu mode='maximum'/>"],
    ["EPYC-v4", "<model fallback='forbid'>EPYC-v4</model>"],
  ])("-cpu %s", (cpu, expected) => {
    const snippet = domain(`-machine q35,accel=kvm -cpu ${cpu}`);
    expect(snippet.text).toContain(expected);
    expect(passed(snippet)).toEqual([]);
    expect(snippet.leftOut).toEqual([]);
  });

  test("TCG, and no CPU chosen", () => {
    const { text } = domain("-machine pc");
    expect(text).toContain("<domain type='qemu'>");
    expect(text).not.toContain("<cpu");
    expect(domain("-machine pc -cpu qemu64,+lahf_lm").text).toContain("<feature policy='require' name='lahf_lm'/>");
  });

  test("without PCI, libvirt's own devices are taken back", () => {
    const { text } = domain("-machine isapc,accel=kvm");
    expect(text).toContain("<controller type='usb' model='none'/>");
    expect(text).toContain("<memballoon model='none'/>");
    expect(text).not.toContain("<acpi/>");
  });

  test("a distribution's own machine type says nothing of where QEMU lies", () => {
    const host: HostSelection = { platform: "rhel-9.4", vendor: "intel", hyperv: true };
    const known = catalog.platforms.find((platform) => platform.machines !== undefined);
    expect(domain("-machine q35,accel=kvm", { ...host, platform: known?.id ?? "" }).text).not.toContain("<emulator>");
  });

  test.each([
    ["-machine q35,accel=kvm,kernel-irqchip=off", ["-machine", "kernel-irqchip=off"]],
    ["-machine q35,accel=kvm -overcommit cpu-pm=on", ["-overcommit", "cpu-pm=on"]],
    ["-machine q35,accel=kvm -global a.b=c,d", ["-global", "a.b=c,d"]],
    [
      "-machine q35,accel=kvm -cpu EPYC,-kvm-asyncpf",
      ["-global", "driver=EPYC-x86_64-cpu,property=kvm-asyncpf,value=off"],
    ],
    [
      "-machine q35,accel=kvm -cpu host,kvm-poll-control=off",
      ["-global", "driver=host-x86_64-cpu,property=kvm-poll-control,value=off"],
    ],
    [
      "-machine q35,accel=kvm -cpu EPYC,kvm-pv-ipi=on",
      ["-global", "driver=EPYC-x86_64-cpu,property=kvm-pv-ipi,value=on"],
    ],
    [
      "-machine q35,accel=kvm -cpu EPYC,hv-spinlocks=100",
      ["-global", "driver=EPYC-x86_64-cpu,property=hv-spinlocks,value=100"],
    ],
    [
      "-machine q35,accel=kvm -cpu EPYC,tsc-frequency=2000000000",
      ["-global", "driver=EPYC-x86_64-cpu,property=tsc-frequency,value=2000000000"],
    ],
    // libvirt would switch hv-tlbflush on, too.
    [
      "-machine q35,accel=kvm -cpu EPYC,hv-tlbflush-direct",
      ["-global", "driver=EPYC-x86_64-cpu,property=hv-tlbflush-direct,value=on"],
    ],
    [
      "-machine q35,accel=kvm -cpu EPYC,hv-passthrough,hv-relaxed",
      ["-global", "driver=EPYC-x86_64-cpu,property=hv-relaxed,value=on"],
    ],
    // An enlightenment is off by default, unless something else asks for it.
    ["-machine q35,accel=kvm -cpu EPYC,hv-relaxed=off", []],
    [
      "-machine q35,accel=kvm -cpu EPYC,hv-relaxed=off -global EPYC-x86_64-cpu.hv-relaxed=on",
      ["-global", "EPYC-x86_64-cpu.hv-relaxed=on", "-global", "driver=EPYC-x86_64-cpu,property=hv-relaxed,value=off"],
    ],
  ])("passes on: %s", (argv, args) => expect(passed(domain(argv))).toEqual(args));

  test("of several forms for one property the one that QEMU takes last counts", () => {
    expect(domain("-machine q35,accel=kvm -cpu EPYC,-kvm_pv_eoi,+kvm-pv-eoi,kvm-pv-eoi=on").text).toContain(
      "<apic eoi='off'/>",
    );
  });

  test.each([
    ["-machine q35,accel=kvm -cpu base,+x2apic,+kvm-asyncpf", newest, ["cpu", "x2apic", "kvm-asyncpf"]],
    ["-accel kvm,xen-version=0x4000a -machine q35", newest, ["xen-version"]],
    ["-machine q35,accel=kvm -cpu EPYC-Turin", debian12, ["cpu"]],
    ["-machine q35,accel=kvm -cpu Skylake-Server-v4", debian12, ["cpu"]],
    ["-machine q35,accel=kvm -cpu Skylake-Server-v3", debian12, []],
  ])("%s leaves out", (argv, host, properties) => {
    expect(domain(argv, host).leftOut.map(({ property }) => property)).toEqual(properties);
  });

  test("an alias where libvirt is too old for a versioned name, also for what is passed on", () => {
    const snippet = domain("-machine q35,accel=kvm -cpu Skylake-Server-v3,+kvm-asyncpf-int", debian12);
    expect(snippet.text).toContain("<model fallback='forbid'>Skylake-Server-noTSX-IBRS</model>");
    expect(passed(snippet)[1]).toContain("driver=Skylake-Server-noTSX-IBRS-x86_64-cpu,");
  });
});

describe("parts of a domain", () => {
  test("names what needs more than elements, with the first libvirt that has it", () => {
    const argv = "-machine q35,accel=kvm -cpu EPYC,hv-relaxed,hv-xmm-input,+kvm-asyncpf-int";
    const { text, leftOut } = fragment(argv, debian12);
    expect(text).not.toContain("qemu:");
    expect(text).toContain("Machine type: pc-q35-7.2");
    expect(leftOut).toEqual([
      { property: "hv-xmm-input", reason: "libvirt has an element for it from 10.7.0 on, and this host has 9.0.0" },
      { property: "kvm-asyncpf-int", reason: "libvirt has no element for it" },
    ]);
    for (const { property, reason } of leftOut) expect(text).toContain(`- ${property}: ${reason}`);
    expect(fragment(argv).leftOut.map(({ property }) => property)).toEqual(["kvm-asyncpf-int"]);
  });
});

describe("nothing escapes", () => {
  test("a property named like an object's own method is a property like any other", () => {
    const argv = "qemu-system-x86_64 -accel kvm -M q35 -cpu EPYC,toString=1,constructor=on";
    expect(fragment(argv).text).toContain("toString");
    expect(fragment(argv).text).toContain("constructor");
  });

  const nasty = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("'/><evil/>", "-->", "--", "]]>", "<evil>", "&amp;", "a\nb", "\u0000", "a,b", "\ud800"),
  );
  const choice = fc.record({
    machine: nasty,
    cpu: nasty,
    overrides: fc.array(
      fc.record({
        property: fc.oneof(
          nasty,
          fc.constantFrom("hv-vendor-id", "hv-spinlocks", "hv-relaxed", "x2apic", "migratable"),
        ),
        form: fc.constantFrom("value" as const, "plus" as const, "minus" as const),
        value: nasty,
      }),
      { maxLength: 3 },
    ),
    globals: fc.array(fc.record({ driver: nasty, property: nasty, value: nasty }), { maxLength: 2 }),
  });
  const known = new Set(
    "parts domain name memory vcpu os type features acpi apic hyperv relaxed spinlocks vendor_id cpu model feature clock devices emulator controller memballoon qemu:commandline qemu:arg".split(
      " ",
    ),
  );
  const names = (node: XmlElement): string[] => [
    node.name,
    ...node.children.flatMap((child) => (child instanceof XmlElement ? names(child) : [])),
  ];

  test("from values or from the header into the XML", () => {
    fc.assert(
      fc.property(choice, nasty, nasty, (chosen, targets, permalink) => {
        const hostile = { ...header, targets, permalink };
        for (const format of FORMATS.filter(({ id }) => id.startsWith("libvirt"))) {
          const { text } = format.print(catalog, { ...chosen, accel: "kvm", host: newest }, hostile);
          const document = parseXml(format.id === "libvirt-domain" ? text : `<parts>${text}</parts>`);
          expect(document.root && names(document.root).filter((name) => !known.has(name))).toEqual([]);
        }
      }),
    );
  });
});

describe("what libvirt was seen to emit", () => {
  interface Row {
    readonly name: string;
    readonly xml: string;
    readonly converted: boolean;
    readonly cpu?: readonly string[];
    readonly machine?: readonly string[];
  }
  const rows = ["9.0.0", "12.8.0"].flatMap((release): readonly Row[] => {
    const text = readCatalog().get(`observed/libvirt-${release}-domxml-to-native.json`) ?? "";
    return (JSON.parse(text) as { rows: readonly Row[] }).rows;
  });
  /** The values that conversions of a domain with this element gave a property. */
  const emitted = (xml: string | undefined, property: string): readonly (string | undefined)[] =>
    rows
      .filter((row) => xml !== undefined && row.converted && row.xml.includes(xml))
      .flatMap((row) => [...(row.cpu ?? []), ...(row.machine ?? [])])
      .flatMap((options) => options.split(",").map((option) => option.split("=")))
      .filter(([name]) => name === property)
      .map(([, value]) => value ?? "on");
  const sayable = catalog.features.filter((feature) => feature.property && feature.libvirt?.since);

  test.each(sayable.map((feature) => [feature.id, feature] as const))("%s", (_id, { property, libvirt }) => {
    const name = property?.name ?? "";
    const isInverted = name === "kvm";
    expect(emitted(libvirt?.off, name).includes("off")).toBe(libvirt?.off !== undefined && EMITS_OFF.has(name));
    expect(emitted(libvirt?.on, name).some((value) => value !== "off")).toBe(
      libvirt?.emitsNothing !== true && !isInverted,
    );
  });
});
