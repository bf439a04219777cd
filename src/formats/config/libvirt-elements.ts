// Which element of a domain is which CPU property: the catalogue's elements, opened so that a text can be matched against them.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { parseElement, type XmlNode } from "../xml.ts";
import { attributeOf, type ScannedElement } from "./xml-scan.ts";

/** One property's element. */
export interface ElementRule {
  readonly property: string;
  readonly feature: BundledFeature;
  /** Names of the elements around it below the domain, e.g. `features/hyperv`; empty for the domain's own children. */
  readonly path: string;
  readonly name: string;
  /** Attributes that tell it from others of its name, e.g. a timer's name. */
  readonly fixed: Readonly<Record<string, string>>;
  /** The attribute that switches it, with its words; unset where being there means on. */
  readonly state: { readonly attribute: string; readonly on: string; readonly off: string } | undefined;
  /** The attribute with the property's value. */
  readonly slot: string | undefined;
  /** The whole elements below the feature's path, as the catalogue has them. */
  readonly on: XmlNode;
  readonly off: XmlNode | undefined;
}

/** Elements that mean on without a state (libvirt 9.0.0 was run: <pvspinlock/>, <vmport/>; all others are refused so). */
export const BARE_IS_ON: ReadonlySet<string> = new Set(["kvm-pv-unhalt", "vmport"]);
const IDENTIFYING = new Set(["name", "model"]);

const opened = new WeakMap<Catalog, readonly ElementRule[]>();

/** The elements of all properties that libvirt can say. */
export function elementRules(catalog: Catalog): readonly ElementRule[] {
  const known = opened.get(catalog);
  if (known) return known;
  const rules = catalog.features.flatMap((feature) => ruleOf(feature) ?? []);
  opened.set(catalog, rules);
  return rules;
}

function ruleOf(feature: BundledFeature): ElementRule | undefined {
  const { libvirt, property } = feature;
  if (libvirt?.on === undefined || property === undefined || libvirt.since === null) return undefined;
  const on = parseElement(libvirt.on);
  const off = libvirt.off === undefined ? undefined : parseElement(libvirt.off);
  const chain = chainOf(on);
  const inner = chain.at(-1) ?? on;
  const attributes = Object.keys(inner.attributes);
  return {
    property: property.name,
    feature,
    path: [libvirt.path ?? "", ...chain.slice(0, -1).map(({ name }) => name)].filter((name) => name !== "").join("/"),
    name: inner.name,
    fixed: Object.fromEntries(Object.entries(inner.attributes).filter(([name]) => IDENTIFYING.has(name))),
    state: off && stateOf(inner, chainOf(off).at(-1) ?? off),
    slot: attributes.find(isSlot),
    on,
    off,
  };
}

/** An element and what stands in it, one in the other. */
const chainOf = (node: XmlNode): readonly XmlNode[] => [node, ...(node.children[0] ? chainOf(node.children[0]) : [])];

/** The attribute in which on and off differ. */
function stateOf(on: XmlNode, off: XmlNode): ElementRule["state"] {
  const [attribute, word] =
    Object.entries(on.attributes).find(([name, value]) => !isSlot(name) && off.attributes[name] !== value) ?? [];
  const offWord = attribute === undefined ? undefined : off.attributes[attribute];
  return attribute === undefined || word === undefined || offWord === undefined
    ? undefined
    : { attribute, on: word, off: offWord };
}

const isSlot = (name: string): boolean => name === "retries" || name === "value";

/** The properties that an element at a path says; `<hyperv>` itself is one, as its mode may be set. */
export const rulesFor = (
  rules: readonly ElementRule[],
  path: string,
  element: ScannedElement,
): readonly ElementRule[] =>
  rules.filter(
    (rule) =>
      rule.path === path &&
      rule.name === element.name &&
      Object.entries(rule.fixed).every(([name, value]) => attributeOf(element, name)?.value.text === value),
  );

/** Parts of a domain that people paste alone, with the path of what they stand in. */
const PARTS: Readonly<Record<string, string>> = {
  features: "",
  cpu: "",
  clock: "",
  os: "",
  vcpu: "",
  cputune: "",
  devices: "",
  metadata: "",
  "qemu:commandline": "",
  hyperv: "features",
  kvm: "features",
  ioapic: "features",
  timer: "clock",
};

/** Where a part of a domain belongs; undefined for elements of other subjects. */
export function homeOf(rules: readonly ElementRule[], name: string): string | undefined {
  if (Object.hasOwn(PARTS, name)) return PARTS[name];
  // `direct` stands in several elements, and says nothing alone.
  return rules.find((rule) => rule.name === name && rule.path.startsWith("features") && rule.path.split("/").length < 3)
    ?.path;
}
