// Since when each layer knows a feature, as a table reads it: the catalogue's answer for each layer, in words.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import { layerRow, type LayerRow } from "#catalog/layer-rows.ts";
import type { Catalog } from "#catalog/open.ts";
import { sinceText } from "./since-text.ts";

export interface SinceRow {
  readonly layer: string;
  /** As it is written; empty where the layer does not know the feature. */
  readonly since: string;
  /** The release's day, where both are known. */
  readonly released: string | undefined;
  readonly name: string | undefined;
  /** What it does there without being asked. */
  readonly byDefault: string | undefined;
  readonly note: string | undefined;
  readonly confidence: string;
  /** The file of the catalogue that says so. */
  readonly file: string;
}

/** Off is worth a word only where one could switch it on. */
function defaultText({ since, default: value, when }: LayerRow): string | undefined {
  if (value === "n/a" || (value === "off" && since === null && when === undefined)) return undefined;
  return [value, when].filter(Boolean).join(": ");
}

const noteText = ({ until, note }: LayerRow): string | undefined =>
  [until === undefined ? undefined : `until ${until}`, note].filter(Boolean).join("; ") || undefined;

/** One row a layer, lowest first. */
export const sinceRows = (catalog: Catalog, feature: BundledFeature): readonly SinceRow[] =>
  catalog.layers.map((layer) => {
    const row = layerRow(catalog, layer, feature);
    return {
      layer: layer.title,
      since: sinceText(row.since),
      released: row.date ?? undefined,
      name: row.name ?? undefined,
      byDefault: defaultText(row),
      note: noteText(row),
      confidence: row.sureness,
      file: layer.from === "layer" ? layer.file : feature.file,
    };
  });
