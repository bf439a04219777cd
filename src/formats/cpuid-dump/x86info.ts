// `x86info -r`: the words, `eax in: 0x00000001, eax = 00a10f11 ebx = ...`, between sentences about the CPU that say nothing more.
import { REGISTERS, type Register } from "#catalog/schema/common.ts";
import { readLines, shareOfLines, type DumpCodec, type LineReader } from "./codec.ts";

const BEGINS = /^eax in: /;
const WORD = "([0-9a-f]{8})";
const LEAF = new RegExp(`^eax in: 0x${WORD}, eax = ${WORD} ebx = ${WORD} ecx = ${WORD} edx = ${WORD}$`, "i");
const CPU = /^CPU #(\d+)/;

const number = (text: string | undefined): number => Number.parseInt(text ?? "0", 16);

const read: LineReader = (line, at, builder) => {
  const found = LEAF.exec(line);
  if (found) {
    const leaf = number(found[1]);
    const words: Partial<Record<Register, number>> = {};
    REGISTERS.forEach((register, index) => {
      words[register] = number(found[2 + index]);
    });
    if (builder.beginsAgain(leaf, 0)) builder.cpu(`CPU ${builder.count}`);
    builder.add(leaf, 0, words, at);
    return true;
  }
  const cpu = CPU.exec(line);
  if (cpu) builder.cpu(`CPU ${cpu[1]}`);
  return !BEGINS.test(line);
};

export const x86info: DumpCodec = {
  id: "x86info",
  title: "x86info -r",
  fits: (head) => shareOfLines(head, LEAF),
  rank: 3,
  parse: (text) => readLines(text, read).end("x86info", "guest"),
};
