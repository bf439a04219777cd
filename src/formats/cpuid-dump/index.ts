// The formats of a CPUID dump. A new one is one file and one line here; the content tells which it is.
import type { Dump } from "#engine/dump/dump.ts";
import { cleanText } from "./clean-text.ts";
import type { DumpCodec } from "./codec.ts";
import { cpuidTool } from "./cpuid-tool.ts";
import { explainedDump } from "./explained.ts";
import { kcpuid } from "./kcpuid.ts";
import { leavesJson } from "./probe.ts";
import { featureWords, modelExpansion } from "./qmp.ts";
import { rawDump } from "./raw.ts";
import { x86info } from "./x86info.ts";

export const DUMP_FORMATS: readonly DumpCodec[] = [
  cpuidTool,
  kcpuid,
  x86info,
  rawDump,
  featureWords,
  modelExpansion,
  leavesJson,
];

/** Characters that tell the format. */
const HEAD = 20_000;
/** So much of a text that may be anything else must fit. */
const LEAST_SURE = 0.3;

/** The beginning of a text, without a line that the cut goes through: it would fit nothing. */
function headOf(text: string): string {
  const head = text.slice(0, HEAD);
  return text.length > HEAD ? head.slice(0, head.lastIndexOf("\n") + 1) || head : head;
}

interface Fit {
  readonly codec: DumpCodec;
  readonly share: number;
}

function bestFit(head: string): Fit | undefined {
  const fits = DUMP_FORMATS.map((codec): Fit => ({ codec, share: codec.fits(head) }));
  const best = fits.toSorted((a, b) => b.share * b.codec.rank - a.share * a.codec.rank)[0];
  return best && best.share > 0 ? best : undefined;
}

/** The format that a text seems to have, told that it is a dump; undefined when it fits none. */
export const recogniseDump = (text: string): DumpCodec | undefined => bestFit(cleanText(headOf(text)).text)?.codec;

/** What kind of dump a text is. */
export interface DumpKind {
  /** A format's id; undefined where the text explains a processor and does not hold its words. */
  readonly format: string | undefined;
  /** For people: which program writes it. */
  readonly title: string;
}

/**
 * Whether a text that may be anything looks like a CPUID dump, and of which kind; undefined when it does not. Looks at the beginning
 * only, in time linear in it.
 */
export function dumpKind(text: string): DumpKind | undefined {
  const head = cleanText(headOf(text)).text;
  const best = bestFit(head);
  if (best && best.share >= LEAST_SURE) return { format: best.codec.id, title: best.codec.title };
  const explained = explainedDump(head);
  return explained && { format: undefined, title: explained.title };
}

/**
 * Reads a dump in the format of an id, or in the one that the content tells. Never throws; a text that fits no format
 * has one issue and no processor.
 */
export function parseDump(given: string, id?: string): Dump {
  const { text, nuls, line } = cleanText(given);
  const head = headOf(text);
  const codec = DUMP_FORMATS.find((candidate) => candidate.id === id) ?? bestFit(head)?.codec;
  const dump = codec ? codec.parse(text) : unreadDump(head);
  if (nuls === 0) return dump;
  const message = `NUL characters were taken out (${nuls}, here the first)`;
  const issue = { rule: "nul", line, message, where: `line ${line}` };
  return { ...dump, issues: [issue, ...dump.issues], issueCount: dump.issueCount + 1 };
}

const UNKNOWN = "the text fits none of the formats; choose one to see which lines are wrong";

function unreadDump(head: string): Dump {
  const explained = explainedDump(head);
  const issue = explained
    ? { rule: "explained", line: 0, message: explained.message }
    : { rule: "unknown-format", line: 0, message: UNKNOWN };
  return { format: "", about: "guest", cpus: [], issues: [issue], issueCount: 1 };
}
