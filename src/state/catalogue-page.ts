// Which page of the catalogue view is open: a list, or one feature, machine type, CPU model, host or rule.
import type { Catalog } from "#catalog/open.ts";

export const LISTS = ["features", "machines", "cpus", "hosts", "profiles", "rules", "talk", "changes"] as const;
export type ListName = (typeof LISTS)[number];

const ITEMS = ["feature", "machine", "cpu", "host", "rule"] as const;
export type ItemKind = (typeof ITEMS)[number];

export type CataloguePage =
  { readonly kind: "list"; readonly list: ListName } | { readonly kind: ItemKind; readonly id: string };

/** Reads `machines` or `feature:kvm-asyncpf-int`; undefined for anything else. */
export function parsePage(text: string): CataloguePage | undefined {
  const list = LISTS.find((name) => name === text);
  if (list !== undefined) return { kind: "list", list };
  const at = text.indexOf(":");
  const kind = ITEMS.find((name) => name === text.slice(0, at));
  const id = text.slice(at + 1);
  return kind !== undefined && /^[A-Za-z0-9][A-Za-z0-9._+-]*$/.test(id) ? { kind, id } : undefined;
}

export const printPage = (page: CataloguePage): string =>
  page.kind === "list" ? page.list : `${page.kind}:${page.id}`;

/** Whether the catalogue has what a page is about. */
export function hasPage(catalog: Catalog, page: CataloguePage): boolean {
  if (page.kind === "list") return true;
  if (page.kind === "feature") return catalog.featureById.has(page.id);
  if (page.kind === "machine") return catalog.machineByName.has(page.id);
  if (page.kind === "cpu") return catalog.cpuByName.has(page.id);
  if (page.kind === "rule") return catalog.rules.some(({ id }) => id === page.id);
  return catalog.platformById.has(page.id) || catalog.kernels.some(({ version }) => page.id === `linux-${version}`);
}
