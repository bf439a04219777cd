// Rows and columns in the order in which they are shown: the table library groups, sorts and pins the lines.
import { useTable, type ColumnDef } from "@tanstack/react-table";
import { useMemo } from "react";
import type { Matrix } from "#engine/matrix.ts";
import type { TableView } from "#state/table-view.ts";
import { cellRank } from "./cell-look.ts";
import { matrixFeatures, type MatrixFeatures } from "./table-features.ts";
import type { LineGroup, TableLine, TableLines } from "./table-lines.ts";

interface GroupRow {
  readonly kind: "group";
  readonly id: string;
  readonly subRows: readonly LineRow[];
}

interface LineRow {
  readonly kind: "line";
  readonly id: string;
  readonly line: TableLine;
  readonly subRows: readonly LineRow[];
}

type TableRow = GroupRow | LineRow;

/** A side of the table: the pinned lines first, then those of the groups. */
export interface OrderedSide {
  readonly lines: readonly TableLine[];
  readonly pinned: ReadonlySet<string>;
  /** With the lines that are not pinned. */
  readonly groups: readonly LineGroup[];
}

export interface OrderedTable {
  readonly rows: OrderedSide;
  readonly columns: OrderedSide;
}

interface Order {
  readonly sorting: { id: string; desc: boolean }[];
  readonly rowPinning: { top: string[]; bottom: string[] };
  readonly columnPinning: { start: string[]; end: string[] };
}

/** How the library is to order the lines. Names that the table does not have are left alone. */
function orderOf(lines: TableLines, { sort, pinnedRows, pinnedColumns }: TableView): Order {
  const idsOf = (groups: readonly LineGroup[]): Set<string> =>
    new Set(groups.flatMap((group) => group.lines.map((line) => line.id)));
  const [rows, columns] = [idsOf(lines.rows), idsOf(lines.columns)];
  const id = sort.replace(/^-/, "");
  return {
    sorting: columns.has(id) ? [{ id, desc: id === sort }] : [],
    rowPinning: { top: pinnedRows.filter((row) => rows.has(row)), bottom: [] },
    columnPinning: { start: pinnedColumns.filter((column) => columns.has(column)), end: [] },
  };
}

/** Orders the lines of a table by its sort column and its pins. */
export function useOrderedTable(matrix: Matrix, lines: TableLines, view: TableView): OrderedTable {
  const data = useMemo(() => lines.rows.map(groupRow), [lines]);
  const columns = useMemo(() => columnDefs(matrix, lines.columns), [matrix, lines]);
  const order = useMemo(() => orderOf(lines, view), [lines, view]);
  const table = useTable<MatrixFeatures, TableRow>({
    features: matrixFeatures,
    columns,
    data,
    getRowId: (row) => row.id,
    getSubRows: (row) => [...row.subRows],
    state: { expanded: true, ...order },
  });
  return useMemo(() => {
    const lineById = new Map(lines.columns.flatMap((group) => group.lines.map((line) => [line.id, line])));
    const shown = table.getAllLeafColumns().flatMap(({ id }) => lineById.get(id) ?? []);
    const rows = [...table.getTopRows(), ...table.getCenterRows()].flatMap(({ original }) =>
      original.kind === "line" ? [original.line] : [],
    );
    return {
      rows: side(lines.rows, rows, order.rowPinning.top),
      columns: side(lines.columns, shown, order.columnPinning.start),
    };
  }, [table, lines, order]);
}

const groupRow = (group: LineGroup): GroupRow => ({
  kind: "group",
  id: `@${group.id}`,
  subRows: group.lines.map((line) => ({ kind: "line", id: line.id, line, subRows: [] })),
});

/** A side with its pinned lines in front, in the order in which they were pinned. */
function side(groups: readonly LineGroup[], lines: readonly TableLine[], pins: readonly string[]): OrderedSide {
  const pinned = new Set(pins);
  const center = lines.filter((line) => !pinned.has(line.id));
  const top = pins.flatMap((id) => lines.find((line) => line.id === id) ?? []);
  return {
    lines: [...top, ...groups.flatMap((group) => center.filter((line) => line.group === group.id))],
    pinned,
    groups: groups.map((group) => ({ ...group, lines: center.filter((line) => line.group === group.id) })),
  };
}

function columnDefs(matrix: Matrix, groups: readonly LineGroup[]): ColumnDef<MatrixFeatures, TableRow>[] {
  const rank = (row: TableRow, column: number): number =>
    row.kind === "line" ? cellRank(matrix.cell(row.line.index, column), matrix.counts) : 0;
  return groups.flatMap((group) =>
    group.lines.map(({ id, index }) => ({
      id,
      accessorFn: (row: TableRow) => rank(row, index),
      sortFn: (a, b) => rank(a.original, index) - rank(b.original, index),
    })),
  );
}
