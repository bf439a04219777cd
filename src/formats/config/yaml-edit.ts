// Changes single keys of a YAML text where they stand: in blocks by lines, in braces by commas, in the indentation and quotes around them.
import { isMap, isScalar, type YAMLMap, type YAMLSeq } from "yaml";
import type { TextEdit } from "#base/text-edit.ts";
import { printYaml, type Data } from "../yaml.ts";
import { endOfNode, endOfPair, isBare, isFlow, keySpan, spanOf, type YamlPair } from "./yaml-tree.ts";

type AnyMap = YAMLMap<unknown, unknown>;
type AnySeq = YAMLSeq<unknown>;

/** Several keys that come to stand beside each other. */
export type Entries = Readonly<Record<string, Data>>;

/** Puts entries into a map: in front of one of its pairs, else at its end. */
export function insertEntries(text: string, map: AnyMap, entries: Entries, before?: YamlPair): readonly TextEdit[] {
  return isFlow(map) ? insertInFlow(text, map, entries, before) : insertInBlock(text, map, entries, before);
}

function insertInBlock(text: string, map: AnyMap, entries: Entries, before?: YamlPair): readonly TextEdit[] {
  const [first] = map.items;
  if (first === undefined) return [];
  const indent = columnOf(text, keySpan(first).start);
  const newline = newlineOf(text);
  const lines = entryLines(text, map, entries, indent);
  if (before) {
    const at = keySpan(before).start;
    return [insert(at, `${lines.join(newline)}${newline}${" ".repeat(indent)}`)];
  }
  const last = map.items.at(-1) ?? first;
  const at = lineEnd(text, endOfPair(last));
  return [insert(at, lines.map((line, index) => `${newline}${index === 0 ? " ".repeat(indent) : ""}${line}`).join(""))];
}

/** The lines of entries; the first without its indentation. */
function entryLines(text: string, map: AnyMap, entries: Entries, indent: number): readonly string[] {
  const space = " ".repeat(indent);
  if (prefersBraces(map)) {
    const style = quotesOf(map);
    return Object.entries(entries).map(
      ([key, data], index) => `${index === 0 ? "" : space}${flowEntry(key, data, style)}`,
    );
  }
  const step = stepOf(text, map, indent);
  return blockLines(entries, step).map((line, index) => `${index === 0 ? "" : space}${line}`);
}

/** Data as lines, each level further in by a step; what belongs to an item of a list stands behind its dash. */
function blockLines(data: Data, step: number): readonly string[] {
  let dash: { readonly before: number; readonly after: number } | undefined;
  return printYaml(data)
    .trimEnd()
    .split("\n")
    .map((line) => {
      const before = line.search(/\S/);
      const after = dash && before === dash.before + 2 ? dash.after + 2 : (before / 2) * step;
      if (line.startsWith("- ", before)) dash = { before, after };
      return `${" ".repeat(after)}${line.slice(before)}`;
    });
}

/** True where the neighbours stand in braces, so that a new one does, too. */
function prefersBraces({ items }: AnyMap): boolean {
  const maps = items.flatMap(({ value }) => (isMap(value) && value.items.length > 0 ? [value] : []));
  return maps.length > 0 && maps.every(isFlow);
}

/** How many columns one level is further in: as here, else as at the first indented line. */
function stepOf(text: string, map: AnyMap, indent: number): number {
  for (const { value } of map.items) {
    const first = isMap(value) && !isFlow(value) ? value.items[0] : undefined;
    const step = first ? columnOf(text, keySpan(first).start) - indent : 0;
    if (step > 0) return step;
  }
  return firstStep(text);
}

