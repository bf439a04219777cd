// What every format of a dump brings, and the walk over lines that the formats for terminals share.
import type { Dump } from "#engine/dump/dump.ts";
import { DumpBuilder } from "./builder.ts";

export interface DumpCodec {
  readonly id: string;
  /** For people: which program writes it. */
  readonly title: string;
  /** How much of the beginning of a text fits, from 0 to 1. */
  readonly fits: (head: string) => number;
  /** Of formats that fit alike the most special wins. */
  readonly rank: number;
  /** Never throws: what cannot be read is an issue with its line. */
  readonly parse: (text: string) => Dump;
  /** Writes it in this format, every word of it; absent where words are not what it holds. */
  readonly print?: (dump: Dump) => string;
}

/** No program writes longer lines; patterns need not try such. */
const LONGEST_LINE = 300;

/** Reads one line into the builder; false when it makes no sense. */
export type LineReader = (line: string, number: number, builder: DumpBuilder) => boolean;

/** Walks over the lines of a text; lines without a meaning become issues, empty ones and comments do not. */
export function readLines(text: string, read: LineReader): DumpBuilder {
  const builder = new DumpBuilder();
  let number = 0;
  let start = text.startsWith("\ufeff") ? 1 : 0;
  while (start < text.length) {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end < 0 ? text.length : end).trimEnd();
    start = end < 0 ? text.length : end + 1;
    number += 1;
    if (line.trim() === "") continue;
    if (line.length <= LONGEST_LINE && read(line, number, builder)) continue;
    if (!isComment(line)) builder.issue("unknown-line", number, "not understood", line);
  }
  return builder;
}

/** What a `#` begins is for people, unless a format reads it. */
const isComment = (line: string): boolean => line.startsWith("#");

/** How many of the first lines fit a pattern, as a share of those that are neither empty nor comments. */
export function shareOfLines(head: string, pattern: Pick<RegExp, "test">): number {
  let [fitting, others] = [0, 0];
  for (const line of head.split("\n")) {
    const text = line.trimEnd();
    if (text.length <= LONGEST_LINE && pattern.test(text)) fitting += 1;
    else if (text !== "" && !isComment(text)) others += 1;
  }
  return fitting === 0 ? 0 : fitting / (fitting + others);
}
