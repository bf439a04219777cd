// A data check: one file, one rule. The bundle is refused while any check finds an issue.
import type { Issue } from "#base/result.ts";
import type { FromFile, ParsedCatalog } from "../parsed.ts";

export interface DataCheck {
  /** The rule's id, shown with each issue. */
  readonly name: string;
  /** What it looks at, for people. */
  readonly scope: string;
  readonly check: (catalog: ParsedCatalog) => readonly Omit<Issue, "rule">[];
}

/** Every file of the catalogue that has a schema, whatever its kind. */
export const filesOf = (catalog: ParsedCatalog): readonly FromFile<unknown>[] =>
  Object.values(catalog)
    .flatMap((entry): readonly unknown[] => (Array.isArray(entry) ? entry : [entry]))
    .filter((entry) => isFile(entry));

const isFile = (entry: unknown): entry is FromFile<unknown> =>
  typeof entry === "object" && entry !== null && "raw" in entry;
