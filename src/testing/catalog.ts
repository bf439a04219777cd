// The real catalogue for tests, bundled once a run.
// oxlint-disable-next-line no-restricted-imports -- the one door to the files on disk, for tests alone
import { readCatalog } from "../../tools/read-catalog.ts";
import { bundleCatalog } from "#catalog/bundle.ts";
import { openCatalog, type Catalog } from "#catalog/open.ts";

let opened: Catalog | undefined;

/** The catalogue of public/catalog, opened; throws with all issues when it is wrong. */
export function realCatalog(): Catalog {
  if (opened) return opened;
  const bundle = bundleCatalog(readCatalog());
  if (!bundle.ok)
    throw new Error(bundle.issues.map((issue) => `${issue.where}: ${issue.rule}: ${issue.message}`).join("\n"));
  opened = openCatalog(bundle.value);
  return opened;
}
