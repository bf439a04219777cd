// Reads shell words out of any text, one statement at a time: pasted scripts, logs and `ps` output are not always good shell.
// A quote without a partner is an ordinary character; nothing is expanded. Each word knows where its characters stood.
import type { Span } from "#base/text-edit.ts";

interface Piece {
  /** Index in the word's text, and where that character stands in the source. */
  readonly at: number;
  readonly source: number;
}

/** A word without its quotes. */
export interface ScannedWord extends Span {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** True where a quote had no partner. */
  readonly isBroken: boolean;
}

/** Where a stretch of a word's text stands in the source. */
export function sourceSpan(word: ScannedWord, from: number, to: number): Span {
  const start = sourceOf(word, from);
  return to <= from ? { start, end: start } : { start, end: sourceOf(word, to - 1) + 1 };
}

/** Where a character of the word stands; for the place behind the last one, the place behind that. */
function sourceOf({ text, pieces, start }: ScannedWord, index: number): number {
  if (text.length === 0) return start;
  const at = Math.min(index, text.length - 1);
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  return (piece?.source ?? start) + (index - (piece?.at ?? 0));
}

export interface Statement extends Span {
  readonly words: readonly ScannedWord[];
}

const SPACE = /[^\S\n]+|\\\r?\n/y;
const PLAIN = /[^\s'"\\;|&]+/y;
const LINE_END = /\r?\n/y;
const OPTION = /--?[A-Za-z]/y;

function take(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** The next line goes on when it begins with an option, as in commands that somebody wrapped by hand; the length up to there. */
function goesOn(text: string, start: number): number {
  const lineEnd = take(LINE_END, text, start);
  if (lineEnd === 0) return 0;
  let at = start + lineEnd;
  for (let space = take(SPACE, text, at); space > 0; space = take(SPACE, text, at)) at += space;
  return take(OPTION, text, at) > 0 ? at - start : 0;
}

/** Reads the statement that begins at an offset; it ends at `;`, `|`, `&` or a line end that nothing continues. */
export function scanStatement(text: string, start: number): Statement {
  const words: ScannedWord[] = [];
  let at = start;
  let end = start;
  while (at < text.length) {
    const space = take(SPACE, text, at) || goesOn(text, at);
    if (space > 0) {
      at += space;
      continue;
    }
    const mark = text[at] ?? "";
    if (mark === "\n" || mark === ";" || mark === "|" || mark === "&") break;
    const word = scanWord(text, at);
    words.push(word);
    at = word.end;
    end = at;
  }
  return { start, end, words };
}

interface Scanning {
  readonly text: string;
  word: string;
  readonly pieces: Piece[];
  isBroken: boolean;
}

function scanWord(text: string, start: number): ScannedWord {
  const scan: Scanning = { text, word: "", pieces: [], isBroken: false };
  let at = start;
  while (at < text.length) {
    const next = scanPiece(scan, at);
    if (next === at) break;
    at = next;
  }
  return { text: scan.word, pieces: scan.pieces, isBroken: scan.isBroken, start, end: at };
}

/** Adds one piece to the word; the offset behind it, or the same where the word ends. */
function scanPiece(scan: Scanning, at: number): number {
  const { text } = scan;
  const mark = text[at] ?? "";
  if (mark === "'") return scanQuoted(scan, at, text.indexOf("'", at + 1));
  if (mark === '"') return scanQuoted(scan, at, closingQuote(text, at));
  if (mark === "\\") {
    const line = take(SPACE, text, at);
    if (line > 0) return at;
    add(scan, text.slice(at + 1, at + 2), at + 1);
    return Math.min(at + 2, text.length);
  }
  const plain = take(PLAIN, text, at);
  if (plain > 0) add(scan, text.slice(at, at + plain), at);
  return at + plain;
}

/** The quote that closes the one at an offset, or -1. */
function closingQuote(text: string, open: number): number {
  const mark = /["\\]/g;
  mark.lastIndex = open + 1;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    if (found[0] === '"') return found.index;
    mark.lastIndex = found.index + 2;
  }
  return -1;
}

function scanQuoted(scan: Scanning, open: number, close: number): number {
  const { text } = scan;
  if (close < 0) {
    scan.isBroken = true;
    add(scan, text.slice(open, open + 1), open);
    return open + 1;
  }
  const isDouble = text[open] === '"';
  let at = open + 1;
  while (at < close) {
    const slash = isDouble ? text.slice(at, close).indexOf("\\") : -1;
    const stop = slash < 0 ? close : at + slash;
    if (stop > at) add(scan, text.slice(at, stop), at);
    if (stop === close) break;
    at = addEscape(scan, stop);
  }
  return close + 1;
}

/** A backslash between double quotes: it takes a line end away and guards only `$`, a backtick, `"` and itself. */
function addEscape(scan: Scanning, at: number): number {
  const next = scan.text[at + 1] ?? "";
  if (next === "\n") return at + 2;
  const isGuard = /[$`"\\]/.test(next);
  add(scan, isGuard ? next : `\\${next}`, isGuard ? at + 1 : at);
  return at + 2;
}

function add(scan: Scanning, piece: string, source: number): void {
  if (piece === "") return;
  scan.pieces.push({ at: scan.word.length, source });
  scan.word += piece;
}
