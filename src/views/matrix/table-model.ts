// The table of a selection: points in sight, the engine's matrix over them, and the lines that fold from it. Computed once for what it depends on.
import { openMatrix, type Matrix } from "#engine/matrix.ts";
import { visibleFeatures } from "#engine/verdict.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { bySelection } from "#state/memo.ts";
import type { TableView } from "#state/table-view.ts";
import type { Guest } from "#state/view.ts";
import { columnSight, inSight, rowSight, type Sight } from "./sight.ts";
import { tableLines, type TableLines } from "./table-lines.ts";

interface SightTable {
  readonly matrix: Matrix;
  readonly rows: Sight;
  readonly columns: Sight;
}

export interface TableModel extends SightTable {
  readonly lines: TableLines;
}

/** The feature that cells of one feature show; undefined where an axis has features, or cells count them. */
export const askedFeature = (table: TableView, focus: string | undefined): string | undefined =>
  table.cells === "feature" && table.rows !== "feature" && table.columns !== "feature" ? focus : undefined;

interface SightArguments {
  readonly guest: Guest;
  readonly rows: ReturnType<typeof rowSight>;
  readonly columns: ReturnType<typeof columnSight>;
  readonly families: TableView["families"];
  readonly feature: string | undefined;
}

const sightTable = bySelection(
  (catalog, selection, { guest, families, feature, ...sides }: SightArguments): SightTable => {
    const isCounted = (id: string): boolean =>
      families.length === 0 || families.some((family) => catalog.featureById.get(id)?.family === family);
    // Families narrow what is counted, and the features of an axis.
    const sight = (options: SightArguments["rows"]): Sight => {
      const all = inSight(catalog, selection, guest, options);
      if (options.axis !== "feature" || families.length === 0) return all;
      const groups = all.groups.filter((group) => families.some((family) => family === group.id));
      return { ...all, groups, points: groups.flatMap((group) => group.points) };
    };
    const [rows, columns] = [sight(sides.rows), sight(sides.columns)];
    const features = visibleFeatures(catalog)
      .map((row) => row.id)
      .filter(isCounted);
    const matrix = openMatrix(catalog, selection, { rows: rows.points, columns: columns.points, feature, features });
    return { matrix, rows, columns };
  },
);

const lined = new WeakMap<SightTable, Map<string, TableModel>>();

/** The table of a selection. What only changes the order of rows and columns is not in it. */
export function tableModel(
  catalog: Catalog,
  selection: Selection,
  guest: Guest,
  table: TableView,
  feature: string | undefined,
): TableModel {
  const { families, fold, differs } = table;
  const sight = sightTable(catalog, selection, {
    guest,
    rows: rowSight(table),
    columns: columnSight(table),
    families,
    feature,
  });
  const known = lined.get(sight) ?? new Map<string, TableModel>();
  lined.set(sight, known);
  const key = `${fold}${differs}`;
  const model = known.get(key) ?? { ...sight, lines: tableLines(sight.matrix, sight.rows, sight.columns, table) };
  known.set(key, model);
  return model;
}
