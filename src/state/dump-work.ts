// The work on a pasted text, the same in the worker and without one: read it, and fold processors that are alike.
import { alikeCpus, type AlikeCpus } from "#engine/dump/alike.ts";
import type { Dump } from "#engine/dump/dump.ts";
import { parseDump } from "#formats/cpuid-dump/index.ts";

export interface DumpRequest {
  readonly id: number;
  readonly text: string;
  /** A format's id; empty: by content. */
  readonly format: string;
}

export interface ReadDump extends Omit<Dump, "cpus"> {
  readonly cpus: readonly AlikeCpus[];
  /** How many processors there were before they were folded. */
  readonly cpuCount: number;
}

export function readDump({ text, format }: DumpRequest): ReadDump {
  const { cpus, ...dump } = parseDump(text, format);
  return { ...dump, cpus: alikeCpus(cpus), cpuCount: cpus.length };
}
