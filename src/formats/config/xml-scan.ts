// Finds the elements of any text with their places: whole documents, fragments, dumps between prompts, broken XML.
// Never fails and never recurses: an element without an end ends where its parent does. Judging is for xml-judge.ts.
import type { Span } from "#base/text-edit.ts";

/** A value with the places of its characters: a reference such as `&amp;` is one of them. */
export interface ScannedValue extends Span {
  readonly text: string;
  readonly pieces: readonly { readonly at: number; readonly source: number }[];
}

/** The span goes from the name to the closing quote. */
export interface ScannedAttribute extends Span {
  readonly name: string;
  /** Between the quotes. */
  readonly value: ScannedValue;
}

export interface ScannedElement extends Span {
  readonly name: string;
  readonly attributes: readonly ScannedAttribute[];
  readonly children: readonly ScannedElement[];
  readonly parent: ScannedElement | undefined;
  /** Behind the start tag. */
  readonly openEnd: number;
  /** Where the end tag begins; the same as `openEnd` for `<x/>`. */
  readonly closeStart: number;
  /** Written as `<x/>`. */
  readonly isEmpty: boolean;
  /** False where the end tag is missing. */
  readonly isClosed: boolean;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Growing = Writable<Omit<ScannedElement, "children" | "parent">> & {
  readonly children: Growing[];
  readonly parent: Growing | undefined;
};

const OPEN = /<([A-Za-z_][\w:.-]*)(?=[\s/>])/y;
const CLOSE = /<\/([A-Za-z_][\w:.-]*)\s*>/y;
const ATTRIBUTE = /\s+([^\s=<>/'"]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const END = /\s*(\/?)>/y;

interface Scan {
  readonly text: string;
  readonly roots: Growing[];
  top: Growing | undefined;
  /** How many elements of a name are open: an end tag that fits none closes nothing. */
  readonly open: Map<string, number>;
}

/** The outermost elements of a text, in order. */
export function scanXml(text: string): readonly ScannedElement[] {
  const scan: Scan = { text, roots: [], top: undefined, open: new Map() };
  let at = text.indexOf("<");
  while (at >= 0) {
    const next = scanMark(scan, at);
    at = next === undefined ? -1 : text.indexOf("<", next);
  }
  while (scan.top !== undefined) close(scan, scan.top, text.length, text.length, false);
  return scan.roots;
}

/** What may hold a `<` that opens nothing, and how it ends. */
const SKIPPED = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
] as const;

/** Reads what begins with a `<`; the offset behind it, undefined where the rest of the text belongs to it. */
function scanMark(scan: Scan, at: number): number | undefined {
  const { text } = scan;
  for (const [start, stop] of SKIPPED) {
    if (!text.startsWith(start, at)) continue;
    const end = text.indexOf(stop, at + start.length);
    return end < 0 ? undefined : end + stop.length;
  }
  if (text.startsWith("<!", at)) return doctypeEnd(text, at);
  return scanEndTag(scan, at) ?? scanStartTag(scan, at) ?? at + 1;
}

/** Behind a document type; what it declares is not read, so no entity of its own ever means anything. */
function doctypeEnd(text: string, at: number): number | undefined {
  const mark = /[[>]/g;
  mark.lastIndex = at;
  const found = mark.exec(text);
  if (found?.[0] === ">") return found.index + 1;
  const end = found ? text.indexOf("]>", found.index) : -1;
  return end < 0 ? undefined : end + 2;
}

function scanEndTag(scan: Scan, at: number): number | undefined {
  CLOSE.lastIndex = at;
  const found = CLOSE.exec(scan.text);
  const name = found?.[1];
  if (found === null || name === undefined) return undefined;
  const end = at + found[0].length;
  if ((scan.open.get(name) ?? 0) === 0) return end;
  while (scan.top !== undefined && scan.top.name !== name) close(scan, scan.top, at, at, false);
  if (scan.top !== undefined) close(scan, scan.top, at, end, true);
  return end;
}

function close(scan: Scan, element: Growing, closeStart: number, end: number, isClosed: boolean): void {
  element.closeStart = closeStart;
  element.end = end;
  element.isClosed = isClosed;
  scan.open.set(element.name, (scan.open.get(element.name) ?? 1) - 1);
  scan.top = element.parent;
}

function scanStartTag(scan: Scan, start: number): number | undefined {
  const { text } = scan;
  OPEN.lastIndex = start;
  const found = OPEN.exec(text);
  const name = found?.[1];
  if (found === null || name === undefined) return undefined;
  const attributes: ScannedAttribute[] = [];
  let at = start + found[0].length;
  for (let read = scanAttribute(text, at); read; read = scanAttribute(text, at)) {
    attributes.push(read);
    at = read.end;
  }
  END.lastIndex = at;
  const ended = END.exec(text);
  if (ended === null) return undefined;
  at += ended[0].length;
  const isEmpty = ended[1] === "/";
  const { top: parent } = scan;
  const base = { name, attributes, children: [], parent, start, end: at, openEnd: at, closeStart: at };
  const element: Growing = { ...base, isEmpty, isClosed: isEmpty };
  (parent?.children ?? scan.roots).push(element);
  if (!isEmpty) {
    scan.top = element;
    scan.open.set(name, (scan.open.get(name) ?? 0) + 1);
  }
  return at;
}

function scanAttribute(text: string, at: number): ScannedAttribute | undefined {
  ATTRIBUTE.lastIndex = at;
  const found = ATTRIBUTE.exec(text);
  const name = found?.[1];
  if (found === null || name === undefined) return undefined;
  const raw = found[2] ?? found[3] ?? "";
  const end = at + found[0].length;
  return {
    name,
    start: at + found[0].indexOf(name),
    end,
    value: scanValue(raw, end - 1 - raw.length),
  };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", apos: "'", quot: '"' };
const REFERENCE = /&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(amp|lt|gt|apos|quot));/g;

/** Resolves XML's own references; others stay as they stand. */
export function scanValue(raw: string, start: number): ScannedValue {
  const end = start + raw.length;
  if (!raw.includes("&")) return { text: raw, pieces: raw === "" ? [] : [{ at: 0, source: start }], start, end };
  const pieces: { at: number; source: number }[] = [];
  let text = "";
  let from = 0;
  const add = (piece: string, source: number): void => {
    if (piece === "") return;
    pieces.push({ at: text.length, source: start + source });
    text += piece;
  };
  for (const found of raw.matchAll(REFERENCE)) {
    add(raw.slice(from, found.index), from);
    add(referenced(found), found.index);
    from = found.index + found[0].length;
  }
  add(raw.slice(from), from);
  return { text, pieces, start, end };
}

function referenced([whole, hex, decimal, name]: RegExpExecArray): string {
  if (name !== undefined) return ENTITIES[name] ?? whole;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** An attribute by its name. */
export const attributeOf = (element: ScannedElement, name: string): ScannedAttribute | undefined =>
  element.attributes.find((attribute) => attribute.name === name);

/** The text of an element that holds nothing else, without the space around it. */
export function textOf(text: string, element: ScannedElement): ScannedValue {
  const raw = text.slice(element.openEnd, element.closeStart);
  const start = element.openEnd + (raw.length - raw.trimStart().length);
  return scanValue(raw.trim(), start);
}
