// Gathers what is to be added to a domain: what belongs into one missing element is put into one, each thing at its place.
import type { TextEdit } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import { element, mergeAt, mergeInto, type XmlNode } from "../xml.ts";
import { elementRules, type ElementRule } from "./libvirt-elements.ts";
import type { OpenDomain } from "./libvirt-open.ts";
import { attributeOf, type ScannedElement } from "./xml-scan.ts";
import { insertAfter, insertBefore, insertInside, setAttribute } from "./xml-write.ts";

/** The namespace of <qemu:commandline>: libvirt docs/drvqemu.rst. */
const QEMU_NAMESPACE = "http://libvirt.org/schemas/domain/qemu/1.0";

/** Elements waiting to be put into one that is there, or behind it where it is a part without its surroundings. */
interface Waiting {
  readonly at: ScannedElement;
  readonly isSibling: boolean;
  nodes: readonly XmlNode[];
  readonly before: Map<string, ScannedElement>;
}

export interface DomainEditing extends OpenDomain {
  readonly catalog: Catalog;
  readonly rules: readonly ElementRule[];
  readonly domain: ScannedElement | undefined;
  readonly edits: TextEdit[];
  readonly waiting: Map<string, Waiting>;
  /** Arguments to pass on. */
  readonly args: string[];
}

export const newEditing = (catalog: Catalog, open: OpenDomain): DomainEditing => ({
  ...open,
  catalog,
  rules: elementRules(catalog),
  domain: open.parts.find(({ path }) => path === "domain")?.element,
  edits: [],
  waiting: new Map(),
  args: [],
});

const within = (path: string, outer: string): boolean => outer === "" || path === outer || path.startsWith(`${outer}/`);
const joined = (path: string, name: string): string => (path === "" ? name : `${path}/${name}`);

/** The element at a path, as deep as there is one, and the names that are missing below it. */
function deepestAt(
  editing: DomainEditing,
  path: string,
): { at: ScannedElement; missing: readonly string[] } | undefined {
  const tops = editing.parts.flatMap(({ element: top, path: home }) => {
    const own = home === "domain" ? "" : joined(home, top.name);
    return within(path, own) ? [{ top, own }] : [];
  });
  const found = tops.map(({ top, own }) => {
    let at = top;
    const missing = path
      .slice(own.length)
      .split("/")
      .filter((name) => name !== "");
    for (let next = childOf(at, missing[0]); next; next = childOf(at, missing[0])) {
      at = next;
      missing.shift();
    }
    return { at, missing };
  });
  return found.toSorted((a, b) => a.missing.length - b.missing.length)[0];
}

const childOf = (parent: ScannedElement, name: string | undefined): ScannedElement | undefined =>
  name === undefined ? undefined : parent.children.findLast((child) => child.name === name);

/** The element at a path. */
export function elementAt(editing: DomainEditing, path: string): ScannedElement | undefined {
  const found = deepestAt(editing, path);
  return found?.missing.length === 0 ? found.at : undefined;
}

const keyOf = ({ name, attributes }: XmlNode): string => `${name} ${attributes["name"] ?? ""}`;

