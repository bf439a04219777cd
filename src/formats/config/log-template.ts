// The wording of a message, ready to be found in a line: its fixed stretches in order, and what may stand between them.
// One pass over the line with plain searches: no pattern can run wild, whatever the line holds.
import type { Span } from "#base/text-edit.ts";

/** A message found in a line; places are the line's. */
export interface Matched extends Span {
  readonly args: Readonly<Record<string, string>>;
  /** Where its last place lies, when that runs to the end of the message: another message may stand inside. */
  readonly rest?: Span | undefined;
}

/** What the places of a wording may hold, by name; any other holds anything. */
const SHAPES: Readonly<Record<string, string>> = {
  sign: "[+-]",
  host: "host|TCG",
  option: "-\\S+(?: \\S+)?",
  dot: "\\.?",
  register: "[A-Z]{3}",
  leaf: "[0-9A-Fa-f]+",
  subleaf: "[0-9A-Fa-f]+",
  index: "[0-9A-Fa-f]+",
  bit: "[0-9]+",
  msr: "(?:0x)?[0-9A-Fa-f]+",
  value: "[^'\"]*",
  property: "[^\\s'\"]+",
  driver: "[^\\s'\"]+",
  name: "[^\\s'\"]*",
  signal: "[0-9]+",
  pid: "[0-9]+",
};

/** A place is not longer, so that two distant stretches of a line make no message. */
const LONGEST = 400;

interface Gap {
  readonly names: readonly string[];
  /** Fits the whole stretch between two fixed ones. */
  readonly pattern: RegExp;
  /** Fits the beginning of what follows the last fixed stretch. */
  readonly front: RegExp;
}

export interface Template {
  /** The longest fixed stretch: a line without it cannot hold the message. */
  readonly anchor: string;
  /** Number of fixed characters: of two messages in one place the fuller one is meant. */
  readonly weight: number;
  /** The first match at or behind an offset of a line. */
  readonly match: (line: string, from: number) => Matched | undefined;
}

function gapOf(names: readonly string[]): Gap {
  const only = names.length === 1;
  const body = names
    .map((name) => `(${Object.hasOwn(SHAPES, name) ? SHAPES[name] : only ? ".+" : "[^\\s'\"]*"})`)
    .join("");
  return { names, pattern: new RegExp(`^${body}$`), front: new RegExp(`^${body}`) };
}

interface Parts {
  readonly literals: readonly string[];
  /** Before each literal, and behind the last. */
  readonly gaps: readonly (Gap | undefined)[];
}

function partsOf(text: string): Parts {
  const literals: string[] = [];
  const gaps: (Gap | undefined)[] = [];
  let names: string[] = [];
  text.split(/\{(\w+)\}/).forEach((piece, i) => {
    if (i % 2 === 1) return void names.push(piece);
    if (piece === "") return;
    gaps.push(names.length > 0 ? gapOf(names) : undefined);
    literals.push(piece);
    names = [];
  });
  gaps.push(names.length > 0 ? gapOf(names) : undefined);
  return { literals, gaps };
}

/** Opens a wording of the catalogue. */
export function openTemplate(text: string): Template {
  const parts = partsOf(text);
  const anchor = parts.literals.toSorted((a, b) => b.length - a.length)[0] ?? "";
  return {
    anchor,
    weight: parts.literals.reduce((sum, literal) => sum + literal.length, 0),
    match: (line, from) => {
      for (let at = firstOf(parts, line, from); at >= 0; at = firstOf(parts, line, at + 1)) {
        const found = matchAt(parts, line, at, from);
        if (found) return found;
      }
      return undefined;
    },
  };
}

const firstOf = ({ literals: [first = ""] }: Parts, line: string, from: number): number =>
  first === "" ? -1 : line.indexOf(first, from);

const WORD = /[\w-]/;

const isInWord = (line: string, at: number): boolean => WORD.test(line[at - 1] ?? "") && WORD.test(line[at] ?? "");

/** The match whose first fixed stretch begins at `at`. */
function matchAt({ literals, gaps }: Parts, line: string, at: number, from: number): Matched | undefined {
  const args: Record<string, string> = {};
  const [first = ""] = literals;
  const start = startOf(gaps[0], line, at, from, args);
  if (start === undefined) return undefined;
  let end = at + first.length;
  for (let i = 1; i < literals.length; i += 1) {
    const literal = literals[i] ?? "";
    const next = line.slice(end, end + LONGEST + literal.length).indexOf(literal);
    if (next < 0 || !take(gaps[i], line.slice(end, end + next), args)) return undefined;
    end += next + literal.length;
  }
  const last = gaps[literals.length];
  if (last === undefined) return isInWord(line, end) ? undefined : { start, end, args };
  const rest = restOf(line, start, end);
  const fits = last.front.exec(rest);
  if (!fits || fits[0] === "") return undefined;
  keep(last, fits, args);
  const stop = end + fits[0].length;
  return { start, end: stop, args, rest: { start: end, end: stop } };
}

/** Where the message begins: at its first fixed stretch, or at the place in front, which reaches back to a `: `, a quote or the line's start. */
function startOf(
  gap: Gap | undefined,
  line: string,
  at: number,
  from: number,
  args: Record<string, string>,
): number | undefined {
  if (gap === undefined) return isInWord(line, at) ? undefined : at;
  const front = line.slice(Math.max(from, at - LONGEST), at);
  const behind = Math.max(front.lastIndexOf(": ") + 1, front.lastIndexOf('"') + 1, front.lastIndexOf("'") + 1);
  const words = front.slice(behind).trimStart().split(" ");
  const fitting = [words, words.slice(-2), words.slice(-1)].map((some) => some.join(" "));
  const text = fitting.find((some) => take(gap, some, args));
  return text === undefined ? undefined : at - text.length;
}

function take(gap: Gap | undefined, text: string, args: Record<string, string>): boolean {
  if (gap === undefined) return text === "";
  const fits = text.length > LONGEST ? null : gap.pattern.exec(text);
  if (!fits) return false;
  keep(gap, fits, args);
  return true;
}

function keep({ names }: Gap, fits: RegExpExecArray, args: Record<string, string>): void {
  names.forEach((name, i) => (args[name] = fits[i + 1] ?? ""));
}

/** What follows to the end of the line, without what closes a text in which the line is quoted. */
function restOf(line: string, start: number, end: number): string {
  const isQuoted = countOf(line, '"', 0, start) % 2 === 1;
  const close = isQuoted ? line.indexOf('"', end) : -1;
  return trimEnd(line.slice(end, Math.min(close < 0 ? line.length : close, end + LONGEST)));
}

function countOf(text: string, mark: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf(mark, from); at >= 0 && at < to; at = text.indexOf(mark, at + 1)) count += 1;
  return count;
}

const OPENERS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** Takes closing quotes, brackets and separators off the end that nothing in the text opened. */
function trimEnd(text: string): string {
  const left = new Map<string, number>();
  for (const mark of text) left.set(mark, (left.get(mark) ?? 0) + 1);
  let end = text.length;
  for (; end > 0; end -= 1) {
    const mark = text[end - 1] ?? "";
    const count = left.get(mark) ?? 0;
    const opener = OPENERS[mark];
    const isStray =
      /[\s,;]/.test(mark) ||
      (/['"]/.test(mark) && count % 2 === 1) ||
      (opener !== undefined && count > (left.get(opener) ?? 0));
    if (!isStray) break;
    left.set(mark, count - 1);
  }
  return text.slice(0, end);
}
