// `cpuid -r` and `cpuid -1 -r` of the cpuid package: a heading a processor, a line a leaf. Format: print_raw() of cpuid.c 20230120.
import { hex, parseU32 } from "#base/u32.ts";
import type { Dump } from "#engine/dump/dump.ts";
import { readLines, shareOfLines, type DumpCodec, type LineReader } from "./codec.ts";

const CPU = /^CPU(?: (\d+))?:$/;
const LEAF =
  /^\s*0x([0-9a-f]{8}) 0x([0-9a-f]{2,8}): eax=(0x[0-9a-f]{8}) ebx=(0x[0-9a-f]{8}) ecx=(0x[0-9a-f]{8}) edx=(0x[0-9a-f]{8})$/i;

const word = (text: string | undefined): number => parseU32(text ?? "") ?? 0;

const read: LineReader = (line, number, builder) => {
  const leaf = LEAF.exec(line);
  if (leaf) {
    const [, at, subleaf, eax, ebx, ecx, edx] = leaf;
    const words = { eax: word(eax), ebx: word(ebx), ecx: word(ecx), edx: word(edx) };
    builder.add(word(`0x${at}`), word(`0x${subleaf}`), words, number);
    return true;
  }
  const cpu = CPU.exec(line);
  if (cpu) builder.cpu(`CPU ${cpu[1] ?? "0"}`);
  return cpu !== null;
};

const shortHex = (value: number): string => `0x${value.toString(16).padStart(2, "0")}`;

function print({ cpus }: Dump): string {
  const blocks = cpus.map(({ label, leaves }) => [
    /^CPU \d+$/.test(label) ? `${label}:` : "CPU:",
    ...leaves.map(({ leaf, subleaf, words: { eax = 0, ebx = 0, ecx = 0, edx = 0 } }) => {
      const registers = `eax=${hex(eax)} ebx=${hex(ebx)} ecx=${hex(ecx)} edx=${hex(edx)}`;
      return `   ${hex(leaf)} ${shortHex(subleaf)}: ${registers}`;
    }),
  ]);
  return blocks
    .flat()
    .map((line) => `${line}\n`)
    .join("");
}

export const cpuidTool: DumpCodec = {
  id: "cpuid-tool",
  title: "cpuid -r",
  fits: (head) => shareOfLines(head, LEAF) * 3,
  parse: (text) => readLines(text, read).end("cpuid-tool", "guest"),
  print,
};
