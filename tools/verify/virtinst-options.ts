// What the catalogue says about an option of virt-install, made ready to be tried.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import { parseElement, type XmlNode } from "#formats/xml.ts";

/** Words for on and off in options and in libvirt's XML. */
const OPPOSITES: Readonly<Record<string, string>> = { on: "off", off: "on", yes: "no", no: "yes" };
const SWITCH = /=(on|off|yes|no)\b/g;
const XML_SWITCH = /='(on|off|yes|no)'/g;

/** The option of a row for one feature: where a row serves several, NAME stands for the element. */
export const optionOf = (name: string, feature: BundledFeature): string =>
  name.replaceAll("NAME", /^<([\w-]+)/.exec(feature.libvirt?.on ?? "")?.[1] ?? "NAME");

/** The option that says the contrary; undefined when it has no such word. */
export function turned(option: string): string | undefined {
  const opposite = option.replace(SWITCH, (_, word: string) => `=${OPPOSITES[word]}`);
  return opposite === option ? undefined : opposite;
}

/** The element of the catalogue that an option must write: the one with the same word, on or off. */
export function elementFor(option: string, feature: BundledFeature): string | undefined {
  const { on, off } = feature.libvirt ?? {};
  const word = [...option.matchAll(SWITCH)].at(-1)?.[1];
  const last = (xml: string | undefined): string | undefined => [...(xml ?? "").matchAll(XML_SWITCH)].at(-1)?.[1];
  if (word === undefined) return on;
  return [on, off].find((xml) => last(xml) === word);
}

/** Splits `--features a=1,b=2` into the option and its names and values, and joins options of one kind. */
export function argumentsOf(options: readonly string[]): readonly string[] {
  const joined = new Map<string, string[]>();
  for (const option of options) {
    const [flag = "", ...rest] = option.split(" ");
    joined.set(flag, [...(joined.get(flag) ?? []), rest.join(" ")]);
  }
  return [...joined].flatMap(([flag, values]) => [flag, values.join(",")]);
}

/** The names that an option sets, each with its option: `--features hyperv.synic.state`. */
export function namesSet(option: string): readonly string[] {
  const [flag, values] = argumentsOf([option]);
  return (values ?? "").split(",").map((pair) => `${flag} ${pair.split("=")[0]}`);
}

/** Paths for `--xml` that write an element, one for each attribute. */
export function xpathsOf(path: string, xml: string): readonly string[] {
  const walk = (node: XmlNode, at: string): string[] => [
    ...Object.entries(node.attributes).map(([name, value]) => `${at}/${node.name}/@${name}=${value}`),
    ...node.children.flatMap((child) => walk(child, `${at}/${node.name}`)),
  ];
  return walk(parseElement(xml), `./${path}`);
}

/** What the option of a feature would be called, had it one: as virtinst names all others after libvirt's elements. */
export const likelyOptions = (path: string, xml: string): readonly string[] =>
  xpathsOf(path, xml).map(
    (xpath) => `--features ${xpath.replace("./features/", "").replace("/@", ".").replaceAll("/", ".")}`,
  );

/** Whether a domain has an element at a path, with its attributes and children; it may have more. */
export function hasElement(domain: XmlNode, path: string, xml: string): boolean {
  const wanted = parseElement(xml);
  const parents = path
    .split("/")
    .filter((name) => name !== "")
    .reduce((nodes, name) => nodes.flatMap((node) => node.children.filter((child) => child.name === name)), [domain]);
  return parents.some((parent) => parent.children.some((child) => isWithin(wanted, child)));
}

const isWithin = (wanted: XmlNode, found: XmlNode): boolean =>
  wanted.name === found.name &&
  Object.entries(wanted.attributes).every(([name, value]) => found.attributes[name] === value) &&
  wanted.children.every((child) => found.children.some((other) => isWithin(child, other)));
