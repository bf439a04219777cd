// What the grid draws: heads in words, cells as looks, marks for where the VM stands and what it is compared with.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Matrix } from "#engine/matrix.ts";
import { kernelSince } from "#engine/reasons.ts";
import type { Selection } from "#engine/selection.ts";
import type { TableView } from "#state/table-view.ts";
import type { GridCell, GridGroup, GridHead, GridModel } from "#ui/grid/model.ts";
import { foldLabel, memberCount, shortLabel, spokenLabel } from "./axis-words.ts";
import { cellLook, statesIn } from "./cell-look.ts";
import type { LineGroup, TableLine } from "./table-lines.ts";
import type { OrderedSide, OrderedTable } from "./use-table.ts";

interface GridSource {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly matrix: Matrix;
  readonly table: TableView;
  readonly ordered: OrderedTable;
  /** The focused feature: its row or column is the current one. */
  readonly focus: string | undefined;
}

/** A grid, and the lines behind its rows and columns. */
export interface DrawnTable {
  readonly model: GridModel;
  readonly rows: readonly TableLine[];
  readonly columns: readonly TableLine[];
}

/** The grid of a table. Rows without any of the wanted states are left out; other cells fade. */
export function drawnTable(source: GridSource): DrawnTable {
  const { matrix, table, ordered } = source;
  const columns = ordered.columns.lines;
  const wanted = (row: TableLine): boolean =>
    table.states.length === 0 ||
    columns.some((column) =>
      statesIn(matrix.cell(row.index, column.index), matrix.counts).some((state) => table.states.includes(state)),
    );
  const rows = ordered.rows.lines.filter(wanted);
  const isCurrent = (line: TableLine): boolean => line.isCurrent || line.members[0]?.feature === (source.focus ?? "");
  const currentRows = rows.map(isCurrent);
  const currentColumns = columns.map(isCurrent);
  const cell = (row: number, column: number): GridCell => {
    const [line, head] = [rows[row], columns[column]];
    if (line === undefined || head === undefined) throw new Error("a cell outside the table");
    const value = matrix.cell(line.index, head.index);
    const isDim =
      table.states.length > 0 && !statesIn(value, matrix.counts).some((state) => table.states.includes(state));
    return {
      ...cellLook(value, matrix.counts),
      current: currentRows[row] === true && currentColumns[column] === true,
      marked: table.mark === `${line.id}|${head.id}`,
      dim: isDim,
    };
  };
  const model: GridModel = {
    rows: rows.map((line) => rowHead(source, line, ordered.rows, isCurrent(line))),
    rowGroups: ordered.rows.groups
      .map((group) => gridGroup(group, group.lines.filter(wanted).length))
      .filter(({ size, hidden }) => size + hidden > 0),
    columns: columns.map((line) => columnHead(source, line, isCurrent(line))),
    columnGroups: ordered.columns.groups
      .filter((group) => group.lines.length > 0)
      .map((group) => gridGroup(group, group.lines.length)),
    cell,
  };
  return { model, rows, columns };
}

const gridGroup = ({ id, title, hidden, isOpen }: LineGroup, size: number): GridGroup => ({
  id: `@${id}`,
  title,
  size,
  hidden,
  // A group whose points are all in sight without being open, such as a family with one release, has nothing to open.
  ...(hidden > 0 || isOpen ? { expanded: isOpen } : {}),
});

function rowHead(
  { catalog, selection, table }: GridSource,
  line: TableLine,
  side: OrderedSide,
  current: boolean,
): GridHead {
  return {
    id: line.id,
    label: table.differs ? (line.members[0]?.label ?? "") : foldLabel(line.members),
    note:
      line.members.length > 1
        ? `${memberCount(line.members)}${table.differs ? " alike" : ""}`
        : sinceNote(catalog, selection, line),
    spoken: spokenLabel(line.members),
    current,
    pinned: side.pinned.has(line.id),
    expanded: line.isOpen,
    depth: line.depth,
  };
}

function columnHead({ table, ordered }: GridSource, line: TableLine, current: boolean): GridHead {
  const [first, last] = [line.members[0], line.members.at(-1)];
  const sort = table.sort === line.id ? "descending" : table.sort === `-${line.id}` ? "ascending" : undefined;
  return {
    id: line.id,
    label: first ? shortLabel(first) : "",
    note:
      line.members.length > 1 && last
        ? table.differs
          ? `+${line.members.length - 1}`
          : `…${shortLabel(last)}`
        : undefined,
    spoken: spokenLabel(line.members),
    current,
    pinned: ordered.columns.pinned.has(line.id),
    sort,
    expanded: line.isOpen,
    depth: line.depth,
  };
}

/** Since when KVM has a feature, in small behind its name. */
function sinceNote(catalog: Catalog, selection: Selection, { members }: TableLine): string | undefined {
  const feature: BundledFeature | undefined = catalog.featureById.get(members[0]?.feature ?? "");
  const since = feature && kernelSince(feature, selection.host.vendor);
  return since === undefined ? undefined : `since ${since.replace("<=", "≤ ")}`;
}
