// Changes of libvirt's domains: the smallest edit, written as the text is, and read back as asked for.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "#base/text-edit.ts";
import type { Change } from "#engine/explain/finding.ts";
import { realCatalog } from "#testing/catalog.ts";
import { anyHost } from "#testing/explain.ts";
import { settleOverrides } from "../settled.ts";
import { readConfig } from "./index.ts";
import { editDomainTogether } from "./libvirt-edit.ts";
import { repairText } from "./repair.ts";

const catalog = realCatalog();

function changed(text: string, ...changes: readonly Change[]): string | undefined {
  const { vms } = readConfig(catalog, text, "libvirt");
  const edits = vms[0] && editDomainTogether(catalog, text, vms[0], changes)?.edits;
  return edits && applyEdits(text, edits);
}
const set = (property: string, value = "on", before?: string): Change => ({
  op: "set-property",
  property,
  value,
  ...(before !== undefined && { before }),
});

describe("a property", () => {
  it.each<[string, Change | readonly Change[], string]>([
    [
      "<hyperv><synic state='on'/></hyperv>",
      set("hv-vpindex", "on", "hv-synic"),
      "<hyperv><vpindex state='on'/><synic state='on'/></hyperv>",
    ],
    [
      '<hyperv>\n\t<synic state="on"/>\r\n</hyperv>',
      set("hv-vpindex", "on", "hv-synic"),
      '<hyperv>\n\t<vpindex state="on"/>\r\n\t<synic state="on"/>\r\n</hyperv>',
    ],
    ["<hyperv/>", set("hv-relaxed"), "<hyperv><relaxed state='on'/></hyperv>"],
    [
      "<features>\n  <acpi/>\n  <hyperv />\n</features>",
      set("hv-relaxed"),
      "<features>\n  <acpi/>\n  <hyperv>\n    <relaxed state='on'/>\n  </hyperv>\n</features>",
    ],
    ["<hyperv>\n</hyperv>", set("hv-relaxed"), "<hyperv>\n  <relaxed state='on'/>\n</hyperv>"],
    ["<hyperv><relaxed state='off'/></hyperv>", set("hv-relaxed"), "<hyperv><relaxed state='on'/></hyperv>"],
    [
      "<hyperv><relaxed state='off'/><relaxed state='off'/></hyperv>",
      set("hv-relaxed"),
      "<hyperv><relaxed state='on'/></hyperv>",
    ],
    ["<hyperv><relaxed/></hyperv>", set("hv-relaxed"), "<hyperv><relaxed state='on'/></hyperv>"],
    [
      "<hyperv><spinlocks state='on' retries='4095'/></hyperv>",
      set("hv-spinlocks", "0x1fff"),
      "<hyperv><spinlocks state='on' retries='8191'/></hyperv>",
    ],
    [
      "<hyperv><spinlocks state='off'/></hyperv>",
      set("hv-spinlocks", "8191"),
      "<hyperv><spinlocks state='on' retries='8191'/></hyperv>",
    ],
    [
      "<hyperv><vendor_id state='on' value='x'/></hyperv>",
      set("hv-vendor-id", "a'b"),
      "<hyperv><vendor_id state='on' value='a&apos;b'/></hyperv>",
    ],
    [
      "<hyperv><stimer state='on'/></hyperv>",
      set("hv-stimer-direct"),
      "<hyperv><stimer state='on'><direct state='on'/></stimer></hyperv>",
    ],
    [
      "<hyperv><vapic state='on'/></hyperv>",
      [set("hv-stimer"), set("hv-stimer-direct")],
      "<hyperv><vapic state='on'/><stimer state='on'><direct state='on'/></stimer></hyperv>",
    ],
    [
      "<hyperv>\n  <relaxed state='on'/> <!-- kept -->\n</hyperv>",
      set("hv-vapic"),
      "<hyperv>\n  <relaxed state='on'/> <!-- kept -->\n  <vapic state='on'/>\n</hyperv>",
    ],
    [
      "<hyperv><relaxed state='on'/></hyperv>",
      set("hv-time"),
      "<hyperv><relaxed state='on'/></hyperv><clock offset='utc'><timer name='hypervclock' present='yes'/></clock>",
    ],
    ["<features>\n  <apic/>\n</features>", set("kvm-pv-eoi", "off"), "<features>\n  <apic eoi='off'/>\n</features>"],
    ["<features><acpi/></features>", set("kvm", "off"), "<features><acpi/><kvm><hidden state='on'/></kvm></features>"],
    ["<kvm><hidden state='on'/></kvm>", set("kvm", "on"), "<kvm><hidden state='off'/></kvm>"],
    [
      "<features><hyperv mode='custom'/></features>",
      set("hv-passthrough"),
      "<features><hyperv mode='passthrough'/></features>",
    ],
    [
      "<hyperv><crash state='on'/><vapic state='on'/></hyperv>",
      { op: "remove-property", property: "hv-crash" },
      "<hyperv><vapic state='on'/></hyperv>",
    ],
    [
      "<hyperv>\n  <relaxed state='on'/>\n  <vapic state='on'/>\n</hyperv>",
      { op: "remove-property", property: "hv-relaxed" },
      "<hyperv>\n  <vapic state='on'/>\n</hyperv>",
    ],
    [
      "<hyperv><relaxed state='on'/><relaxed state='on'/></hyperv>",
      { op: "remove-mention", mention: 1 },
      "<hyperv><relaxed state='on'/></hyperv>",
    ],
    [
      "<hyperv><xmm-input state='on'></xmm-input></hyperv>",
      { op: "rename", mention: 0, to: "hv-xmm-input" },
      "<hyperv><xmm_input state='on'></xmm_input></hyperv>",
    ],
    [
      "<cpu mode='host-model'/>",
      set("vmx", "off"),
      "<cpu mode='host-model'><feature policy='disable' name='vmx'/></cpu>",
    ],
    [
      "<cpu mode='host-model'>\n  <feature policy='require' name='vmx'/>\n</cpu>",
      [set("vmx", "off"), set("cmp-legacy"), set("svm", "off")],
      "<cpu mode='host-model'>\n  <feature policy='disable' name='vmx'/>\n  <feature policy='require' name='cmp_legacy'/>\n  <feature policy='disable' name='svm'/>\n</cpu>",
    ],
    ["<cpu mode='host-passthrough'/>", set("migratable", "off"), "<cpu mode='host-passthrough' migratable='off'/>"],
    [
      "<clock offset='utc'/>",
      set("tsc-frequency", "2600000000"),
      "<clock offset='utc'><timer name='tsc' frequency='2600000000'/></clock>",
    ],
    [
      "<clock offset='utc'><timer name='tsc' mode='native'/></clock>",
      set("tsc-frequency", "1"),
      "<clock offset='utc'><timer name='tsc' mode='native' frequency='1'/></clock>",
    ],
  ])("%s", (text, changes, expected) => {
    expect(changed(text, ...[changes].flat())).toBe(expected);
  });

  it("that is as asked for already, or by default, changes nothing", () => {
    expect(
      changed("<hyperv><relaxed state='on'/></hyperv>", set("hv-relaxed"), set("hv-vapic", "off"), set("kvm")),
    ).toBe("<hyperv><relaxed state='on'/></hyperv>");
  });

  it("without an element needs a whole domain", () => {
    expect(changed("<hyperv><relaxed state='on'/></hyperv>", set("kvm-asyncpf-int"))).toBeUndefined();
    expect(changed("<hyperv><relaxed state='on'/></hyperv>", set("vmx", "off"))).toBeUndefined();
  });
});

