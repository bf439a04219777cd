// A data check: one file, one rule. The bundle is refused while any check finds an issue.
import type { Issue } from "#base/result.ts";
import type { ParsedCatalog } from "../parsed.ts";

export interface DataCheck {
  /** The rule's id, shown with each issue. */
  readonly name: string;
  /** What it looks at, for people. */
  readonly scope: string;
  readonly check: (catalog: ParsedCatalog) => readonly Omit<Issue, "rule">[];
}
