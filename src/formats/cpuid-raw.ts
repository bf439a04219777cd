// Leaves as the cpuid program's raw form prints them, for other tools to read: `   0x40000000 0x00: eax=0x40000001 ebx=...`.
import { hex, type U32 } from "#base/u32.ts";
import { REGISTERS, type Register } from "#catalog/schema/common.ts";
import type { Leaf } from "#engine/resolved.ts";

/** The registers of a leaf that somebody knows. */
type KnownWords = Readonly<Partial<Record<Register, U32>>>;

/** One leaf as one line; where registers are not known, a comment that says so: `#  0x00000001 0x00: eax=? ebx=0x00000800 ...`. */
export function printRawWords(leaf: U32, subleaf: number, words: KnownWords): string {
  const texts = REGISTERS.map((register) => {
    const word = words[register];
    return `${register}=${word === undefined ? "?" : hex(word)}`;
  });
  const mark = REGISTERS.every((register) => words[register] !== undefined) ? " " : "#";
  return `${mark}  ${hex(leaf)} 0x${subleaf.toString(16).padStart(2, "0")}: ${texts.join(" ")}`;
}

/** A predicted leaf as one line; a register that is not predicted is never a zero. */
export const printRawLeaf = ({ leaf, subleaf, unpredicted, eax, ebx, ecx, edx }: Leaf): string => {
  const words: Partial<Record<Register, U32>> = { eax, ebx, ecx, edx };
  for (const register of unpredicted) delete words[register];
  return printRawWords(leaf, subleaf, words);
};

/** All leaves, as of the first CPU. */
export const printRaw = (leaves: readonly Leaf[]): string => `CPU 0:\n${leaves.map(printRawLeaf).join("\n")}\n`;
