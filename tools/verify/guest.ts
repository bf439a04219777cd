// Starts one small guest under a real QEMU and reads what it printed.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { U32 } from "#base/u32.ts";
import type { Register } from "#catalog/schema/common.ts";
import { runProgram, type ProgramRun } from "./program.ts";
import { words } from "./words.ts";

export type Words = Readonly<Record<Register, U32>>;

/** What one start of QEMU came to. */
export interface Guest {
  /** The arguments that the check is about. */
  readonly args: string;
  readonly started: boolean;
  /** How it ended, for people: an exit status or `out of time`. */
  readonly end: string;
  /** QEMU's messages without the program's name. */
  readonly messages: readonly string[];
  /** Every leaf that was read, zero or not. */
  readonly leaves: ReadonlyMap<U32, Words>;
}

/** How a guest ended that was stopped because it did not. */
export const OUT_OF_TIME = "out of time";

/** Exit statuses of the firmware, see cpuid.S: all leaves printed; no CPUID instruction. */
const FINISHED = new Set([33, 35]);

/** What every guest is started with beside the arguments in question. */
const SURROUNDINGS = words(
  "-nodefaults -display none -m 16 -debugcon stdio -device isa-debug-exit,iobase=0x501,iosize=1",
);

/** Assembles the firmware into a folder; throws with the assembler's words when it cannot. */
export async function buildFirmware(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const source = fileURLToPath(new URL("cpuid.S", import.meta.url));
  const [object, image] = [join(folder, "cpuid.o"), join(folder, "cpuid.bin")];
  const steps = [
    ["as", "--32", "-o", object, source],
    ["ld", "-m", "elf_i386", "-Ttext", "0", "-e", "0", "--oformat", "binary", "-o", image, object],
  ] as const;
  for (const [program, ...args] of steps) {
    const { status, stderr } = await runProgram(program, args);
    if (status !== 0) throw new Error(`${program}: ${stderr.trim()}`);
  }
  return image;
}

/** Starts a guest with arguments that hold no quotes. */
export async function startGuest(qemu: string, firmware: string, args: string): Promise<Guest> {
  const all = [...words(args), ...SURROUNDINGS, "-bios", firmware];
  return readGuest(args, await runProgram(qemu, all, { seconds: 30 }));
}

/** Reads what QEMU and the firmware said. */
export function readGuest(args: string, { status, stdout, stderr, outOfTime }: ProgramRun): Guest {
  return {
    args,
    started: status !== null && FINISHED.has(status),
    end: outOfTime ? OUT_OF_TIME : status === null ? "stopped by a signal" : `exit status ${status}`,
    messages: readMessages(stderr),
    leaves: readLeaves(stdout),
  };
}

/** QEMU's messages without the program's name. */
export const readMessages = (stderr: string): readonly string[] =>
  stderr
    .split("\n")
    .map((line) => line.replace(/^\S*qemu-system-\w+: /, "").trimEnd())
    .filter((line) => line !== "");

const LINE = /^([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{8}) ?$/;

function readLeaves(text: string): Map<U32, Words> {
  const leaves = new Map<U32, Words>();
  for (const line of text.split("\n")) {
    const numbers = LINE.exec(line)
      ?.slice(1)
      .map((word) => Number.parseInt(word, 16));
    if (numbers === undefined) continue;
    const [leaf = 0, eax = 0, ebx = 0, ecx = 0, edx = 0] = numbers;
    leaves.set(leaf, { eax, ebx, ecx, edx });
  }
  return leaves;
}
