// The formats of a CPUID dump. A new one is one file and one line here; the content tells which it is.
import type { Dump } from "#engine/dump/dump.ts";
import type { DumpCodec } from "./codec.ts";
import { cpuidTool } from "./cpuid-tool.ts";
import { kcpuid } from "./kcpuid.ts";
import { leavesJson } from "./probe.ts";
import { featureWords, modelExpansion } from "./qmp.ts";
import { rawDump } from "./raw.ts";

export const DUMP_FORMATS: readonly DumpCodec[] = [
  cpuidTool,
  kcpuid,
  rawDump,
  featureWords,
  modelExpansion,
  leavesJson,
];

/** Characters that tell the format. */
const HEAD = 20_000;

/** The format that a text seems to have; undefined when it fits none. */
export function recogniseDump(text: string): DumpCodec | undefined {
  const head = text.slice(0, HEAD);
  // A line that the cut went through would fit nothing.
  const whole = text.length > HEAD ? head.slice(0, head.lastIndexOf("\n") + 1) || head : head;
  const ranked = DUMP_FORMATS.map((codec) => ({ codec, fit: codec.fits(whole) })).toSorted((a, b) => b.fit - a.fit);
  return ranked[0] && ranked[0].fit > 0 ? ranked[0].codec : undefined;
}

/**
 * Reads a dump in the format of an id, or in the one that the content tells. Never throws; a text that fits no format
 * has one issue and no processor.
 */
export function parseDump(text: string, id?: string): Dump {
  const codec = DUMP_FORMATS.find((candidate) => candidate.id === id) ?? recogniseDump(text);
  if (codec) return codec.parse(text);
  const message = "the text fits none of the formats; choose one to see which lines are wrong";
  return {
    format: "",
    about: "guest",
    cpus: [],
    issues: [{ rule: "unknown-format", line: 0, message }],
    issueCount: 1,
  };
}
