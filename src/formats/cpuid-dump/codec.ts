// What every format of a dump brings, and the walk over lines that the formats for terminals share.
import type { Dump } from "#engine/dump/dump.ts";
import { DumpBuilder } from "./builder.ts";

export interface DumpCodec {
  readonly id: string;
  /** For people: which program writes it. */
  readonly title: string;
  /** How well the beginning of a text fits, 0: not at all; the highest wins. */
  readonly fits: (head: string) => number;
  /** Never throws: what cannot be read is an issue with its line. */
  readonly parse: (text: string) => Dump;
  /** Writes it in this format, every word of it; absent where words are not what it holds. */
  readonly print?: (dump: Dump) => string;
}

/** No program writes longer lines; patterns need not try such. */
const LONGEST_LINE = 300;

/** Reads one line into the builder; false when it makes no sense. */
export type LineReader = (line: string, number: number, builder: DumpBuilder) => boolean;

/** Walks over the lines of a text; lines without a meaning become issues, empty ones do not. */
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
    if (line.length > LONGEST_LINE || !read(line, number, builder))
      builder.issue("unknown-line", number, "not understood", line);
  }
  return builder;
}

/** How many of the first lines fit a pattern, as a share of those that are not empty. */
export function shareOfLines(head: string, pattern: Pick<RegExp, "test">): number {
  const lines = head.split("\n").filter((line) => line.trim() !== "");
  return lines.length === 0 ? 0 : lines.filter((line) => pattern.test(line)).length / lines.length;
}
