// A selection as a text to copy. Every snippet starts with when, from which facts, for what, and the way back.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { FORMATS, type Format } from "#formats/index.ts";
import type { Snippet, SnippetHeader } from "#formats/snippet.ts";
import { targetsText } from "#formats/targets.ts";
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

/** The releases of a format's target that the catalogue tells of, newest first; none where those of the host count. */
export const targetReleases = (catalog: Catalog, { layer }: Format): readonly string[] =>
  (catalog.layers.find((row) => row.layer === layer)?.releases ?? []).map((row) => row.version).toReversed();

/**
 * Prints the page's selection as of today, with the address of the page as the way back.
 * @param target A release of the format's own target; one that the catalogue does not have counts as the newest.
 */
export function snippetNow(format: Format, catalog: Catalog, state: AppState, target = ""): Snippet {
  const header = snippetHeader(catalog, state.selection, new Date(), permalink(state));
  const release = targetReleases(catalog, format).find((version) => version === target);
  return format.print(catalog, state.selection, header, release);
}
