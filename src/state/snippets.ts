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

/** Prints the page's selection as of today, with the address of the page as the way back. */
export function snippetNow(format: Format, catalog: Catalog, state: AppState): Snippet {
  const header = snippetHeader(catalog, state.selection, new Date(), permalink(state));
  return format.print(catalog, state.selection, header);
}
