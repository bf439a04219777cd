// Small edits of XML as somebody wrote it: its indentation, its quotes and its line ends are followed.
import type { Span, TextEdit } from "#base/text-edit.ts";
import { escapeXml, type XmlNode } from "../xml.ts";
import { attributeOf, type ScannedElement } from "./xml-scan.ts";

/** How a text is written. */
export interface XmlStyle {
  readonly quote: "'" | '"';
  readonly newline: "\n" | "\r\n";
  /** One level of indentation. */
  readonly unit: string;
  /** All in one line: then new things are, too. */
  readonly isOneLine: boolean;
}

/** The style of a stretch of a text. */
export function styleOf(text: string, { start, end }: Span): XmlStyle {
  const part = text.slice(start, end);
  const quote = /=\s*(["'])/.exec(part)?.[1] === '"' ? '"' : "'";
  const own = lineLead(text, start) ?? "";
  const inner = [...part.slice(0, 10_000).matchAll(/\n([ \t]+)</g)].find(
    ([, lead]) => lead !== undefined && lead.length > own.length && lead.startsWith(own),
  );
  return {
    quote,
    newline: part.includes("\r\n") ? "\r\n" : "\n",
    unit: inner?.[1]?.slice(own.length) ?? "  ",
    isOneLine: !part.includes("\n"),
  };
}

/** The space in front of something that is the first thing in its line; undefined where it is not. */
export function lineLead(text: string, start: number): string | undefined {
  let at = start;
  while (at > 0 && (text[at - 1] === " " || text[at - 1] === "\t")) at -= 1;
  return at === 0 || text[at - 1] === "\n" ? text.slice(at, start) : undefined;
}

/** An element in a style; `lead` is the indentation of its line, undefined for all in one line. */
export function writeNode(node: XmlNode, style: XmlStyle, lead: string | undefined): string {
  const { quote, newline, unit } = style;
  const attributes = Object.entries(node.attributes).map(
    ([name, value]) => ` ${name}=${quote}${escapeXml(value)}${quote}`,
  );
  const open = `<${node.name}${attributes.join("")}`;
  if (node.text !== undefined) return `${open}>${escapeXml(node.text)}</${node.name}>`;
  if (node.children.length === 0) return `${open}/>`;
  const inner = lead === undefined ? undefined : `${lead}${unit}`;
  const gap = (space: string | undefined): string => (space === undefined ? "" : `${newline}${space}`);
  const children = node.children.map((child) => `${gap(inner)}${writeNode(child, style, inner)}`);
  return `${open}>${children.join("")}${gap(lead)}</${node.name}>`;
}

const insertion = (at: number, text: string): TextEdit => ({ start: at, end: at, text });

/** Puts elements in front of another one. */
export function insertBefore(text: string, style: XmlStyle, sibling: ScannedElement, node: XmlNode): TextEdit {
  const lead = style.isOneLine ? undefined : lineLead(text, sibling.start);
  const gap = lead === undefined ? "" : `${style.newline}${lead}`;
  return insertion(sibling.start, `${writeNode(node, style, lead)}${gap}`);
}

const COMMENT = /[ \t]*<!--(?:(?!-->)[^\n])*-->(?=[ \t]*\r?\n)/y;

/** Puts an element behind another one, and behind a comment that ends its line. */
export function insertAfter(text: string, style: XmlStyle, sibling: ScannedElement, node: XmlNode): TextEdit {
  const lead = style.isOneLine ? undefined : lineLead(text, sibling.start);
  if (lead === undefined) return insertion(sibling.end, writeNode(node, style, undefined));
  COMMENT.lastIndex = sibling.end;
  const end = sibling.end + (COMMENT.exec(text)?.[0].length ?? 0);
  return insertion(end, `${style.newline}${lead}${writeNode(node, style, lead)}`);
}

/** Makes elements the only children of one that has none. */
export function insertInside(
  text: string,
  style: XmlStyle,
  parent: ScannedElement,
  nodes: readonly XmlNode[],
): TextEdit {
  const lead = style.isOneLine ? undefined : lineLead(text, parent.start);
  const inner = lead === undefined ? undefined : `${lead}${style.unit}`;
  const body = nodes.map(
    (node) => `${inner === undefined ? "" : style.newline + inner}${writeNode(node, style, inner)}`,
  );
  const content = `${body.join("")}${lead === undefined ? "" : style.newline + lead}`;
  if (parent.isEmpty) {
    const tag = text.slice(parent.start, parent.openEnd).replace(/\s*\/>$/, "");
    return { start: parent.start + tag.length, end: parent.openEnd, text: `>${content}</${parent.name}>` };
  }
  const isBlank = text.slice(parent.openEnd, parent.closeStart).trim() === "";
  if (isBlank) return { start: parent.openEnd, end: parent.closeStart, text: content };
  return insertion(parent.openEnd, body.join(""));
}

/** Gives an attribute a value where it stands, or adds it behind the others. */
export function setAttribute(style: XmlStyle, element: ScannedElement, name: string, value: string): TextEdit {
  const old = attributeOf(element, name);
  if (old) return { start: old.value.start, end: old.value.end, text: escapeXml(value) };
  const at = element.attributes.at(-1)?.end ?? element.start + 1 + element.name.length;
  return insertion(at, ` ${name}=${style.quote}${escapeXml(value)}${style.quote}`);
}

/** Takes an attribute away with the space in front of it. */
export function removeAttribute(text: string, { start, end }: Span): TextEdit {
  const before = text.slice(Math.max(0, start - 1000), start);
  return { start: start - (before.length - before.trimEnd().length), end, text: "" };
}

/** Takes an element away: with its line where it stands alone in it, else with the space in front of it. */
export function removeElement(text: string, { start, end }: Span): TextEdit {
  const lead = lineLead(text, start);
  const rest = /[ \t]*(?:\r?\n|$)/y;
  rest.lastIndex = end;
  const tail = rest.exec(text)?.[0];
  if (lead !== undefined && tail !== undefined) return { start: start - lead.length, end: end + tail.length, text: "" };
  if (lead !== undefined) return { start, end, text: "" };
  let at = start;
  while (text[at - 1] === " ") at -= 1;
  return { start: at, end, text: "" };
}

/** Writes an element's name otherwise, in both tags. */
export function renameElement(text: string, element: ScannedElement, name: string): readonly TextEdit[] {
  const at = element.start + 1;
  const open = { start: at, end: at + element.name.length, text: name };
  if (element.isEmpty || !element.isClosed) return [open];
  const close = element.closeStart + 2;
  return text.startsWith(element.name, close)
    ? [open, { start: close, end: close + element.name.length, text: name }]
    : [open];
}
