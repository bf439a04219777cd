// `cpuid -r` and `cpuid -1 -r` of the cpuid package: a heading a processor, a line a leaf. Format: print_raw() of cpuid.c 20230120.
// Flipbit prints so too; a leaf of which it knows only some registers is a comment there, which is read again.
import { parseU32, type U32 } from "#base/u32.ts";
import { REGISTERS, type Register } from "#catalog/schema/common.ts";
import type { Dump } from "#engine/dump/dump.ts";
import { printRawWords } from "../cpuid-raw.ts";
import { readLines, shareOfLines, type DumpCodec, type LineReader } from "./codec.ts";

const CPU = /^CPU(?: (\d+))?:$/;
const WORD = "(0x[0-9a-f]{8})";
const PLACE = "\\s*0x([0-9a-f]{8}) 0x([0-9a-f]{2,8}):";
const LEAF = new RegExp(`^${PLACE} eax=${WORD} ebx=${WORD} ecx=${WORD} edx=${WORD}$`, "i");
const MAYBE = "(0x[0-9a-f]{8}|\\?)";
const PARTLY = new RegExp(`^#${PLACE} eax=${MAYBE} ebx=${MAYBE} ecx=${MAYBE} edx=${MAYBE}$`, "i");

const number = (text: string | undefined): U32 => parseU32(`0x${text ?? ""}`) ?? 0;

const read: LineReader = (line, at, builder) => {
  const found = LEAF.exec(line) ?? PARTLY.exec(line);
  if (found) {
    const [, leaf, subleaf, ...texts] = found;
    const words: Partial<Record<Register, U32>> = {};
    REGISTERS.forEach((register, index) => {
      const word = parseU32(texts[index] ?? "");
      if (word !== undefined) words[register] = word;
    });
    if (Object.keys(words).length > 0) builder.add(number(leaf), number(subleaf), words, at);
    return true;
  }
  const cpu = CPU.exec(line);
  if (cpu) builder.cpu(`CPU ${cpu[1] ?? "0"}`);
  return cpu !== null;
};

function print({ cpus }: Dump): string {
  const lines = cpus.flatMap(({ label, leaves }) => [
    /^CPU \d+$/.test(label) ? `${label}:` : "CPU:",
    ...leaves.map(({ leaf, subleaf, words }) => printRawWords(leaf, subleaf, words)),
  ]);
  return lines.map((line) => `${line}\n`).join("");
}

const ANY = { test: (line: string): boolean => LEAF.test(line) || PARTLY.test(line) };

export const cpuidTool: DumpCodec = {
  id: "cpuid-tool",
  title: "cpuid -r",
  fits: (head) => shareOfLines(head, ANY),
  rank: 3,
  parse: (text) => readLines(text, read).end("cpuid-tool", "guest"),
  print,
};
