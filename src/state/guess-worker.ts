// Searches the likely configuration of a dump beside the page. Fetches and opens the catalogue once, as the page does.
import type { CatalogBundle } from "#catalog/bundle-types.ts";
import { openCatalog, type Catalog } from "#catalog/open.ts";
import type { DecodedCpu } from "#engine/dump/compare.ts";
import { guessConfiguration, type Configuration } from "#engine/dump/guess-configuration.ts";
import type { Selection } from "#engine/selection.ts";

export interface GuessRequest {
  readonly id: number;
  /** Address of the catalogue's bundle. */
  readonly catalog: string;
  readonly selection: Selection;
  readonly cpu: DecodedCpu;
}

export interface GuessAnswer {
  readonly id: number;
  /** Undefined where the dump tells nothing to search by. */
  readonly guess: Configuration | undefined;
}

let opened: Promise<Catalog> | undefined;

async function open(address: string): Promise<Catalog> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const bundle: CatalogBundle = await response.json();
  return openCatalog(bundle);
}

async function answer({ id, catalog, selection, cpu }: GuessRequest): Promise<GuessAnswer> {
  opened ??= open(catalog);
  return { id, guess: guessConfiguration(await opened, selection, cpu) };
}

addEventListener("message", ({ data }: MessageEvent<GuessRequest>) => {
  // A rejection reaches the page as this worker's error.
  void answer(data).then(postMessage, (error: unknown) => reportError(error));
});
