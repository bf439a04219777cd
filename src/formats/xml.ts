// A small XML tree: reads the catalogue's elements, merges them, and prints them so that any value stays a value.
import { parseXml, XmlElement, XmlText } from "@rgrove/parse-xml";

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  readonly text?: string;
}

/** Builds an element; children may be left out. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly XmlNode[] = [],
): XmlNode => ({ name, attributes, children });

/** An element that holds text only. */
export const textElement = (
  name: string,
  text: string,
  attributes: Readonly<Record<string, string>> = {},
): XmlNode => ({
  ...element(name, attributes),
  text,
});

/** Reads one element from the catalogue, where only well-formed ones are: throws on anything else, since that is a bug. */
export function parseElement(text: string): XmlNode {
  const root = parseXml(text).root;
  if (!root) throw new Error(`no element in ${text}`);
  return nodeOf(root);
}

function nodeOf(source: XmlElement): XmlNode {
  const children = source.children.filter((child) => child instanceof XmlElement).map(nodeOf);
  const text = source.children
    .filter((child) => child instanceof XmlText)
    .map((child) => child.text)
    .join("")
    .trim();
  return { name: source.name, attributes: { ...source.attributes }, children, ...(text !== "" && { text }) };
}

/** Siblings of one key are one thing: clock timers and CPU flags are told apart by their name, all else by the element's. */
const key = ({ name, attributes }: XmlNode): string =>
  name === "timer" || name === "feature" ? `${name} ${attributes["name"] ?? ""}` : name;

/** Adds an element to siblings: into the one of the same key, whose attributes it then overrides, or at the end. */
export function mergeInto(siblings: readonly XmlNode[], added: XmlNode): readonly XmlNode[] {
  const at = siblings.findIndex((sibling) => key(sibling) === key(added));
  const found = siblings[at];
  if (found === undefined) return [...siblings, added];
  const children = added.children.reduce(mergeInto, found.children);
  return siblings.with(at, { ...found, ...added, attributes: { ...found.attributes, ...added.attributes }, children });
}

/** Puts an element below a path such as `features/hyperv`, making what is missing on the way. */
export function mergeAt(siblings: readonly XmlNode[], path: string, added: XmlNode): readonly XmlNode[] {
  const wrapped = path
    .split("/")
    .filter((name) => name !== "")
    .toReversed()
    .reduce((child, name) => element(name, {}, [child]), added);
  return mergeInto(siblings, wrapped);
}

/** Prints an element, indented by two spaces a level, without a final line end. */
export function printXml(node: XmlNode, indent = ""): string {
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}='${escapeXml(value)}'`);
  const open = `${indent}<${node.name}${attributes.join("")}`;
  if (node.text !== undefined) return `${open}>${escapeXml(node.text)}</${node.name}>`;
  if (node.children.length === 0) return `${open}/>`;
  const children = node.children.map((child) => printXml(child, `${indent}  `));
  return `${open}>\n${children.join("\n")}\n${indent}</${node.name}>`;
}

/** What XML 1.0 cannot carry, not even escaped: control characters and half surrogate pairs (https://www.w3.org/TR/xml/#charsets). */
const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const carried = (text: string): string => text.replace(FORBIDDEN, "\ufffd");

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "'": "&apos;",
  '"': "&quot;",
};

/** A text for an attribute or for content. Characters that XML cannot carry become U+FFFD. */
export const escapeXml = (text: string): string =>
  carried(text)
    .replace(/[&<>'"]/g, (mark) => ENTITIES[mark] ?? mark)
    .replace(/[\t\n\r\u0085\u2028]/g, (mark) => `&#${mark.charCodeAt(0)};`);

/** True when the text survives XML unchanged. */
export const fitsXml = (text: string): boolean => text === carried(text);

/** A comment of some lines. Two hyphens may not stand in it: the second is written `%2D`, which a link survives. */
export function printComment(lines: readonly string[], indent = ""): string {
  const inert = lines.map((line) => carried(line).replace(/-(?=-)|-$/g, "%2D"));
  return [`${indent}<!--`, ...inert.map((line) => `${indent}  ${line}`), `${indent}-->`].join("\n");
}
