// libvirt's domains from our own printer and back, and from anybody: never a throw, every place inside the text.
import { XmlElement, parseXml } from "@rgrove/parse-xml";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, orderEdits, type Span } from "#base/text-edit.ts";
import type { Change } from "#engine/explain/finding.ts";
import type { HostSelection, Selection } from "#engine/selection.ts";
import { realCatalog } from "#testing/catalog.ts";
import { points } from "#testing/points.ts";
import { domainCpuModel } from "../libvirt-model.ts";
import { printLibvirtDomain } from "../libvirt-xml.ts";
import { cpuDriver } from "../qemu-options.ts";
import { settleOverrides, type Settled } from "../settled.ts";
import { libvirt } from "./libvirt.ts";
import { scanXml, type ScannedElement } from "./xml-scan.ts";

const catalog = realCatalog();
const newest: HostSelection = { qemu: "11.1", kernel: "6.12", libvirt: "12.8.0", vendor: "intel", hyperv: true };
const header = { date: "2026-11-22", catalogVersion: "1", targets: "libvirt", permalink: "https://example.org/#v=1" };

describe("what the printer writes", () => {
  const flags = fc.uniqueArray(
    fc.constantFrom(
      ...catalog.features.flatMap(({ property }) => (property?.scope === "cpu" ? [property] : [])),
      ...["vmx", "pclmulqdq", "hypervisor", "invtsc"].map((name) => ({ name, type: "bit" })),
    ),
    { maxLength: 6, selector: ({ name }) => name },
  );
  const selections = fc.tuple(points(catalog), flags, fc.boolean()).map(([point, properties, isOn]): Selection => ({
    ...point,
    host: newest,
    overrides: properties.map(({ name, type }) => ({
      property: name,
      form: "value",
      value: type === "string" ? "a & 'b'" : /int/.test(type) ? "8191" : isOn ? "on" : "off",
    })),
  }));
  const inQemu = (vm: Pick<Selection, "overrides" | "globals">, driver: string): Map<string, string> => {
    const passed = (vm.globals ?? []).filter((row) => row.driver === driver);
    return new Map([
      ...passed.map(({ property, value }): [string, string] => [property, value]),
      ...[...settleOverrides(catalog, vm.overrides).values()].map(({ property, value }): [string, string] => [
        property,
        value,
      ]),
    ]);
  };

  /** Said by nothing at all. */
  const isDefault = ({ property, value, feature }: Settled): boolean =>
    (feature?.family === "hyperv" && value === "off") || (property === "kvm" && value === "on");
  const plain = (value: string | undefined): string | number | undefined => Number(value) || value;

  it("is read as the same selection", () => {
    fc.assert(
      fc.property(selections, (selection) => {
        const { text, leftOut } = printLibvirtDomain(catalog, selection, header);
        fc.pre(leftOut.length === 0);
        const { vms, issues } = libvirt.read(catalog, text);
        expect(issues).toEqual([]);
        const [config] = vms;
        if (!config) throw new Error("no VM");
        const { vm } = config;
        // Without a model it is the board's own, which isapc has another of.
        const read = inQemu(vm, cpuDriver(domainCpuModel(catalog, selection).name));
        const settled = [...settleOverrides(catalog, selection.overrides).values()];
        expect(settled.map(({ property }) => [property, plain(read.get(property))])).toEqual(
          settled.map((row) => [
            row.property,
            read.has(row.property) || !isDefault(row) ? plain(row.value) : undefined,
          ]),
        );
        expect([vm.accel, vm.irqchip, vm.cpuPm, vm.vcpus]).toEqual([
          selection.accel,
          selection.accel === "kvm" ? selection.irqchip : undefined,
          selection.cpuPm === true ? true : undefined,
          selection.vcpus ?? 1,
        ]);
      }),
    );
  });
});

