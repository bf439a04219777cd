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
  let repaired = text;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { findings } = explainText(catalog, repaired, options, kind);
    const edits = chooseEdits(
      findings.filter(({ finding }) => wanted(finding)),
      all,
    );
    const next = applyEdits(repaired, edits);
    if (next === repaired) break;
    rounds.push(edits);
    repaired = next;
  }
  return rounds;
}

/** The edits of fixes that can be made at once: of two that touch the same thing or place, the first. */
export function chooseEdits(findings: readonly ExplainedFinding[], all: boolean): readonly TextEdit[] {
  const touched = new Set<string>();
  const chosen: TextEdit[] = [];
  const taken: TextEdit[] = [];
  for (const { fixes } of findings) {
    const fix = fixes.find(({ isSafe }) => all || isSafe);
    if (!fix || fix.touches.some((name) => touched.has(name)) || fix.edits.some((edit) => overlapsAny(taken, edit)))
      continue;
    for (const name of fix.touches) touched.add(name);
    chosen.push(...fix.edits);
    insertAll(taken, fix.edits);
  }
  return chosen;
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
