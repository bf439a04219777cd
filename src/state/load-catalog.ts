// The one request for the catalogue, after the first paint; a failed one can be tried again.
import { openCatalog } from "#catalog/open.ts";
import type { CatalogBundle } from "#catalog/bundle-types.ts";
import { store } from "./store.ts";
import { openLink } from "./url/sync.ts";

/** Where the catalogue's files are, relative to the page. */
export const catalogAddress = (path: string): string => new URL(`catalog/${path}`, document.baseURI).href;

/** Fetches and opens the catalogue, then reads the link again with it. Failures end up in the state, not in a rejection. */
export async function loadCatalog(): Promise<void> {
  store.setState({ catalog: { status: "loading" } });
  try {
    const response = await fetch(catalogAddress("bundle.json"));
    if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`.trim());
    // The build validated the bundle; a wrong catalogue cannot be built.
    const bundle: CatalogBundle = await response.json();
    const catalog = openCatalog(bundle);
    openLink(location.hash, catalog);
    store.setState({ catalog: { status: "ready", catalog }, previous: undefined });
  } catch (error) {
    store.setState({ catalog: { status: "failed", message: error instanceof Error ? error.message : String(error) } });
  }
}
