// Prints a selection as libvirt domain XML: a whole domain that boots, or the parts to paste into one.
// What libvirt has no element for goes to QEMU through <qemu:commandline>; a fragment has no room for that and only names it.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { choicesOf } from "./choices.ts";
import { sayCpu, sayMachine, saysMigratable } from "./libvirt-machine.ts";
import { domainMachine } from "./libvirt-model.ts";
import { sayProperties, type Saying } from "./libvirt-properties.ts";
import { headerLines, oneLine, type LeftOut, type Said, type Snippet, type SnippetHeader } from "./snippet.ts";
import { element, mergeAt, mergeInto, printComment, printXml, textElement, type XmlNode } from "./xml.ts";

/** The namespace of <qemu:commandline>: libvirt docs/drvqemu.rst. */
const QEMU_NAMESPACE = "http://libvirt.org/schemas/domain/qemu/1.0";
const EMULATOR = "/usr/bin/qemu-system-x86_64";
/** Takes back the devices that libvirt adds by itself and puts on PCI. */
const NO_PCI_DEVICES = [
  element("controller", { type: "usb", model: "none" }),
  element("memballoon", { model: "none" }),
];
const MEDIA_TYPE = "application/xml";

interface Sayable {
  /** features, cpu, clock and devices, as far as they say something. */
  readonly parts: readonly XmlNode[];
  readonly passed: readonly (Saying & { readonly kind: "arguments" })[];
  readonly leftOut: readonly LeftOut[];
  /** What stands in elements or needs no word. */
  readonly said: readonly Said[];
}

/** The elements to paste into an existing domain, under a comment that names what needs more than elements. */
export function printLibvirtFragment(catalog: Catalog, selection: Selection, header: SnippetHeader): Snippet {
  const { parts, passed, leftOut, said } = sayAll(catalog, selection);
  const machine = domainMachine(catalog, selection).name;
  const lines = [
    ...headerLines(header),
    ...(machine === "" ? [] : [`Machine type: ${oneLine(machine)} (the machine attribute of <os><type>)`]),
    `Type of the domain: ${domainType(selection)}`,
    ...(selection.vcpus === undefined ? [] : [`Number of vCPUs: ${selection.vcpus}`]),
    ...(passed.length === 0 ? [] : ["Not in these elements, take the whole domain for it:"]),
    ...passed.map(({ property, reason }) => oneLine(`- ${property}: ${reason}`)),
    ...leftOutLines(leftOut),
  ];
  return {
    text: `${[printComment(lines), ...parts.map((part) => printXml(part))].join("\n")}\n`,
    fileName: "flipbit-fragment.xml",
    mediaType: MEDIA_TYPE,
    leftOut: [...passed.map(({ property, reason }) => ({ property, reason })), ...leftOut],
    said,
    notes: [],
  };
}

/** A whole domain, minimal and bootable, that `virsh define` takes. */
export function printLibvirtDomain(catalog: Catalog, selection: Selection, header: SnippetHeader): Snippet {
  const { parts, passed, leftOut, said } = sayAll(catalog, selection);
  const machine = domainMachine(catalog, selection);
  const type = textElement("type", "hvm", { arch: "x86_64", ...(machine.name !== "" && { machine: machine.name }) });
  const emulator = machine.isDownstream ? [] : [textElement("emulator", EMULATOR)];
  const start = [
    textElement("name", "flipbit"),
    textElement("memory", "2048", { unit: "MiB" }),
    textElement("vcpu", String(selection.vcpus ?? 1)),
    element("os", {}, [type]),
  ];
  const body = [...parts, element("devices", {}, [...emulator, ...(machine.hasPci ? [] : NO_PCI_DEVICES)])].reduce(
    mergeInto,
    [] as readonly XmlNode[],
  );
  const args = passed.flatMap((saying) => saying.args.map((value) => element("qemu:arg", { value })));
  const commandline = args.length === 0 ? [] : [element("qemu:commandline", {}, args)];
  const attributes = {
    type: domainType(selection),
    ...(args.length > 0 && { "xmlns:qemu": QEMU_NAMESPACE }),
  };
  const comment = printComment([...headerLines(header), ...leftOutLines(leftOut)]);
  const domain = element("domain", attributes, [...start, ...body, ...commandline]);
  return {
    text: `${comment}\n${printXml(domain)}\n`,
    fileName: "flipbit-domain.xml",
    mediaType: MEDIA_TYPE,
    leftOut,
    said: [...said, ...passed.map(({ property, args }): Said => ({ property, way: "arguments", how: args.join(" ") }))],
    notes: [],
  };
}

const domainType = (selection: Selection): string => (selection.accel === "kvm" ? "kvm" : "qemu");

const leftOutLines = (leftOut: readonly LeftOut[]): string[] =>
  leftOut.length === 0
    ? []
    : ["libvirt cannot say:", ...leftOut.map(({ property, reason }) => oneLine(`- ${property}: ${reason}`))];

/** How libvirt says each choice. */
export function libvirtSayings(catalog: Catalog, selection: Selection): LibvirtSayings {
  const properties = sayProperties(catalog, selection).filter(
    ({ property }) => property !== "migratable" || !saysMigratable(catalog, selection),
  );
  const cpu = sayCpu(catalog, selection, properties);
  // -global of the command line comes before what the flags turn into: of two for one property QEMU takes the last.
  const kept =
    cpu.isUnsayable === true
      ? properties.filter(({ kind }) => kind !== "arguments" && kind !== "cpu-feature")
      : properties;
  return { sayings: [...sayMachine(catalog, selection), ...kept, ...cpu.sayings], cpu: cpu.node };
}

interface LibvirtSayings {
  readonly sayings: readonly Saying[];
  readonly cpu: XmlNode | undefined;
}

function sayAll(catalog: Catalog, selection: Selection): Sayable {
  const { sayings: said, cpu } = libvirtSayings(catalog, selection);
  const { hasAcpi } = domainMachine(catalog, selection);
  const start: readonly XmlNode[] = [
    element("features", {}, [...(hasAcpi ? [element("acpi")] : []), element("apic")]),
    ...(cpu ? [cpu] : []),
    element("clock", { offset: "utc" }),
  ];
  return {
    parts: said.reduce(
      (parts, saying) => (saying.kind === "element" ? mergeAt(parts, saying.path, saying.node) : parts),
      start,
    ),
    passed: said.filter((saying) => saying.kind === "arguments"),
    leftOut: said.flatMap((saying) =>
      saying.kind === "left-out" ? [{ property: saying.property, reason: saying.reason }] : [],
    ),
    said: saidByElements(catalog, selection, said),
  };
}

/** The choices that elements carry: all that no saying leaves out or hands on. */
function saidByElements(catalog: Catalog, selection: Selection, sayings: readonly Saying[]): Said[] {
  const elsewhere = new Set(
    sayings.flatMap(({ kind, property }) => (kind === "left-out" || kind === "arguments" ? [property] : [])),
  );
  return choicesOf(catalog, selection)
    .filter(({ property }) => !elsewhere.has(property))
    .map(({ property, feature }): Said => {
      const saying = sayings.find((row) => row.property === property);
      if (saying?.kind === "default") return { property, way: "nothing" };
      const since = saying?.kind === "element" ? feature?.libvirt?.since : undefined;
      return {
        property,
        way: "own",
        ...(saying?.kind === "element" && { how: `${saying.path}/${saying.node.name}` }),
        ...(typeof since === "string" && { since }),
      };
    });
}