/** By how much the first line that is further in than the first one is so; two where none is. */
function firstStep(text: string): number {
  const lines = text
    .slice(0, 20_000)
    .split("\n")
    .filter((line) => /^ *[^\s#]/.test(line));
  const indents = lines.map((line) => line.search(/\S/));
  const first = indents[0] ?? 0;
  const deeper = indents.find((indent) => indent > first) ?? first + 2;
  return Math.min(deeper - first, 8);
}

function insertInFlow(text: string, map: AnyMap, entries: Entries, before?: YamlPair): readonly TextEdit[] {
  const style = quotesOf(map);
  const items = Object.entries(entries).map(([key, data]) => flowEntry(key, data, style));
  const last = map.items.at(-1);
  if (last === undefined) return [insert(spanOf(map).start + 1, items.join(", "))];
  const gap = `,${gapOf(text, map)}`;
  if (before) return [insert(keySpan(before).start, items.map((item) => `${item}${gap}`).join(""))];
  return [insert(endOfPair(last), items.map((item) => `${gap}${item}`).join(""))];
}

/** What stands between the items of a map in braces: a space, or a line end and the indentation. */
function gapOf(text: string, map: AnyMap): string {
  const last = map.items.at(-1);
  const start = last ? keySpan(last).start : 0;
  return /\r?\n[ \t]*$/.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? " ";
}

type Quotes = "none" | "json";

/** JSON wants its keys quoted. */
const quotesOf = ({ items: [first] }: AnyMap): Quotes =>
  isScalar(first?.key) && first.key.type === "QUOTE_DOUBLE" ? "json" : "none";

const flowEntry = (key: string, data: Data, quotes: Quotes): string =>
  `${quotes === "json" ? JSON.stringify(key) : key}: ${flowText(data, quotes)}`;

/** Data on one line. */
function flowText(data: Data, quotes: Quotes): string {
  if (typeof data !== "object") {
    return quotes === "json" ? JSON.stringify(data) : printYaml(data).trim();
  }
  if (Array.isArray(data)) return `[${(data as readonly Data[]).map((item) => flowText(item, quotes)).join(", ")}]`;
  return `{${Object.entries(data)
    .map(([key, value]) => flowEntry(key, value, quotes))
    .join(", ")}}`;
}

/** Gives a pair of a map another value: in place of a scalar, or where there was none. */
export function setPairValue(text: string, map: AnyMap, pair: YamlPair, data: Data): readonly TextEdit[] | undefined {
  if (!isBare(pair.value)) {
    if (!isScalar(pair.value)) return undefined;
    return [{ ...spanOf(pair.value), text: scalarLike(pair.value.type, data, quotesOf(map)) }];
  }
  const colon = text.indexOf(":", keySpan(pair).end);
  const hasColon = pair.value !== null && colon >= 0;
  if (isFlow(map) || isEmptyOrPlain(data)) {
    const value = ` ${flowText(data, quotesOf(map))}`;
    return [hasColon ? insert(colon + 1, value) : insert(keySpan(pair).end, `:${value}`)];
  }
  if (!hasColon) return undefined;
  const indent = columnOf(text, keySpan(pair).start);
  const newline = newlineOf(text);
  const space = " ".repeat(indent + stepOf(text, map, indent));
  const lines = blockLines(data, stepOf(text, map, indent));
  return [insert(lineEnd(text, colon + 1), lines.map((line) => `${newline}${space}${line}`).join(""))];
}

const isEmptyOrPlain = (data: Data): boolean => typeof data !== "object" || Object.keys(data).length === 0;

function scalarLike(type: string | null | undefined, data: Data, quotes: Quotes): string {
  if (typeof data === "string" && type === "QUOTE_SINGLE" && !data.includes("'")) return `'${data}'`;
  if (typeof data === "string" && type === "QUOTE_DOUBLE") return JSON.stringify(data);
  return flowText(data, quotes);
}

/** Takes a pair out of its map, with its line or its comma. */
export function removePair(text: string, map: AnyMap, pair: YamlPair): readonly TextEdit[] {
  const index = map.items.indexOf(pair as (typeof map.items)[number]);
  const [previous, next] = [map.items[index - 1], map.items[index + 1]];
  const span = { start: keySpan(pair).start, end: endOfPair(pair) };
  if (isFlow(map)) return [cutItem(span, previous && endOfPair(previous), next && keySpan(next).start)];
  if (isFirstOnLine(text, span.start)) return [cutLines(text, span.start, span.end)];
  if (next) return [{ start: span.start, end: keySpan(next).start, text: "" }];
  return [{ ...span, end: Math.max(span.start, trimmedEnd(text, span.end)), text: "{}" }];
}

/** Puts an item at the end of a list. */
export function appendItem(text: string, list: AnySeq, item: Entries): readonly TextEdit[] {
  const last = list.items.at(-1);
  if (list.flow === true) {
    const quotes = isMap(last) ? quotesOf(last) : "none";
    const put = flowText(item, quotes);
    return [last === undefined ? insert(spanOf(list).start + 1, put) : insert(endOfNode(last), `, ${put}`)];
  }
  if (last === undefined) return [];
  const newline = newlineOf(text);
  const space = " ".repeat(columnOf(text, text.lastIndexOf("-", spanOf(last).start - 1)));
  const lines = isMap(last) && isFlow(last) ? [flowText(item, quotesOf(last))] : printYaml(item).trimEnd().split("\n");
  const put = lines.map((line, index) => `${newline}${space}${index === 0 ? "- " : "  "}${line}`).join("");
  return [insert(lineEnd(text, endOfNode(last)), put)];
}

/** Takes an item out of a list. */
export function removeItem(text: string, list: AnySeq, index: number): readonly TextEdit[] {
  const item = list.items[index];
  const span = { start: spanOf(item).start, end: endOfNode(item) };
  if (list.flow === true) {
    const [previous, next] = [list.items[index - 1], list.items[index + 1]];
    return [
      cutItem(
        span,
        previous === undefined ? undefined : endOfNode(previous),
        next === undefined ? undefined : spanOf(next).start,
      ),
    ];
  }
  const dash = text.lastIndexOf("-", span.start - 1);
  return dash >= 0 && isFirstOnLine(text, dash) ? [cutLines(text, dash, span.end)] : [];
}

const insert = (at: number, text: string): TextEdit => ({ start: at, end: at, text });

/** Cuts an item with the separator in front of it, or for the first one with that behind it. */
function cutItem(span: { start: number; end: number }, previousEnd?: number, nextStart?: number): TextEdit {
  if (previousEnd !== undefined) return { start: previousEnd, end: span.end, text: "" };
  return { start: span.start, end: nextStart ?? span.end, text: "" };
}

/** Cuts whole lines, with the line end in front of them, or for the first of the text with that behind them. */
function cutLines(text: string, start: number, end: number): TextEdit {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const stop = lineEnd(text, end);
  if (start === 0 || lineStart === 0) {
    const after = text.indexOf("\n", stop);
    return { start: 0, end: after < 0 ? text.length : after + 1, text: "" };
  }
  const from = lineStart - (text[lineStart - 2] === "\r" ? 2 : 1);
  return { start: from, end: Math.max(from, stop), text: "" };
}

const isFirstOnLine = (text: string, at: number): boolean =>
  at === 0 || /^[ \t]*$/.test(text.slice(text.lastIndexOf("\n", at - 1) + 1, at));

const columnOf = (text: string, at: number): number => (at <= 0 ? 0 : at - (text.lastIndexOf("\n", at - 1) + 1));

/** Before the line ends that a block scalar takes in. */
function trimmedEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && (text[at - 1] === "\n" || text[at - 1] === "\r")) at -= 1;
  return at;
}

/** The end of the line in which something ends, behind its comment. */
function lineEnd(text: string, end: number): number {
  const at = trimmedEnd(text, end);
  const newline = text.indexOf("\n", at);
  const stop = newline < 0 ? text.length : newline;
  return stop > at && text[stop - 1] === "\r" ? stop - 1 : stop;
}

const newlineOf = (text: string): string => (text[text.indexOf("\n") - 1] === "\r" ? "\r\n" : "\n");
