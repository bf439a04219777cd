// Processors of one dump that differ in nothing but their own number are one: a dump of a big machine says everything hundreds of times.
import { REGISTERS } from "#catalog/schema/common.ts";
import type { DumpCpu, DumpLeaf } from "./dump.ts";

export interface AlikeCpus {
  /** The first of them. */
  readonly cpu: DumpCpu;
  readonly labels: readonly string[];
}

/** Registers that hold the processor's own number: leaf 1 EBX, the topology leaves' EDX and AMD's 0x8000001e. */
const OWN: Readonly<Record<number, readonly string[]>> = {
  1: ["ebx"],
  0xb: ["edx"],
  0x1f: ["edx"],
  0x8000001e: ["eax", "ebx"],
};

const leafText = ({ leaf, subleaf, words }: DumpLeaf): string => {
  const own = OWN[leaf];
  const texts = REGISTERS.map((register) => (own?.includes(register) ? "" : words[register]));
  return `${leaf}:${subleaf}:${texts.join()}`;
};

/** Groups processors with the same words, in the order of the dump. */
export function alikeCpus(cpus: readonly DumpCpu[]): AlikeCpus[] {
  const groups = new Map<string, { readonly cpu: DumpCpu; readonly labels: string[] }>();
  for (const cpu of cpus) {
    const key = `${cpu.leaves.map(leafText).join(";")}|${cpu.properties ? JSON.stringify(cpu.properties) : ""}`;
    const group = groups.get(key);
    if (group) group.labels.push(cpu.label);
    else groups.set(key, { cpu, labels: [cpu.label] });
  }
  return [...groups.values()];
}
