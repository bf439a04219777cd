// What became of every check: one line each as it happens, and the counts for the end.

/** The counts of a run. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Takes the outcome of each check. */
export interface Report {
  readonly pass: (name: string) => void;
  /** `details`: what differs, a line each. */
  readonly fail: (name: string, details: readonly string[]) => void;
  /** Something that this machine does not allow to check; the reason is for its owner. */
  readonly skip: (name: string, reason: string) => void;
  /** Passes when there are no details. */
  readonly check: (name: string, details: readonly string[]) => void;
  /** A line that is no check. */
  readonly note: (text: string) => void;
  readonly tally: () => Tally;
}

/** How many details of one failure are shown: the first say enough, and a log must stay readable. */
const SHOWN = 12;

/** A report that writes its lines with `print`; a brief one leaves out what passed. */
export function openReport(print: (line: string) => void, isBrief = false): Report {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const pass = (name: string): void => {
    counts.passed += 1;
    if (!isBrief) print(`ok    ${name}`);
  };
  const fail = (name: string, details: readonly string[]): void => {
    counts.failed += 1;
    print(`FAIL  ${name}`);
    for (const detail of details.slice(0, SHOWN)) print(`        ${detail}`);
    if (details.length > SHOWN) print(`        and ${details.length - SHOWN} more`);
  };
  return {
    pass,
    fail,
    skip: (name, reason) => {
      counts.skipped += 1;
      print(`skip  ${name}: ${reason}`);
    },
    check: (name, details) => (details.length === 0 ? pass(name) : fail(name, details)),
    note: (text) => print(`      ${text}`),
    tally: () => ({ ...counts }),
  };
}

/** The last line of a run: `N passed, N failed`, and what was skipped. */
export const summary = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