describe("the scanner", () => {
  interface Tree {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
    readonly children: readonly Tree[];
  }
  const ofScan = ({ name, attributes, children }: ScannedElement): Tree => ({
    name,
    attributes: Object.fromEntries(attributes.map((row): [string, string] => [row.name, row.value.text])),
    children: children.map(ofScan),
  });
  const ofParser = ({ name, attributes, children }: XmlElement): Tree => ({
    name,
    attributes: { ...attributes },
    children: children.filter((child) => child instanceof XmlElement).map(ofParser),
  });
  const word = fc.constantFrom("a", "hyperv", "qemu:arg", "x-1.y_z");
  const filling = fc.constantFrom(
    "",
    " ",
    "\n\t",
    "text",
    "<!-- <b> -->",
    "<![CDATA[<c>]]>",
    "<?pi <d>?>",
    "&amp;&#65;",
    "\u{1f600}",
  );
  const xml = fc.letrec<{ node: string }>((tie) => ({
    node: fc
      .tuple(
        word,
        fc.uniqueArray(fc.tuple(word, fc.constantFrom("'on'", '"o>n"', "'&lt;&#x41;'", "''")), {
          selector: ([name]) => name,
          maxLength: 3,
        }),
        fc.array(fc.oneof({ depthSize: "small" }, filling, tie("node")), { maxLength: 4 }),
      )
      .map(([name, attributes, children]) => {
        const tag = `${name}${attributes.map(([key, value]) => ` ${key} = ${value}`).join("")}`;
        return children.length === 0 ? `<${tag} />` : `<${tag}>${children.join("")}</${name}>`;
      }),
  })).node;

  it("sees what a strict parser sees", () => {
    fc.assert(
      fc.property(xml, (text) => {
        const { root } = parseXml(text);
        expect(scanXml(text).map(ofScan)).toEqual(root ? [ofParser(root)] : []);
      }),
    );
  });
});

const DOMAIN = `<?xml version="1.0"?>
<!DOCTYPE domain [<!ENTITY a "&b;"><!ENTITY b "&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>&x;</name>
  <vcpu current='1'>2</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <features>
    <apic eoi='on'/>
    <hyperv mode='custom'>
      <relaxed state='on'/><stimer state='on'><direct state='off'/></stimer>
      <spinlocks state='on' retries='8191'/>
      <vendor_id state='on' value='a&amp;b'/>
    </hyperv>
    <kvm><hidden state='on'/></kvm>
    <ioapic driver='kvm'/>
  </features>
  <cpu mode='custom'><model fallback='forbid'>EPYC</model><feature policy='require' name='vmx'/></cpu>
  <clock offset='utc'><timer name='tsc' frequency='1'/><timer name='hpet' present='no'/></clock>
  <qemu:commandline><qemu:arg value='-cpu'/><qemu:arg value='host,hv_time'/><qemu:arg value='-global'/><qemu:arg value='a.b=c'/></qemu:commandline>
</domain>
`;

const CHANGES: readonly Change[] = [
  { op: "set-property", property: "hv-vapic", value: "on", before: "hv-relaxed" },
  { op: "set-property", property: "hv-stimer-direct", value: "on" },
  { op: "set-property", property: "kvm-asyncpf-int", value: "on" },
  { op: "set-property", property: "vmx", value: "off" },
  { op: "set-property", property: "tsc-frequency", value: "2" },
  { op: "set-property", property: "migratable", value: "off" },
  { op: "remove-property", property: "hv-relaxed" },
  { op: "remove-mention", mention: 3 },
  { op: "rename", mention: 5, to: "hv-ipi" },
  { op: "set-cpu", model: "host-model" },
  { op: "set-cpu", model: "EPYC" },
  { op: "set-machine", machine: "<'\"&>" },
  { op: "set-option", option: "accel", value: "tcg" },
  { op: "set-option", option: "kernel-irqchip", value: "split" },
  { op: "set-timer", timer: "hpet", present: true },
];

const isInside = ({ start, end }: Span, outer: Span): boolean =>
  start >= outer.start && start <= end && end <= outer.end;

