// Leaves as people write them: a leaf, perhaps a subleaf, and registers in order or by name. All numbers are hex, with or without 0x.
import { hex, type U32 } from "#base/u32.ts";
import { REGISTERS, type Register } from "#catalog/schema/common.ts";
import type { Dump, DumpWords } from "#engine/dump/dump.ts";
import { readLines, shareOfLines, type DumpCodec, type LineReader } from "./codec.ts";

const NUMBER = "(?:0x)?([0-9a-f]{1,8})h?";
/** A leaf: `7`, `0x7.1`, `7[1]`, `7:1`, `7/1`, `0x7 0x1`, `7, subleaf 1`, `CPUID 00000007`. */
const PLACE = new RegExp(
  `^(?:cpuid|leaf|function)?[\\s:=]*${NUMBER}` +
    `(?:(?:\\s*[.\\[/:]\\s*|[\\s,]+(?:sub-?leaf|ecx|sl)?[\\s:=]*)${NUMBER}\\]?)?\\s*(?:[:=|]|->)?$`,
  "i",
);
/** Four words in order at the end of a line; their marks are told by {@link MARKS}. */
const IN_ORDER =
  /(?:^|[\s:=|])(?:0x)?([0-9a-f]{8})[\s,-]+(?:0x)?([0-9a-f]{8})[\s,-]+(?:0x)?([0-9a-f]{8})[\s,-]+(?:0x)?([0-9a-f]{8})$/i;
/** The same with words that are not written out to eight digits: then each needs its 0x. */
const SHORT = /(?:^|[\s:=|])0x([0-9a-f]{1,8})[\s,]+0x([0-9a-f]{1,8})[\s,]+0x([0-9a-f]{1,8})[\s,]+0x([0-9a-f]{1,8})$/i;
const NAMED = /\be([abcd])x\s*[=:]?\s*(?:0x)?([0-9a-f]{1,8})\b[\s,;]*/gi;
const HEADING =
  /^(?:(?:-+\s*)?(?:logical\s+)?(?:cpu|processor|core|thread)\s*#?\s*(\d+)\b[^=]*$|(?:#+|={3,}|-{3,})\s*(.*)$)/i;
/** What Flipbit prints of leaves that it cannot predict is no heading. */
const UNKNOWN_WORDS = /^#.*=\?/;
/** Behind the registers some tools name the subleaf: `[SL 01]`. */
const BEHIND = /\s*\[\s*SL\s*([0-9a-f]+)\s*\]$/i;
/** A table's heading line. */
const COLUMNS = /^[\s|#]*(?:leaf|function|cpuid)\b.*\beax\b.*\bedx\b[\s|]*$/i;

const number = (text: string | undefined): U32 => Number.parseInt(text ?? "0", 16);

interface Row {
  readonly leaf: U32;
  readonly subleaf: number;
  readonly words: DumpWords;
}

function namedWords(line: string): { readonly place: string; readonly words: DumpWords } | undefined {
  const matches = [...line.matchAll(NAMED)];
  const first = matches[0];
  if (!first) return undefined;
  const rest = line.slice(first.index).replaceAll(NAMED, "").trim();
  const words: Partial<Record<Register, U32>> = {};
  for (const [, letter = "", digits] of matches) {
    const register = REGISTERS.find((name) => name[1] === letter.toLowerCase());
    if (!register || words[register] !== undefined) return undefined;
    words[register] = number(digits);
  }
  return rest === "" ? { place: line.slice(0, first.index), words } : undefined;
}

function orderedWords(line: string): { readonly place: string; readonly words: DumpWords } | undefined {
  const found = IN_ORDER.exec(line) ?? SHORT.exec(line);
  if (!found) return undefined;
  const [, eax, ebx, ecx, edx] = found;
  const words = { eax: number(eax), ebx: number(ebx), ecx: number(ecx), edx: number(edx) };
  return { place: line.slice(0, found.index), words };
}

/** One line as a leaf, or undefined. */
function rowOf(whole: string): Row | undefined {
  const behind = BEHIND.exec(whole);
  const line = behind ? whole.slice(0, behind.index) : whole;
  const found = orderedWords(line) ?? namedWords(line);
  const place = found && PLACE.exec(found.place.trim());
  if (!found || !place) return undefined;
  return { leaf: number(place[1]), subleaf: number(place[2] ?? behind?.[1]), words: found.words };
}

const read: LineReader = (line, at, builder) => {
  // One space for many: patterns then have one way to read them.
  const trimmed = line.trim().replaceAll(/\s+/g, " ");
  const row = rowOf(trimmed);
  if (row) {
    if (builder.beginsAgain(row.leaf, row.subleaf)) builder.cpu(`CPU ${builder.count}`);
    builder.add(row.leaf, row.subleaf, row.words, at);
    return true;
  }
  const heading = UNKNOWN_WORDS.test(trimmed) ? null : HEADING.exec(trimmed);
  if (heading) {
    const [, index, title] = heading;
    const named = title?.split(/[=-]{3,}/)[0]?.trim();
    if (index !== undefined || named) builder.cpu(index === undefined ? (named ?? "") : `CPU ${index}`);
    return true;
  }
  return COLUMNS.test(trimmed);
};

/** `0x00000007.1: 0x... 0x... 0x... 0x...`, or the registers by name where one is not known. */
function print({ cpus }: Dump): string {
  const lines = cpus.flatMap(({ label, leaves }) => [
    `# ${label}`,
    ...leaves.map(({ leaf, subleaf, words }) => {
      const place = `${hex(leaf)}.${subleaf.toString(16)}`;
      const isWhole = REGISTERS.every((register) => words[register] !== undefined);
      const given = REGISTERS.filter((register) => words[register] !== undefined);
      const texts = given.map((register) => `${isWhole ? "" : `${register}=`}${hex(words[register] ?? 0)}`);
      return `${place}: ${texts.join(" ")}`;
    }),
  ]);
  return lines.map((line) => `${line}\n`).join("");
}

const hasRow = { test: (line: string): boolean => rowOf(line.trim()) !== undefined };

export const rawDump: DumpCodec = {
  id: "raw",
  title: "leaf: eax ebx ecx edx",
  fits: (head) => shareOfLines(head, hasRow),
  rank: 2,
  parse: (text) => readLines(text, read).end("raw", "guest"),
  print,
};
