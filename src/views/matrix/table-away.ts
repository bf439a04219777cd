// The table in sight as a table of words, to be copied or saved.
import type { Catalog } from "#catalog/open.ts";
import type { MatrixCell } from "#engine/matrix.ts";
import type { CountCell, TableState, TableText, VerdictCell } from "#formats/table/table-text.ts";
import type { TableView } from "#state/table-view.ts";
import { AXIS_WORDS, foldLabel, groupTitle } from "./axis-words.ts";
import type { DrawnTable } from "./grid-model.ts";
import type { TableLine } from "./table-lines.ts";
import type { Matrix } from "#engine/matrix.ts";

interface Away {
  readonly catalog: Catalog;
  readonly matrix: Matrix;
  readonly table: TableView;
  readonly drawn: DrawnTable;
  readonly title: string;
  /** Address of the page in this state. */
  readonly permalink: string;
}

/** The visible table in words; folded lines name their members. */
export function tableText({ catalog, matrix, table, drawn, title, permalink }: Away): TableText {
  const { rows, columns } = drawn;
  const frame = {
    title,
    permalink,
    catalogue: catalog.index.version,
    corner: AXIS_WORDS[table.rows].one,
    columns: columns.map(headOf),
    rows: rows.map((line) => ({ ...headOf(line), group: groupTitle(catalog, table.rows, line.group) })),
  };
  const each = <T>(cell: (value: MatrixCell) => T): T[][] =>
    rows.map((row) => columns.map((column) => cell(matrix.cell(row.index, column.index))));
  return matrix.counts ? { ...frame, cells: each(countCell) } : { ...frame, cells: each(verdictCell) };
}

const headOf = (line: TableLine) => ({
  id: line.id,
  label: foldLabel(line.members),
  ...(line.members.length > 1 ? { members: line.members.map((member) => member.label) } : {}),
});

/** The verdict; `on` and `args` are kinds of an opt-in. */
function stateOf({ state, shown, sayable }: MatrixCell): TableState {
  if (state !== "opt-in") return state;
  return shown ? "on" : sayable ? "opt-in" : "args";
}

const verdictCell = (cell: MatrixCell): VerdictCell => ({ state: stateOf(cell), shown: cell.shown });

const countCell = ({ state, seen, possible, total, unknown }: MatrixCell): CountCell => ({
  state,
  shown: false,
  seen,
  possible,
  total,
  unknown,
});
