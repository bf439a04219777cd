// From a pasted text to findings with places, and from fixes back to the text: what page and command line both run.
import type { Issue } from "#base/result.ts";
import { openLines, orderEdits, type LinePlace, type TextEdit } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm, InputKind } from "#engine/explain/config.ts";
import { findIn, type FoundIn } from "#engine/explain/explain.ts";
import type { Change, Fix } from "#engine/explain/finding.ts";
import type { ExplainOptions } from "#engine/explain/options.ts";
import { findingText } from "#engine/explain/finding-words.ts";
import type { ConfigCodec, ConfigDocument, MadeEdits } from "./codec.ts";
import { codecOf, readConfig } from "./index.ts";

/** A fix as edits of the pasted text. */
export interface ReadyFix {
  readonly title: string;
  readonly isSafe: boolean;
  readonly edits: readonly TextEdit[];
  /** What it changes, by name: two fixes that touch the same are not made at once. */
  readonly touches: readonly string[];
}

export interface ExplainedFinding extends FoundIn {
  readonly message: string;
  /** Line and column from 1; unset where the finding is about something that is not there. */
  readonly place: LinePlace | undefined;
  /** Those that this format can write. */
  readonly fixes: readonly ReadyFix[];
}

export interface Explanation {
  readonly document: ConfigDocument;
  readonly findings: readonly ExplainedFinding[];
  readonly issues: readonly (Issue & { readonly place?: LinePlace })[];
  /** Line and column of an offset into the text. */
  readonly lineOf: (offset: number) => LinePlace;
}

/** Reads and judges a text. Never throws. */
export function explainText(catalog: Catalog, text: string, options: ExplainOptions, kind?: InputKind): Explanation {
  const document = readConfig(catalog, text, kind);
  const lines = openLines(text);
  const { findings, more, judged } = findIn(catalog, document, options);
  return {
    document,
    lineOf: lines,
    findings: findings.map((found) => {
      const { span, fixes } = found.finding;
      return {
        ...found,
        message: findingText(found.finding),
        place: span && lines(span.start),
        fixes: fixes.flatMap((fix) => readyFix(catalog, document, found.vm, fix) ?? []),
      };
    }),
    issues: [...document.issues, ...tooMany(more), ...unjudged(document, judged), ...tooLong(document)].map((issue) =>
      issue.offset === undefined ? issue : { ...issue, place: lines(issue.offset) },
    ),
  };
}

const tooMany = (more: ReadonlyMap<string, number>): readonly Issue[] =>
  [...more].map(([rule, count]) => ({ rule: "too-many-findings", message: `${rule}: ${count} more are not told.` }));

const unjudged = ({ vms }: ConfigDocument, judged: number): readonly Issue[] =>
  vms.slice(judged, judged + 1).map(({ span }) => ({
    rule: "too-many-machines",
    message: `So much is found in the first ${judged} machines that the ${vms.length - judged} from here on are not judged.`,
    offset: span.start,
    length: 0,
  }));

/** Mentions of one machine that are mended: nobody writes more, and a fix may have to look at each. */
const MOST_MENDED = 2000;

const isTooLong = (kind: InputKind, { mentions }: ConfigVm): boolean =>
  mentions.length > (codecOf(kind)?.mostMended ?? MOST_MENDED);

const tooLong = ({ kind, vms }: ConfigDocument): readonly Issue[] =>
  vms
    .filter((config) => isTooLong(kind, config))
    .map(({ span, mentions }) => ({
      rule: "too-long",
      message: `This machine says ${mentions.length} things: it is explained, and no fix is made for it.`,
      offset: span.start,
      length: 0,
    }));

/** The fix in the words of the document's format; undefined where that cannot say all of it. */
function readyFix(
  catalog: Catalog,
  document: ConfigDocument,
  vm: number | undefined,
  { title, isSafe, changes }: Fix,
): ReadyFix | undefined {
  const config = vm === undefined ? undefined : document.vms[vm];
  const codec = codecOf(document.kind);
  if (config && isTooLong(document.kind, config)) return undefined;
  const made = config && codec && editsOf(catalog, codec, document.text, config, changes);
  if (made === undefined || made.edits.length === 0) return undefined;
  return {
    title,
    isSafe,
    edits: orderEdits(made.edits),
    touches: [
      ...changes.map((change) => touched(vm ?? 0, change)),
      ...made.makes.map((name) => `${vm ?? 0} makes ${name}`),
    ],
  };
}

/** The edits of several changes; undefined where one of them cannot be said. */
function editsOf(
  catalog: Catalog,
  { edit, editTogether }: ConfigCodec,
  text: string,
  config: ConfigVm,
  changes: readonly Change[],
): MadeEdits | undefined {
  if (editTogether) return editTogether(catalog, text, config, changes);
  const edits: TextEdit[] = [];
  for (const change of changes) {
    const made = edit?.(catalog, text, config, change);
    if (made === undefined) return undefined;
    for (const one of made) edits.push(one);
  }
  return { edits, makes: [] };
}

function touched(vm: number, change: Change): string {
  switch (change.op) {
    case "set-property":
    case "remove-property":
      return `${vm} property ${change.property}`;
    case "remove-mention":
    case "rename":
      return `${vm} mention ${change.mention}`;
    case "set-cpu":
      return `${vm} cpu`;
    case "set-machine":
      return `${vm} machine`;
    case "set-option":
      return `${vm} option ${change.option}`;
    case "set-timer":
      return `${vm} timer ${change.timer}`;
  }
}
