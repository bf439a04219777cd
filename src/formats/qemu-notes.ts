// What QEMU itself will say to a selection on its host, for the header of a snippet: refusals and warnings, in its own words.
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { Selection } from "#engine/selection.ts";

/** Sentences: why it would not start, or that nobody knows. */
export function qemuNotes(catalog: Catalog, selection: Selection): readonly string[] {
  const { starts, problems } = resolveVm(catalog, selection);
  const fatal = problems.filter(({ severity }) => severity === "error").map(({ text }) => `Will not start: ${text}`);
  const warned = problems.filter(({ severity }) => severity === "warning").map(({ text }) => `Warning: ${text}`);
  const open = starts === "unknown" ? ["Whether it starts is not known."] : [];
  return [...fatal, ...open, ...warned];
}
