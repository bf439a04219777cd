// Puts a property of Nova's beside another one, and takes one away: an option of a command, an item of a list, a line, a row or a word.
import type { TextEdit } from "#base/text-edit.ts";
import { lineStartOf, type NovaPair } from "./nova-pairs.ts";

/** How a pair stands among others. */
type Form = "option" | "item" | "line" | "word";

interface Standing {
  readonly form: Form;
  /** The pair with what belongs to it alone: `--property`, quotes around the whole. */
  readonly start: number;
  readonly end: number;
  /** Quotes around name and value together. */
  readonly quote: string;
}

const OPTION = /[ \t]--property(?:=|[ \t]{1,40})$/;

function standingOf(text: string, pair: NovaPair): Standing {
  const around = text[pair.start - 1] ?? "";
  const quote = /["']/.test(around) && text[pair.end] === around && pair.valueQuote !== around ? around : "";
  const start = pair.start - quote.length;
  const end = pair.end + quote.length;
  const before = text.slice(Math.max(lineStartOf(text, start), start - 80), start);
  const option = OPTION.exec(before);
  if (option) return { form: "option", start: start - option[0].length, end, quote };
  if (pair.gap.includes("|") || /^[ \t]*(?:#[ \t]*)?$/.test(before)) return { form: "line", start, end, quote };
  const isItem = /,[ \t]*$/.test(before) || /^[ \t]*,/.test(text.slice(end, end + 40)) || isListed(pair);
  return { form: isItem ? "item" : "word", start, end, quote };
}

/** The only item of a list is told by its quotes: `properties | os_type='windows' |`. */
const isListed = ({ valueQuote, gap, nameQuote }: NovaPair): boolean =>
  valueQuote !== "" && (gap.trim() === "=" || nameQuote !== "");

/** Puts a pair behind another one, written alike. */
export function insertPair(text: string, anchor: NovaPair, name: string, value: string): readonly TextEdit[] {
  const { form, start, end, quote } = standingOf(text, anchor);
  const { nameQuote, valueQuote, gap } = anchor;
  const own = `${quote}${nameQuote}${name}${nameQuote}${gap}${valueQuote}${value}${valueQuote}${quote}`;
  if (form === "option") return [insert(end, ` --property ${own}`)];
  if (form === "item") return [insert(end, `, ${own}`)];
  if (form === "word") return [insert(end, ` ${own}`)];
  const newline = text[text.indexOf("\n") - 1] === "\r" ? "\r\n" : "\n";
  const lead = text.slice(lineStartOf(text, start), start);
  if (gap.includes("|")) return [insert(lineEnd(text, end), `${newline}${lead}${own} |`)];
  const isJson = nameQuote === '"' && gap.includes(":");
  return [insert(isJson ? end : lineEnd(text, end), `${isJson ? "," : ""}${newline}${lead}${own}`)];
}

/** Takes a pair away with what only it needs. */
export function removePair(text: string, pair: NovaPair): readonly TextEdit[] {
  const { form, start, end } = standingOf(text, pair);
  if (form === "option") return [{ start, end, text: "" }];
  if (form === "line") return [cutLine(text, start, end)];
  const comma = /,[ \t]*$/.exec(text.slice(Math.max(0, start - 40), start))?.[0] ?? "";
  if (comma !== "") return [{ start: start - comma.length, end, text: "" }];
  const after = /^[ \t]*,[ \t]*/.exec(text.slice(end, end + 40))?.[0] ?? "";
  const space = form === "word" && /[ \t]/.test(text[start - 1] ?? "") ? 1 : 0;
  return [{ start: start - space, end: end + after.length, text: "" }];
}

/** Takes several pairs away; where two cuts meet they become one. */
export function removePairs(text: string, pairs: readonly NovaPair[]): readonly TextEdit[] {
  const cuts: TextEdit[] = [];
  for (const cut of pairs.flatMap((pair) => removePair(text, pair)).toSorted((a, b) => a.start - b.start)) {
    const last = cuts.at(-1);
    if (last && cut.start < last.end) cuts[cuts.length - 1] = { ...last, end: Math.max(last.end, cut.end) };
    else cuts.push(cut);
  }
  return cuts;
}

/** Cuts a line; in JSON the comma before it goes where none is behind it. */
function cutLine(text: string, start: number, end: number): TextEdit {
  const from = lineStartOf(text, start);
  const to = lineEnd(text, end);
  const comma = /,[ \t]*\r?\n?$/.exec(text.slice(Math.max(0, from - 40), from));
  const isLast = comma !== null && !text.slice(end, to).includes(",");
  if (isLast) return { start: from - comma[0].length, end: to, text: "" };
  if (from === 0) return { start: 0, end: Math.min(text.length, text.indexOf("\n", to) + 1 || to), text: "" };
  return { start: from - (text[from - 2] === "\r" ? 2 : 1), end: to, text: "" };
}

const insert = (at: number, text: string): TextEdit => ({ start: at, end: at, text });

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  const end = newline < 0 ? text.length : newline;
  return end > at && text[end - 1] === "\r" ? end - 1 : end;
}
