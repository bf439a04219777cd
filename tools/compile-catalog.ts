// Turns the catalogue's files into the assets the page and the command line load. All rules are in src/catalog.
import { ok, type Issue, type Result } from "#base/result.ts";
import { bundleCatalog } from "#catalog/bundle.ts";
import { readCatalog } from "./read-catalog.ts";

/** Asset name (`bundle.json`) to its text, or everything that is wrong with the catalogue. */
export function compileCatalog(): Result<ReadonlyMap<string, string>> {
  const bundle = bundleCatalog(readCatalog());
  return bundle.ok ? ok(new Map([["bundle.json", JSON.stringify(bundle.value)]])) : bundle;
}

/** One line an issue: `file: path: rule`, then the sentence. */
export const printIssues = (issues: readonly Issue[]): string =>
  issues.map(({ where, rule, message }) => `  ${where ?? "catalogue"}: ${rule}: ${message}`).join("\n");