/** Adds an element below a path, making what is missing on the way; false where there is no place for it. */
export function addElement(editing: DomainEditing, path: string, node: XmlNode, before?: ScannedElement): boolean {
  const found = deepestAt(editing, path);
  if (found) {
    wait(editing, found.at, false, { path: found.missing.join("/"), node, before });
    return true;
  }
  const home = editing.parts
    .filter((part) => within(path, part.path))
    .toSorted((a, b) => a.path.length - b.path.length)
    .at(-1);
  const last = home ?? editing.parts.at(-1);
  if (last === undefined) return false;
  const missing = home ? path.slice(home.path.length).replace(/^\//, "") : path;
  wait(editing, last.element, true, { path: missing, node, before: undefined });
  return true;
}

function wait(
  { waiting }: DomainEditing,
  at: ScannedElement,
  isSibling: boolean,
  { path, node, before }: { path: string; node: XmlNode; before: ScannedElement | undefined },
): void {
  const key = `${at.start} ${isSibling}`;
  const found = waiting.get(key) ?? { at, isSibling, nodes: [], before: new Map<string, ScannedElement>() };
  waiting.set(key, found);
  found.nodes = path === "" ? mergeInto(found.nodes, node) : mergeAt(found.nodes, path, node);
  if (before?.parent === at && path === "") found.before.set(keyOf(node), before);
}

/** Order of elements as libvirt prints them; what is not named here goes to the end. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  domain:
    "name uuid genid title description metadata maxMemory memory currentMemory vcpu vcpus iothreads cputune numatune resource sysinfo bootloader os features cpu clock on_poweroff on_reboot on_crash pm perf devices seclabel qemu:commandline".split(
      " ",
    ),
  features: "acpi apic pae hap hyperv kvm pvspinlock pmu vmport smm ioapic".split(" "),
  hyperv:
    "relaxed vapic spinlocks vpindex runtime synic stimer reset vendor_id frequencies reenlightenment tlbflush ipi evmcs avic emsr_bitmap xmm_input".split(
      " ",
    ),
  cpu: "model vendor topology cache maxphysaddr feature numa".split(" "),
};

/** All edits: those made at once, and what waited. */
export function finishEdits(editing: DomainEditing): readonly TextEdit[] {
  const { text, style, edits } = editing;
  addArguments(editing);
  for (const { at, isSibling, nodes, before } of editing.waiting.values()) {
    const whole = nodes.map((node) => complete(editing, node));
    if (isSibling) edits.push(...whole.map((node) => insertAfter(text, style, at, node)));
    else if (at.children.length === 0) edits.push(insertInside(text, style, at, whole));
    else edits.push(...whole.map((node) => placed(editing, at, node, before.get(keyOf(node)))));
  }
  return edits;
}

function placed(
  { text, style }: DomainEditing,
  parent: ScannedElement,
  node: XmlNode,
  before: ScannedElement | undefined,
): TextEdit {
  if (before) return insertBefore(text, style, before, node);
  const order = ORDER[parent.name] ?? [];
  const own = order.indexOf(node.name);
  const isBehind = ({ name }: ScannedElement): boolean => own >= 0 && order.indexOf(name) > own;
  const previous =
    own < 0
      ? parent.children.at(-1)
      : parent.children.findLast((child) => order.indexOf(child.name) >= 0 && order.indexOf(child.name) <= own);
  if (previous) return insertAfter(text, style, previous, node);
  const next = parent.children.find(isBehind);
  const last = parent.children.at(-1);
  if (next) return insertBefore(text, style, next, node);
  return last ? insertAfter(text, style, last, node) : insertInside(text, style, parent, [node]);
}

/** A new clock counts as Windows does, for Windows. */
function complete({ config }: DomainEditing, node: XmlNode): XmlNode {
  if (node.name !== "clock") return node;
  const offset = config.guest === "windows" ? "localtime" : "utc";
  return { ...node, attributes: { offset, ...node.attributes } };
}

/** Insertions at one place as one, so that of two equal ones none is lost. */
const asOne = (insertions: readonly TextEdit[]): TextEdit => ({
  start: insertions[0]?.start ?? 0,
  end: insertions[0]?.start ?? 0,
  text: insertions.map(({ text }) => text).join(""),
});

function addArguments(editing: DomainEditing): void {
  const { args, domain, text, style, edits } = editing;
  if (args.length === 0) return;
  const nodes = args.map((value) => element("qemu:arg", { value }));
  const commandline = elementAt(editing, "qemu:commandline");
  const last = commandline?.children.at(-1);
  if (commandline && last) edits.push(asOne(nodes.map((node) => insertAfter(text, style, last, node))));
  else if (commandline) edits.push(insertInside(text, style, commandline, nodes));
  else if (domain) {
    if (!attributeOf(domain, "xmlns:qemu")) edits.push(setAttribute(style, domain, "xmlns:qemu", QEMU_NAMESPACE));
    addElement(editing, "", element("qemu:commandline", {}, nodes));
  }
}
