// The real catalogue before bundling, each time a fresh copy: tests of the data checks plant a violation in it.
// oxlint-disable-next-line no-restricted-imports -- the one door to the files on disk, for tests alone
import { readCatalog } from "../../tools/read-catalog.ts";
import { parseCatalog } from "#catalog/parse.ts";
import type { ParsedCatalog } from "#catalog/parsed.ts";

/** Everything of `T` writable, however deep. */
type Writable<T> = T extends (...args: never[]) => unknown ? T : { -readonly [K in keyof T]: Writable<T[K]> };

let parsed: ParsedCatalog | undefined;

/** A copy to spoil; throws with all issues when a file breaks its schema. */
export function copyOfCatalog(): Writable<ParsedCatalog> {
  if (!parsed) {
    const result = parseCatalog(readCatalog());
    if (!result.ok) throw new Error(result.issues.map((issue) => `${issue.where}: ${issue.message}`).join("\n"));
    parsed = result.value;
  }
  return structuredClone(parsed) as Writable<ParsedCatalog>;
}
