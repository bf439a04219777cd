// Leaves as the cpuid program's raw form prints them, for other tools to read: `   0x40000000 0x00: eax=0x40000001 ebx=...`.
import { hex } from "#base/u32.ts";
import type { Leaf } from "#engine/resolved.ts";

const REGISTERS = ["eax", "ebx", "ecx", "edx"] as const;

/** One leaf as one line; a leaf with registers that are not predicted is a comment that names them, not zeros. */
export function printRawLeaf(leaf: Leaf): string {
  const subleaf = `0x${leaf.subleaf.toString(16).padStart(2, "0")}`;
  const words = REGISTERS.map(
    (register) => `${register}=${leaf.unpredicted.includes(register) ? "?" : hex(leaf[register])}`,
  );
  return `${leaf.unpredicted.length > 0 ? "#" : " "}  ${hex(leaf.leaf)} ${subleaf}: ${words.join(" ")}`;
}

/** All leaves, as of the first CPU. */
export const printRaw = (leaves: readonly Leaf[]): string => `CPU 0:\n${leaves.map(printRawLeaf).join("\n")}\n`;