const DOMAIN = `<domain type='kvm'>
  <name>x</name>
  <vcpu>2</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
  </os>
  <cpu mode='custom' match='exact' check='partial'>
    <model fallback='forbid'>Skylake-Client</model>
  </cpu>
  <on_crash>destroy</on_crash>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
  </devices>
</domain>
`;

describe("a whole domain", () => {
  it("gets each missing element once, in its place", () => {
    expect(
      changed(DOMAIN, set("hv-relaxed"), set("hv-vapic"), set("hv-time"), set("kvm", "off"), {
        op: "set-option",
        option: "kernel-irqchip",
        value: "split",
      }),
    ).toBe(
      DOMAIN.replace(
        "  <cpu mode",
        "  <features>\n    <hyperv>\n      <relaxed state='on'/>\n      <vapic state='on'/>\n    </hyperv>\n    <kvm>\n      <hidden state='on'/>\n    </kvm>\n    <ioapic driver='qemu'/>\n  </features>\n  <cpu mode",
      ).replace(
        "  <on_crash>",
        "  <clock offset='utc'>\n    <timer name='hypervclock' present='yes'/>\n  </clock>\n  <on_crash>",
      ),
    );
  });

  it("hands on to QEMU what libvirt has no element for", () => {
    const once = changed(DOMAIN, set("kvm-asyncpf-int"), set("kvm-pv-ipi")) ?? "";
    expect(once).toBe(
      DOMAIN.replace("type='kvm'", "type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'").replace(
        "</devices>\n",
        "</devices>\n  <qemu:commandline>\n    <qemu:arg value='-global'/>\n    <qemu:arg value='driver=Skylake-Client-x86_64-cpu,property=kvm-asyncpf-int,value=on'/>\n    <qemu:arg value='-global'/>\n    <qemu:arg value='driver=Skylake-Client-x86_64-cpu,property=kvm-pv-ipi,value=on'/>\n  </qemu:commandline>\n",
      ),
    );
    const twice = changed(once, set("kvm-pv-sched-yield")) ?? "";
    expect(readConfig(catalog, twice).vms[0]?.vm.globals).toHaveLength(3);
    const at = readConfig(catalog, twice).vms[0]?.mentions.findIndex(({ kind }) => kind === "global") ?? -1;
    expect(
      readConfig(catalog, changed(twice, { op: "remove-mention", mention: at }) ?? "").vms[0]?.vm.globals,
    ).toHaveLength(2);
  });

  it.each<[string, string]>([
    ["host-model", "<cpu mode='host-model' check='partial'/>"],
    ["host-passthrough", "<cpu mode='host-passthrough' check='partial'/>"],
    ["max", "<cpu mode='maximum' check='partial'/>"],
    ["EPYC", "<cpu mode='custom' match='exact' check='partial'>\n    <model fallback='forbid'>EPYC</model>\n  </cpu>"],
  ])("takes the CPU %s", (model, expected) => {
    expect(changed(DOMAIN, { op: "set-cpu", model })).toBe(DOMAIN.replace(/<cpu[^]*<\/cpu>/, expected));
  });

  it("goes from a mode to a model", () => {
    expect(
      changed(
        "<domain type='kvm'><cpu mode='host-model'><feature policy='require' name='vmx'/></cpu></domain>",
        { op: "set-cpu", model: "EPYC" },
        set("vmx", "off"),
      ),
    ).toBe(
      "<domain type='kvm'><cpu mode='custom' match='exact'><model fallback='forbid'>EPYC</model><feature policy='disable' name='vmx'/></cpu></domain>",
    );
    expect(changed("<domain type='kvm'><name>x</name></domain>", { op: "set-cpu", model: "EPYC" })).toBe(
      "<domain type='kvm'><name>x</name><cpu mode='custom' match='exact'><model fallback='forbid'>EPYC</model></cpu></domain>",
    );
    expect(changed("<domain type='kvm'/>", { op: "set-cpu", model: "base" })).toBeUndefined();
  });

  it.each<[Change, string, string]>([
    [{ op: "set-machine", machine: "pc-q35-9.2" }, "machine='q35'", "machine='pc-q35-9.2'"],
    [{ op: "set-option", option: "accel", value: "tcg" }, "type='kvm'", "type='qemu'"],
    [
      { op: "set-timer", timer: "hpet", present: false },
      "  <on_crash>",
      "  <clock offset='utc'>\n    <timer name='hpet' present='no'/>\n  </clock>\n  <on_crash>",
    ],
  ])("takes %s", (change, from, to) => {
    expect(changed(DOMAIN, change)).toBe(DOMAIN.replace(from, to));
  });

  it("changes the -cpu that is passed on where there is one", () => {
    const text =
      "<domain type='kvm'><cpu mode='host-model'/><qemu:commandline><qemu:arg value='-cpu'/><qemu:arg value='EPYC,hv_relaxed,-vmx'/></qemu:commandline></domain>";
    expect(
      changed(text, set("hv-vapic"), { op: "remove-property", property: "vmx" }, { op: "set-cpu", model: "host" }),
    ).toBe(text.replace("EPYC,hv_relaxed,-vmx", "host,hv_relaxed,hv_vapic"));
    expect(changed(text, { op: "set-cpu", model: "host-model" })).toBeUndefined();
  });
});

