// How the matrix stands: its two axes, what a cell shows, and what the reader picked, folded, sorted and pinned. All of it is in the link.
import type { AxisName } from "#engine/axis.ts";
import type { Family } from "#catalog/schema/feature.ts";

/** What a cell can show: a verdict, with flags laid over it; `args`: only QEMU arguments can ask for it, libvirt cannot. */
export const CELL_STATES = ["on", "opt-in", "args", "unavailable", "unknown", "no-start"] as const;
export type CellState = (typeof CELL_STATES)[number];

export interface TableView {
  readonly rows: AxisName;
  readonly columns: AxisName;
  /** Where no axis has features: how many features a guest sees, or the focused feature's verdict. */
  readonly cells: "counts" | "feature";
  /** The families that are counted; empty: all. */
  readonly families: readonly Family[];
  /** Equal neighbours are one line. */
  readonly fold: boolean;
  /** Only points that change anything. */
  readonly differs: boolean;
  /** Newest first, within their groups. */
  readonly newest: boolean;
  /** Rows that have none of these states are left out, and other cells fade; empty: all. */
  readonly states: readonly CellState[];
  /** Points released before that day are left out, `2020` or `2020-04-28`; empty: none. */
  readonly since: string;
  /** The day that is looked at: later releases are left out; empty: none. */
  readonly today: string;
  /** Ids of points, or `@` and the id of a group, that are shown; empty: all. */
  readonly pickedRows: readonly string[];
  readonly pickedColumns: readonly string[];
  readonly pinnedRows: readonly string[];
  readonly pinnedColumns: readonly string[];
  /** Id of the column that the rows are sorted by, behind `-` for the other way round; empty: natural order. */
  readonly sort: string;
  /** Groups and folds of which the reader changed whether they are open. */
  readonly toggledRows: readonly string[];
  readonly toggledColumns: readonly string[];
  /** The cell that others are compared with, as ids of row and column; empty: the selection's own point. */
  readonly mark: string;
}

export const DEFAULT_TABLE: TableView = {
  rows: "feature",
  columns: "host",
  cells: "counts",
  families: [],
  fold: true,
  differs: false,
  newest: false,
  states: [],
  since: "",
  today: "",
  pickedRows: [],
  pickedColumns: [],
  pinnedRows: [],
  pinnedColumns: [],
  sort: "",
  toggledRows: [],
  toggledColumns: [],
  mark: "",
};

/** What belongs to the points of the axes, and goes when they change. */
const OF_ROWS = { pickedRows: [], pinnedRows: [], toggledRows: [], mark: "" } as const;
const OF_COLUMNS = { pickedColumns: [], pinnedColumns: [], toggledColumns: [], sort: "", mark: "" } as const;

/** The table with other axes. An axis that is asked for where the other one has it swaps with it. */
export function withAxes(table: TableView, rows: AxisName, columns: AxisName): TableView {
  if (rows === columns)
    return rows === table.rows || rows === table.columns ? swapped(table) : withAxes(table, rows, table.columns);
  if (rows === table.columns && columns === table.rows) return swapped(table);
  return {
    ...table,
    ...(rows === table.rows ? {} : OF_ROWS),
    ...(columns === table.columns ? {} : OF_COLUMNS),
    rows,
    columns,
  };
}

/** Rows as columns and columns as rows; only the sort order is lost. */
const swapped = (table: TableView): TableView => ({
  ...table,
  rows: table.columns,
  columns: table.rows,
  pickedRows: table.pickedColumns,
  pickedColumns: table.pickedRows,
  pinnedRows: table.pinnedColumns,
  pinnedColumns: table.pinnedRows,
  toggledRows: table.toggledColumns,
  toggledColumns: table.toggledRows,
  sort: "",
  mark: table.mark === "" ? "" : table.mark.split("|").toReversed().join("|"),
});

/** A question that a person asks, and the table that answers it. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly table: Partial<TableView>;
}

export const PRESETS: readonly Preset[] = [
  { id: "features", title: "Features by host", table: {} },
  {
    id: "hosts",
    title: "Which hosts give me this feature?",
    table: { rows: "host", columns: "qemu", cells: "feature", newest: true },
  },
  {
    id: "cpus",
    title: "What does each CPU model change?",
    table: { rows: "feature", columns: "cpu", differs: true },
  },
  {
    id: "qemu",
    title: "What did each QEMU release bring?",
    table: { rows: "feature", columns: "qemu", differs: true },
  },
  {
    id: "machines",
    title: "Machine types: what differs at all?",
    table: { rows: "machine", columns: "feature", differs: true },
  },
  { id: "libvirt", title: "What can each libvirt say?", table: { rows: "feature", columns: "libvirt" } },
  { id: "counts", title: "Machine types by host, counted", table: { rows: "machine", columns: "host" } },
];

/** The preset that a table is, if it is one. */
export const presetOf = (table: TableView): Preset | undefined =>
  PRESETS.find((preset) => JSON.stringify({ ...DEFAULT_TABLE, ...preset.table }) === JSON.stringify(table));

/** A list with an item put in, or taken out where it was in. */
export const toggled = <T>(items: readonly T[], item: T): readonly T[] =>
  items.includes(item) ? items.filter((other) => other !== item) : [...items, item];
