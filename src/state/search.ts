// What the search box finds: features and their flags, bits, machine types, CPU models, hosts. Built once a catalogue.
import type { Catalog } from "#catalog/open.ts";
import { byCatalog } from "./memo.ts";

export type FindKind = "feature" | "bit" | "machine" | "cpu" | "host";

/** One thing to find. `id` is what its kind's action takes. */
export interface Find {
  readonly kind: FindKind;
  readonly id: string;
  readonly label: string;
  readonly detail: string;
}

interface Entry extends Find {
  /** Lower-case text that a query's words are looked for in. */
  readonly text: string;
}

const entry = (find: Find, ...more: readonly string[]): Entry => ({
  ...find,
  text: [find.label, find.detail, ...more].join(" ").toLowerCase().replaceAll("_", "-"),
});

const featureEntries = (catalog: Catalog): Entry[] =>
  catalog.features.map((feature) =>
    entry(
      { kind: "feature", id: feature.id, label: feature.id, detail: feature.title },
      ...(feature.property?.aliases ?? []),
      feature.family,
    ),
  );

function bitEntries(catalog: Catalog): Entry[] {
  return catalog.features.flatMap((feature) =>
    feature.cpuid.flatMap((place) =>
      (place.bits ?? []).map((bit) =>
        entry(
          {
            kind: "bit",
            id: feature.id,
            label: `${place.leaf} ${place.register.toUpperCase()} bit ${bit}`,
            detail: feature.id,
          },
          place.leaf.replace(/^0x/, ""),
        ),
      ),
    ),
  );
}

const machineEntries = (catalog: Catalog): Entry[] =>
  [...catalog.boardByAlias.keys()]
    .map((alias) =>
      entry({ kind: "machine", id: alias, label: alias, detail: "machine type, newest of the host's QEMU" }),
    )
    .concat(
      [...catalog.machineByName].map(([name, { board }]) =>
        entry({ kind: "machine", id: name, label: name, detail: board.title }),
      ),
    );

const cpuEntries = (catalog: Catalog): Entry[] =>
  [...catalog.cpuByName].map(([name, { model }]) =>
    entry(
      { kind: "cpu", id: name, label: name, detail: model.title ?? model.microarchitecture ?? "CPU model" },
      model.vendor ?? "",
    ),
  );

const hostEntries = (catalog: Catalog): Entry[] => [
  ...catalog.platforms.map((platform) =>
    entry(
      {
        kind: "host",
        id: platform.id,
        label: platform.title,
        detail: [platform.kernel && `Linux ${platform.kernel}`, platform.qemu && `QEMU ${platform.qemu}`]
          .filter(Boolean)
          .join(", "),
      },
      platform.id,
    ),
  ),
  ...catalog.kernels.map((kernel) =>
    entry({
      kind: "host",
      id: `linux-${kernel.version}`,
      label: `Linux ${kernel.version}`,
      detail: kernel.lts ? "upstream, long-term" : "upstream",
    }),
  ),
];

const entries = byCatalog((catalog): readonly Entry[] => [
  ...featureEntries(catalog),
  ...bitEntries(catalog),
  ...machineEntries(catalog),
  ...cpuEntries(catalog),
  ...hostEntries(catalog),
]);

/** Lower is better: the label itself, its beginning, a word's beginning in it, anywhere else. */
function rank(item: Entry, words: readonly string[]): number {
  const label = item.label.toLowerCase();
  const query = words.join(" ");
  if (label === query || item.id === query) return 0;
  if (label.startsWith(query)) return 1;
  if (label.includes(query)) return 2;
  return words.every((word) => label.includes(word)) ? 3 : 4;
}

/** The best finds, best first; all words must occur. An empty query finds the features. */
export function search(catalog: Catalog, query: string, limit = 40): readonly Find[] {
  const words = query.toLowerCase().replaceAll("_", "-").split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries(catalog).slice(0, limit);
  return entries(catalog)
    .filter((item) => words.every((word) => item.text.includes(word)))
    .map((item) => ({ item, rank: rank(item, words) }))
    .toSorted((a, b) => a.rank - b.rank || a.item.label.length - b.item.label.length)
    .slice(0, limit)
    .map(({ item }) => item);
}
