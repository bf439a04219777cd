// Repairs a text: all safe fixes, or the first of every finding, round by round, so that none spoils another.
import { applyEdits, type TextEdit } from "#base/text-edit.ts";
import type { Catalog } from "#catalog/open.ts";
import type { InputKind } from "#engine/explain/config.ts";
import type { Finding } from "#engine/explain/finding.ts";
import type { ExplainOptions } from "#engine/explain/options.ts";
import { explainText, type ExplainedFinding } from "./explain.ts";

/** How many rounds there may be: a fix can bring to light what it did not cause. */
const MOST_ROUNDS = 20;

export interface RepairRequest {
  readonly kind?: InputKind | undefined;
  /** True: also fixes that take away something that works. */
  readonly all?: boolean;
  /** Which findings are to be mended; unset: all. */
  readonly wanted?: (finding: Finding) => boolean;
}

/** The text after the fixes of every finding that has one; what stands outside them stays byte for byte. */
export const repairText = (
  catalog: Catalog,
  text: string,
  options: ExplainOptions,
  request: RepairRequest = {},
): string => repairRounds(catalog, text, options, request).reduce(applyEdits, text);

/** The same as edits, round by round: each round's places are those in the text after the rounds before. */
export function repairRounds(
  catalog: Catalog,
  text: string,
  options: ExplainOptions,
  { kind, all = false, wanted = () => true }: RepairRequest = {},
): readonly (readonly TextEdit[])[] {
  const rounds: (readonly TextEdit[])[] = [];
  const futile = new Set<string>();
  let repaired = text;
  let { findings } = explainText(catalog, repaired, options, kind);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const open = findings.filter((found) => wanted(found.finding) && !futile.has(keyOf(found)));
    const { edits, mended } = chooseFixes(open, all);
    const next = applyEdits(repaired, edits);
    if (next === repaired) break;
    const after = explainText(catalog, next, options, kind).findings;
    const stuck = stillThere(mended, findings, after);
    for (const key of stuck) futile.add(key);
    if (stuck.length > 0) continue;
    rounds.push(edits);
    repaired = next;
    findings = after;
  }
  return rounds;
}

const keyOf = ({ vm, finding: { rule, subject } }: ExplainedFinding): string => `${vm} ${rule} ${subject}`;

/** What was found as often as before although it was mended: broken text can hold places that are written to and never read. */
function stillThere(
  mended: readonly ExplainedFinding[],
  before: readonly ExplainedFinding[],
  after: readonly ExplainedFinding[],
): readonly string[] {
  const [old, now] = [countByKey(before), countByKey(after)];
  return [...new Set(mended.map(keyOf))].filter((key) => (now.get(key) ?? 0) >= (old.get(key) ?? 0));
}

function countByKey(findings: readonly ExplainedFinding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const found of findings) counts.set(keyOf(found), (counts.get(keyOf(found)) ?? 0) + 1);
  return counts;
}

/** The edits of fixes that can be made at once: of two that touch the same thing or place, the first. */
function chooseFixes(
  findings: readonly ExplainedFinding[],
  all: boolean,
): { readonly edits: readonly TextEdit[]; readonly mended: readonly ExplainedFinding[] } {
  const mended: ExplainedFinding[] = [];
  const touched = new Set<string>();
  const chosen: TextEdit[] = [];
  const taken: TextEdit[] = [];
  for (const found of findings) {
    const { fixes } = found;
    const fix = fixes.find(({ isSafe }) => all || isSafe);
    if (!fix || fix.touches.some((name) => touched.has(name)) || fix.edits.some((edit) => overlapsAny(taken, edit)))
      continue;
    for (const name of fix.touches) touched.add(name);
    mended.push(found);
    for (const edit of fix.edits) chosen.push(edit);
    insertAll(taken, fix.edits);
  }
  return { edits: chosen, mended };
}

/** Index of the first taken edit that ends behind an offset. */
function placeOf(taken: readonly TextEdit[], offset: number): number {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function overlapsAny(taken: readonly TextEdit[], edit: TextEdit): boolean {
  const next = taken[placeOf(taken, edit.start)];
  return next !== undefined && next.start < edit.end && edit.end > edit.start;
}

/** Keeps the stretches that are replaced in order; insertions overlap nothing. */
function insertAll(taken: TextEdit[], edits: readonly TextEdit[]): void {
  for (const edit of edits) if (edit.end > edit.start) taken.splice(placeOf(taken, edit.start), 0, edit);
}