/** Reads, and tries every change: what of it lies outside the text, or makes sound XML unsound. */
function faultsOf(text: string): readonly unknown[] {
  const whole = { start: 0, end: text.length };
  const { vms, issues } = libvirt.read(catalog, text);
  const spans = issues.map(({ offset = 0, length = 0 }): Span => ({ start: offset, end: offset + length }));
  const tried = vms.flatMap((vm) => CHANGES.map((change) => libvirt.edit?.(catalog, text, vm, change) ?? []));
  const isSound = issues.length === 0;
  return [
    ...[...vms.map(({ span }) => span), ...spans, ...tried.flat()].filter((span) => !isInside(span, whole)),
    ...vms.flatMap(({ mentions, span: own }) => mentions.filter(({ span }) => !isInside(span, own))),
    ...tried.flatMap((edits) => {
      const after = libvirt.read(catalog, applyEdits(text, orderEdits(edits)));
      return isSound ? after.issues.filter(({ rule }) => rule === "xml") : [];
    }),
  ];
}
const survives = (text: string): void => {
  expect(faultsOf(text)).toEqual([]);
};

describe("hostile texts", () => {
  const cut = fc.tuple(
    fc.nat({ max: DOMAIN.length }),
    fc.nat({ max: 12 }),
    fc.oneof(
      fc.constantFrom(
        "",
        "<",
        ">",
        "'",
        '"',
        "/>",
        "<a>",
        "</domain>",
        "</hyperv>",
        "<hyperv>",
        "<domain>",
        "&",
        "&lt;",
        "<!--",
        "]]>",
        "\u0000",
        "\ud800",
        "<cpu>",
        "<timer name='kvmclock'/>",
      ),
      fc.string({ unit: "binary", maxLength: 8 }),
    ),
  );

  it("mutated", () => {
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 4 }), (cuts) => {
        survives(cuts.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), DOMAIN));
      }),
    );
  });

  it("of parts in any order", () => {
    const piece = fc.constantFrom(
      "<domain type='kvm'>",
      "</domain>",
      "<hyperv>",
      "</hyperv>",
      "<features>",
      "</features>",
      "<relaxed state='on'/>",
      "<stimer state='off'>",
      "<direct state='on'/>",
      "</stimer>",
      "<cpu mode='host-model'/>",
      "<cpu>",
      "</cpu>",
      "<model>EPYC</model>",
      "<feature name='vmx'/>",
      "<clock/>",
      "<timer name='tsc'/>",
      "\n  ",
      "prose < and > ",
      "<qemu:commandline><qemu:arg value='-cpu'/><qemu:arg value='x,y'/></qemu:commandline>",
      "<os/>",
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => survives(pieces.join(""))));
  });

  it("of anything", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), survives));
  });

  it.each([
    ["deep", "<domain>".repeat(100_000)],
    ["deep and closed", "<a>".repeat(50_000) + "</a>".repeat(50_000)],
    ["deep in hyperv", `<domain type='kvm'><features><hyperv>${"<stimer state='on'>".repeat(20_000)}`],
    ["stray ends", `<domain>${"<a>".repeat(20_000)}${"</b>".repeat(20_000)}`],
    ["many flags", `<hyperv>${"<relaxed state='on'/>".repeat(20_000)}</hyperv>`],
    [
      "many arguments",
      `<domain type='kvm'><qemu:commandline>${"<qemu:arg value='-global'/><qemu:arg value='a.b=c'/>".repeat(10_000)}</qemu:commandline></domain>`,
    ],
    ["one long value", `<domain type='${"x".repeat(10_000_000)}'/>`],
    ["one long start tag", `<domain${" a='b'".repeat(200_000)}>`],
    ["a space without an end", `<domain${" ".repeat(10_000_000)}`],
    ["quotes without an end", "<domain a='".repeat(500_000)],
    ["comments without an end", "<domain><!--".repeat(500_000)],
    ["document types", "<!DOCTYPE a [".repeat(500_000)],
    [
      "a billion laughs",
      `<!DOCTYPE d [${'<!ENTITY a "&a;&a;">'.repeat(10_000)}]><domain type='kvm'><name>&a;</name></domain>`,
    ],
    ["many domains", DOMAIN.repeat(1_000)],
  ])("%s", (_name, text) => {
    const { vms } = libvirt.read(catalog, text);
    for (const vm of vms.slice(0, 3)) for (const change of CHANGES) libvirt.edit?.(catalog, text, vm, change);
    expect(vms.every(({ span }) => span.end <= text.length)).toBe(true);
  });
});
