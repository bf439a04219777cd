// A selection as a text to copy. Every snippet starts with when, from which facts, for what, and the way back.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { FORMATS, type Format } from "#formats/index.ts";
import type { Snippet, SnippetHeader } from "#formats/snippet.ts";
import { targetsText } from "#formats/targets.ts";
import { otherSelection } from "./compare.ts";
import { groupBy } from "./group-by.ts";
import type { AppState } from "./store.ts";
import { permalink } from "./url/sync.ts";

const snippetHeader = (catalog: Catalog, { host }: Selection, now: Date, permalink: string): SnippetHeader => ({
  date: now.toISOString().slice(0, 10),
  catalogVersion: catalog.index.version,
  targets: targetsText(catalog, host),
  permalink,
});

/** The format of an id; the first one when there is none of that name. */
export function formatOf(id: string): Format {
  const format = FORMATS.find((candidate) => candidate.id === id) ?? FORMATS[0];
  if (format === undefined) throw new Error("no formats");
  return format;
}

/** The tools, each with its formats, in the order of the formats. */
export const TOOLS: ReadonlyMap<string, readonly Format[]> = groupBy(FORMATS, ({ tool }) => tool);

/** The releases of a format's target that the catalogue tells of, newest first; none where those of the host count. */
export const targetReleases = (catalog: Catalog, { layer }: Format): readonly string[] =>
  (catalog.layers.find((row) => row.layer === layer)?.releases ?? []).map((row) => row.version).toReversed();

/**
 * Prints a selection, else that of the page, as of today, with the address of the page as the way back.
 * @param target A release of the format's own target; one that the catalogue does not have counts as the newest.
 */
export function snippetNow(
  format: Format,
  catalog: Catalog,
  state: AppState,
  target = "",
  selection = state.selection,
): Snippet {
  const header = snippetHeader(catalog, selection, new Date(), permalink(state));
  const release = targetReleases(catalog, format).find((version) => version === target);
  return format.print(catalog, selection, header, release);
}

/** The text that the page's snippet is to be compared with; undefined where there is none. */
export function comparedText(format: Format, catalog: Catalog, state: AppState): string | undefined {
  const { selection, view, snippets } = state;
  if (view.diff === "nothing") return undefined;
  const copy = snippets.copies[format.id];
  if (view.diff === "copy") return copy && snippetNow(format, catalog, state, copy.target, copy.selection).text;
  const defaults = otherSelection(catalog, selection, undefined, "defaults");
  return snippetNow(format, catalog, state, view.target, defaults).text;
}
