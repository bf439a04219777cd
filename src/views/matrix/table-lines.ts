// The rows and columns of the table: the points in sight, equal neighbours folded, open folds shown point by point.
import { remembered } from "#base/remembered.ts";
import type { AxisPoint } from "#engine/axis.ts";
import {
  distinctLines,
  foldLines,
  single,
  varies,
  type LineCells,
  type LineKey,
  type MatrixLine,
} from "#engine/matrix-lines.ts";
import type { Matrix } from "#engine/matrix.ts";
import type { TableView } from "#state/table-view.ts";
import type { Sight, SightGroup } from "./sight.ts";

export interface TableLine extends MatrixLine {
  readonly isCurrent: boolean;
  /** Open or closed where points are folded, or were: then it is the first of them. */
  readonly isOpen: boolean | undefined;
  /** 1 for the further points of an open fold. */
  readonly depth: 0 | 1;
}

export interface LineGroup extends Omit<SightGroup, "points"> {
  readonly lines: readonly TableLine[];
}

export interface TableLines {
  readonly rows: readonly LineGroup[];
  readonly columns: readonly LineGroup[];
}

/** Lines of a matrix whose points are those in sight. Columns fold first, by all rows; rows by the columns that are left. */
export function tableLines(matrix: Matrix, rows: Sight, columns: Sight, table: TableView): TableLines {
  const allRows = matrix.rows.map((_, row) => row);
  const columnCells = remembered((column: number) => allRows.map((row) => startedKey(matrix, row, column)));
  const columnKey = remembered((column: number) => allRows.map((row) => matrix.key(row, column)).join());
  const columnGroups = linesOf(columns, table.toggledColumns, table, { key: columnKey, cells: columnCells });
  const shown = columnGroups.flatMap((group) => group.lines.map((line) => line.index));
  const rowCells = remembered((row: number) => shown.map((column) => startedKey(matrix, row, column)));
  const rowKey = remembered((row: number) => shown.map((column) => matrix.key(row, column)).join());
  return { rows: linesOf(rows, table.toggledRows, table, { key: rowKey, cells: rowCells }), columns: columnGroups };
}

/** What stands behind a cell; undefined where nothing starts. */
export function startedKey(matrix: Matrix, row: number, column: number): number | undefined {
  return matrix.cell(row, column).state === "no-start" ? undefined : matrix.key(row, column);
}

interface Contents {
  readonly key: LineKey;
  readonly cells: LineCells;
}

function linesOf(
  sight: Sight,
  toggled: readonly string[],
  { fold, differs }: Pick<TableView, "fold" | "differs">,
  { key, cells }: Contents,
): LineGroup[] {
  const { points } = sight;
  const all = points.map((_, index) => index);
  const areFeatures = points[0]?.feature !== undefined;
  const folded = (): MatrixLine[] => (fold && !areFeatures ? foldLines(points, all, key) : single(points, all));
  const different = (): MatrixLine[] =>
    areFeatures ? single(points, all).filter((line) => varies(cells(line.index))) : distinctLines(points, all, cells);
  const lines = differs ? different() : folded();
  return sight.groups.map(({ points: _points, ...group }) => ({
    ...group,
    lines: lines
      .filter((line) => line.group === group.id)
      .flatMap((line) => opened(line, points, toggled, sight.current)),
  }));
}

/** An open fold is its points, one by one; a closed one stands under the name where the selection stands, if it is there. */
function opened(
  line: MatrixLine,
  points: readonly AxisPoint[],
  toggled: readonly string[],
  current: string | undefined,
): TableLine[] {
  if (line.members.length === 1) return [{ ...line, isCurrent: line.id === current, isOpen: undefined, depth: 0 }];
  if (!toggled.includes(line.id))
    return [{ ...line, isCurrent: line.members.some(({ id }) => id === current), isOpen: false, depth: 0 }];
  return line.members.map((member, at) => ({
    id: member.id,
    index: points.indexOf(member),
    group: line.group,
    members: [member],
    isCurrent: member.id === current,
    isOpen: at === 0 ? true : undefined,
    depth: at === 0 ? 0 : 1,
  }));
}
