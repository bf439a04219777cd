// What a reader does to the matrix as a table. Nothing here changes the VM.
import type { AxisName } from "#engine/axis.ts";
import { store } from "./store.ts";
import { DEFAULT_TABLE, toggled, withAxes, type Preset, type TableView } from "./table-view.ts";

/** Changes the table; what the pointer rested on is gone with the old one. */
export const showTable = (patch: Partial<TableView>): void =>
  store.setState((before) => ({
    peek: undefined,
    view: { ...before.view, table: { ...before.view.table, ...patch } },
  }));

const tableNow = (): TableView => store.getState().view.table;

export const showAxes = (rows: AxisName, columns: AxisName): void => showTable(withAxes(tableNow(), rows, columns));
export const swapAxes = (): void => showAxes(tableNow().columns, tableNow().rows);
export const showPreset = (preset: Preset): void => showTable({ ...DEFAULT_TABLE, ...preset.table });

/** Sorts by a column: strongest first, then the other way round, then not at all. */
export function sortBy(id: string): void {
  const { sort } = tableNow();
  showTable({ sort: sort === id ? `-${id}` : sort === `-${id}` ? "" : id });
}

const LISTS = {
  row: { pinned: "pinnedRows", toggled: "toggledRows" },
  column: { pinned: "pinnedColumns", toggled: "toggledColumns" },
} as const;

export function pin(axis: "row" | "column", id: string): void {
  const key = LISTS[axis].pinned;
  showTable({ [key]: toggled(tableNow()[key], id) });
}

/** Opens or closes a group or a fold. */
export function toggleOpen(axis: "row" | "column", id: string): void {
  const key = LISTS[axis].toggled;
  showTable({ [key]: toggled(tableNow()[key], id) });
}

/** Pins a cell to compare others with; the same cell again takes the pin out. */
export function markCell(row: string, column: string): void {
  const mark = `${row}|${column}`;
  showTable({ mark: tableNow().mark === mark ? "" : mark });
}
