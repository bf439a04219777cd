// Runs the fuzz: each target with texts of its own, drawn from one seed; a failure is shrunk to the least text.
import * as fc from "fast-check";
import type { FuzzTarget } from "./targets.ts";

export interface FuzzAnswer {
  readonly name: string;
  readonly runs: number;
  readonly milliseconds: number;
  /** The slowest text, in milliseconds. */
  readonly slowest: number;
  /** The least text that fails, and how; undefined where none did. */
  readonly failure: { readonly text: string; readonly what: string } | undefined;
}

/** Tries a target on texts. */
export function fuzz(
  { name, check }: FuzzTarget,
  texts: fc.Arbitrary<string>,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): FuzzAnswer {
  const begin = performance.now();
  let slowest = 0;
  const timed = (text: string): void => {
    const start = performance.now();
    const what = check(text);
    slowest = Math.max(slowest, performance.now() - start);
    if (what !== undefined) throw new Error(what);
  };
  const found = fc.check(fc.property(texts, timed), { numRuns: runs, seed });
  const [text] = found.counterexample ?? [];
  const error: unknown = found.errorInstance;
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    name,
    runs: found.numRuns,
    milliseconds: performance.now() - begin,
    slowest,
    failure: text === undefined ? undefined : { text, what },
  };
}

/** How many runs each target gets of so many. */
export function shareRuns(targets: readonly FuzzTarget[], runs: number): readonly number[] {
  const all = targets.reduce((sum, { weight }) => sum + weight, 0);
  return targets.map(({ weight }) => Math.max(1, Math.ceil((runs * weight) / all)));
}