describe("repairs of real cases", () => {
  it("C01: hv-synic without hv-vpindex", () => {
    expect(
      repairText(
        catalog,
        "<domain type='kvm'><features><hyperv><synic state='on'/></hyperv></features></domain>",
        anyHost(catalog),
      ),
    ).toContain("<hyperv><vpindex state='on'/><synic state='on'/></hyperv>");
  });

  it("C02: hv-stimer without the hypervclock timer", () => {
    const text =
      "<domain type='kvm'><features><hyperv><relaxed state='on'/><vapic state='on'/><spinlocks state='on' retries='8191'/><vpindex state='on'/><synic state='on'/><stimer state='on'/></hyperv></features></domain>";
    expect(repairText(catalog, text, anyHost(catalog))).toBe(
      text.replace("</domain>", "<clock offset='utc'><timer name='hypervclock' present='yes'/></clock></domain>"),
    );
  });
});

describe("any change", () => {
  const texts = [
    DOMAIN,
    DOMAIN.replaceAll("\n", "\r\n").replaceAll("'", '"'),
    "<domain type='kvm'><os><type machine='q35'>hvm</type></os><cpu mode='host-passthrough'/></domain>",
    "<hyperv><relaxed state='off'/><stimer state='on'/></hyperv>",
    "<features>\n\t<apic/>\n\t<hyperv/>\n</features>\n<clock offset='utc'/>",
  ];
  const sayable = catalog.features.filter(
    ({ libvirt, property }) => libvirt?.on !== undefined && libvirt.since !== null && property?.scope !== "machine",
  );
  const change = fc
    .constantFrom(...sayable.filter(({ id }) => id !== "hv-passthrough"))
    .map(({ property }) =>
      set(
        property?.name ?? "",
        property?.type === "uint32" ? "0x1fff" : property?.type === "string" ? "A<'\"&>" : "on",
      ),
    );
  const changeLists = fc.uniqueArray(change, {
    minLength: 1,
    maxLength: 5,
    selector: (row) => (row.op === "set-property" ? row.property : ""),
  });
  /** What is to be read behind the changes: those that elements say, as `kvm` is on anyway. */
  const asked = (changes: readonly Change[]): (readonly [string, string])[] =>
    changes.flatMap((row) =>
      row.op !== "set-property" || row.property === "kvm" || row.property === "kvm-pv-ipi"
        ? []
        : [[row.property, row.value] as const],
    );

  it.each(texts)("is read back, and made twice changes nothing: %s", (text) => {
    fc.assert(
      fc.property(changeLists, (changes) => {
        // Only a whole domain has room for QEMU's own arguments.
        const isWhole = readConfig(catalog, text).vms[0]?.isWhole === true;
        const possible = changes.filter((row) => isWhole || row.op !== "set-property" || row.property !== "kvm-pv-ipi");
        const after = changed(text, ...possible) ?? "nothing";
        const { vms, issues } = readConfig(catalog, after);
        expect(issues).toEqual([]);
        expect(vms).toHaveLength(1);
        const settled = settleOverrides(catalog, vms[0]?.vm.overrides ?? []);
        const wanted = asked(possible);
        expect(wanted.map(([name]) => [name, settled.get(name)?.value])).toEqual(wanted);
        expect(changed(after, ...possible)).toBe(after);
      }),
    );
  });
});
