// RFC 4180 in both directions, with the offset of every field, and text that a spreadsheet must not take for a formula or number.
import { fail, ok, type Result } from "#base/result.ts";

export interface CsvField {
  readonly text: string;
  /** UTF-16 offset of the field, its quote included. */
  readonly offset: number;
}

export type CsvRecord = readonly CsvField[];

/**
 * What a spreadsheet would run or rewrite: `=`, `+`, `-`, `@`, tab and return in front, and what looks like a number or a
 * date (`6.10` is not 6.1). An apostrophe in front keeps it text; one more where such a text has some of its own.
 */
const RISKY = /^'*(?:[=+\-@\t\r]|\d+(?:[.,/:-]\d+)+$|\d+e\d+$)/i;

const guarded = (text: string): string => (RISKY.test(text) ? `'${text}` : text);

const unguarded = (text: string): string => (text.startsWith("'") && RISKY.test(text) ? text.slice(1) : text);

// A file that begins with the letters ID is taken for another format, unless they are quoted.
const quoted = (text: string): string => (/[",\r\n]|^\s|\s$|^ID/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Records as CSV, each line ended by CRLF. */
export const printCsv = (records: readonly (readonly string[])[]): string =>
  records.map((record) => `${record.map((text) => quoted(guarded(text))).join(",")}\r\n`).join("");

/** CSV as records, with CRLF or LF; a byte order mark is passed over. Fails where a quote is open or stands inside a field. */
export function parseCsv(text: string): Result<readonly CsvRecord[]> {
  const records: CsvField[][] = [];
  let record: CsvField[] = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    const start = at;
    const read = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
    if (read.problem !== undefined)
      return fail({ rule: "csv-quote", message: read.problem, where: lineAt(text, read.end), offset: read.end });
    record.push({ text: unguarded(read.text), offset: start });
    at = read.end;
    if (text[at] === ",") {
      at += 1;
      if (at < text.length) continue;
      record.push({ text: "", offset: at });
    }
    records.push(record);
    record = [];
    at += text.startsWith("\r\n", at) ? 2 : 1;
  }
  return ok(records);
}

/** The line of an offset, in words. */
export const lineAt = (text: string, offset: number): string => `line ${text.slice(0, offset).split("\n").length}`;

interface Read {
  readonly text: string;
  readonly end: number;
  readonly problem?: string;
}

function quotedField(text: string, from: number): Read {
  let end = from + 1;
  for (;;) {
    const quote = text.indexOf('"', end);
    if (quote < 0) return { text: "", end: from, problem: "This quote is never closed." };
    end = quote + 1;
    if (text[end] !== '"') break;
    end += 1;
  }
  const isEnd = end === text.length || text[end] === "," || text[end] === "\n" || text.startsWith("\r\n", end);
  const inner = text.slice(from + 1, end - 1).replaceAll('""', '"');
  return isEnd ? { text: inner, end } : { text: inner, end, problem: "A comma or the end of the line belongs here." };
}

function plainField(text: string, from: number): Read {
  let end = from;
  while (end < text.length && !isFieldEnd(text, end)) {
    if (text[end] === '"') return { text: "", end, problem: "A quote inside a field has to be quoted itself." };
    end += 1;
  }
  return { text: text.slice(from, end), end };
}

const isFieldEnd = (text: string, at: number): boolean =>
  text[at] === "," || text[at] === "\n" || text.startsWith("\r\n", at);
