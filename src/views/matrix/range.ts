// What the cells of a range have in common: the features that all of its points see alike, and those that they do not.
import type { Catalog } from "#catalog/open.ts";
import { openMatrix, type Matrix, type MatrixCell } from "#engine/matrix.ts";
import type { Selection } from "#engine/selection.ts";
import { visibleFeatures } from "#engine/verdict.ts";
import type { CellState } from "#state/table-view.ts";
import type { GridRange } from "#ui/grid/model.ts";
import { shownState } from "./cell-look.ts";
import type { DrawnTable } from "./grid-model.ts";
import type { TableLine } from "./table-lines.ts";

export interface RangeSummary {
  readonly points: number;
  /** Features with the same state at every point, by that state. */
  readonly same: ReadonlyMap<CellState, readonly string[]>;
  /** Features whose state differs, with how many points have which. */
  readonly differ: readonly { readonly label: string; readonly states: ReadonlyMap<CellState, number> }[];
}

type CellOf = (row: TableLine, column: TableLine) => MatrixCell | undefined;

/** The cells of each feature: those of its own row or column, or where no axis has features the same table asked for it alone. */
function featureCells(catalog: Catalog, selection: Selection, matrix: Matrix): readonly (readonly [string, CellOf])[] {
  const onAxis = [...matrix.rows, ...matrix.columns].filter((point) => point.feature !== undefined);
  if (onAxis.length > 0)
    return onAxis.map((point): [string, CellOf] => [
      point.label,
      (row, column) =>
        [row, column].some(({ id }) => id === point.id) ? matrix.cell(row.index, column.index) : undefined,
    ]);
  return visibleFeatures(catalog).map((feature): [string, CellOf] => {
    const one = openMatrix(catalog, selection, { rows: matrix.rows, columns: matrix.columns, feature: feature.id });
    return [feature.property?.name ?? feature.id, (row, column) => one.cell(row.index, column.index)];
  });
}

/** Sums up a range of the drawn table. Folded lines count as the points that they are. */
export function rangeSummary(
  catalog: Catalog,
  selection: Selection,
  matrix: Matrix,
  { rows, columns }: DrawnTable,
  range: GridRange,
): RangeSummary {
  const [lines, heads] = [rows.slice(range.top, range.bottom + 1), columns.slice(range.left, range.right + 1)];
  const members = (all: readonly { readonly members: readonly unknown[] }[]): number =>
    all.reduce((sum, line) => sum + line.members.length, 0);
  const states = new Map<string, Map<CellState, number>>();
  const add = (label: string, state: CellState, count: number): void => {
    const counts = states.get(label) ?? new Map<CellState, number>();
    states.set(label, counts.set(state, (counts.get(state) ?? 0) + count));
  };
  for (const [label, cell] of featureCells(catalog, selection, matrix))
    for (const line of lines)
      for (const head of heads) {
        const found = cell(line, head);
        if (found) add(label, shownState(found), line.members.length * head.members.length);
      }
  return { points: members(lines) * members(heads), ...parted(states) };
}

function parted(states: ReadonlyMap<string, ReadonlyMap<CellState, number>>): Pick<RangeSummary, "same" | "differ"> {
  const same = new Map<CellState, string[]>();
  const differ: { label: string; states: ReadonlyMap<CellState, number> }[] = [];
  for (const [label, counts] of states) {
    const [only] = counts.keys();
    if (counts.size === 1 && only !== undefined) same.set(only, [...(same.get(only) ?? []), label]);
    else differ.push({ label, states: counts });
  }
  return { same, differ };
}
