// KubeVirt's field names, read out of the catalogue's layer: which path below the domain is which feature or setting.
import type { BundledFeature, BundledLayer } from "#catalog/bundle-types.ts";
import { remembered } from "#base/remembered.ts";
import type { Catalog } from "#catalog/open.ts";
import { isSwitch } from "../settled.ts";

type Path = readonly string[];
type Row = BundledLayer["rows"][number];
type Setting = BundledLayer["settings"][number];

/** The field of one feature. */
export interface FeatureField {
  readonly feature: BundledFeature;
  readonly row: Row;
  /** Where its value stands. */
  readonly path: Path;
  /** The map or switch that it is a part of: for a number or text one key further out. */
  readonly holder: Path;
}

export interface KubevirtNames {
  readonly fields: readonly FeatureField[];
  readonly byPath: ReadonlyMap<string, FeatureField>;
  readonly byProperty: ReadonlyMap<string, FeatureField>;
  /** Every path on the way to a field. */
  readonly known: ReadonlySet<string>;
  readonly settings: readonly Setting[];
  /** Rows that come about by themselves. */
  readonly automatic: readonly Row[];
  /** The path that a key at the top of a fragment stands for; undefined where it could be anything. */
  readonly placeOf: (key: string) => Path | undefined;
  /** The path below a domain for one below a preference, e.g. features.preferredHyperv: features.hyperv. */
  readonly meant: (path: Path) => Path;
  /** The other way; undefined where a preference has no such field. */
  readonly preferred: (path: Path) => Path | undefined;
}

export const joined = (path: Path): string => path.join(".");

/** The names in a catalogue. */
export const kubevirtNames = remembered(openNames);

function openNames(catalog: Catalog): KubevirtNames {
  const layer = catalog.layers.find((row) => row.layer === "kubevirt");
  const rows = layer?.rows ?? [];
  const settings = layer?.settings ?? [];
  const fields = rows.flatMap((row) => fieldsOf(catalog, row));
  const paths = [...fields.map(({ path }) => path), ...settings.flatMap(pathOf)];
  const known = new Set(paths.flatMap((path) => path.map((_, index) => joined(path.slice(0, index + 1)))));
  const aliases = settings.flatMap(({ setting, of, name }) =>
    setting === "preference" && of !== undefined && name !== null ? [{ of: of.split("."), name: name.split(".") }] : [],
  );
  const meant = (path: Path): Path =>
    replacePrefix(
      path,
      aliases.map(({ of, name }) => [name, of]),
    ) ?? path;
  return {
    fields,
    byPath: new Map(fields.map((field) => [joined(field.path), field])),
    byProperty: new Map(fields.map((field) => [field.feature.property?.name ?? field.feature.id, field])),
    known,
    settings,
    automatic: rows.filter(({ by }) => by === "needed" || by === "pinned"),
    placeOf: openPlaces(
      [...known].map((path) => path.split(".")),
      aliases.map(({ name }) => name),
      meant,
    ),
    meant,
    preferred: (path) =>
      replacePrefix(
        path,
        aliases.map(({ of, name }) => [of, name]),
      ),
  };
}

function fieldsOf(catalog: Catalog, row: Row): readonly FeatureField[] {
  const path = row.name?.split(".");
  return row.features.flatMap((id) => {
    const feature = catalog.featureById.get(id);
    if (!feature || !path) return [];
    return [{ feature, row, path, holder: isSwitch(feature) ? path : path.slice(0, -1) }];
  });
}

const pathOf = ({ setting, name }: Setting): readonly Path[] =>
  name === null || setting === "preference" ? [] : [name.split(".")];

/** The path with its longest known beginning replaced; undefined when none fits. */
function replacePrefix(path: Path, pairs: readonly (readonly [from: Path, to: Path])[]): Path | undefined {
  const fits = pairs
    .filter(([from]) => from.every((key, index) => path[index] === key))
    .toSorted(([a], [b]) => b.length - a.length);
  const [best] = fits;
  return best && [...best[1], ...path.slice(best[0].length)];
}

/** Keys that tell their place alone: those of a domain, of its features and of its clock; the shortest path wins. */
function openPlaces(
  known: readonly Path[],
  preferred: readonly Path[],
  meant: (path: Path) => Path,
): KubevirtNames["placeOf"] {
  const places = new Map<string, Path>();
  const own = known.filter(([first], index) => known[index]?.length === 1 || first === "features" || first === "clock");
  for (const path of [...own, ...preferred].toSorted((a, b) => a.length - b.length)) {
    const key = path.at(-1) ?? "";
    if (path.length <= 3 && !places.has(key)) places.set(key, meant(path));
  }
  return (key) => places.get(key);
}
