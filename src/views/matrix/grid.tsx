import { useTable, type ColumnDef, type ExpandedState } from "@tanstack/react-table";
import { useEffect, useMemo, useRef, useState, type FocusEvent, type KeyboardEvent, type PointerEvent } from "react";
import type { Matrix } from "#engine/matrix.ts";
import type { GridColumn, GridColumnGroup, GridGroup, GridLine, GridRow } from "./grid-model.ts";
import { gridFeatures, type GridFeatures } from "./grid-features.ts";
import { GridHead } from "./grid-head.tsx";
import { destination, moveOf, placeOf, type Place } from "./grid-keys.ts";
import { GridBodyRow } from "./grid-row.tsx";
import styles from "./grid.module.css";

interface GridProps {
  readonly label: string;
  /** What a row is, for the head of the first column. */
  readonly corner: string;
  readonly matrix: Matrix;
  readonly groups: readonly GridGroup[];
  readonly columnGroups: readonly GridColumnGroup[];
  /** Counts in the cells instead of one verdict. */
  readonly counts: boolean;
  readonly currentRow: string | undefined;
  readonly onOpenColumns: (id: string) => void;
  readonly onRest: (line: GridLine | undefined, column: GridColumn | undefined) => void;
  readonly onTake: (line: GridLine, column: GridColumn | undefined) => void;
}

/** The matrix as an ARIA grid. The table library is the row and column model; what is drawn is ours. */
export function Grid({
  label,
  corner,
  matrix,
  groups,
  columnGroups,
  counts,
  currentRow,
  onOpenColumns,
  onRest,
  onTake,
}: GridProps) {
  const [expanded, setExpanded] = useState<Record<string, boolean>>({});
  const columns = useMemo(() => columnDefs(matrix, columnGroups), [matrix, columnGroups]);
  const isExpanded = useMemo(
    () => ({ ...Object.fromEntries(groups.map((group) => [group.id, true])), ...expanded }),
    [groups, expanded],
  );
  const table = useTable<GridFeatures, GridRow>({
    features: gridFeatures,
    columns,
    data: groups,
    getRowId: (row) => row.id,
    getSubRows: (row) => [...row.subRows],
    // What a reader opened stays open when the selection, and with it the data, changes.
    autoResetExpanded: false,
    state: { expanded: isExpanded },
    onExpandedChange: (updater) =>
      setExpanded((before) =>
        openRows(typeof updater === "function" ? updater({ ...isExpanded, ...before }) : updater, groups),
      ),
  });
  const rows = table.getRowModel().rows;
  const shown = useMemo(() => columnGroups.flatMap((group) => group.columns), [columnGroups]);
  const handlers = roving((place) => {
    const row = place && rows[place.row - FIRST_ROW]?.original;
    onRest(row?.kind === "line" ? row : undefined, place && shown[place.column - 1]);
  });
  const element = useRef<HTMLTableElement>(null);
  useEffect(() => keepOneStop(element.current));
  const scroller = useRef<HTMLDivElement>(null);
  const currentColumn = shown.find((column) => column.isCurrent)?.id;
  useEffect(() => {
    if (currentColumn !== undefined) scrollToCurrent(scroller.current);
  }, [currentColumn]);
  return (
    <div ref={scroller} className={styles.scroll}>
      {/* A table element carries the roles of rows and cells into the grid. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role */}
      <table ref={element} role="grid" aria-label={label} className={styles.grid} {...handlers}>
        <GridHead corner={corner} groups={columnGroups} onOpen={onOpenColumns} />
        <tbody>
          {rows.map((row, at) => (
            <GridBodyRow
              key={row.id}
              row={row}
              at={at + FIRST_ROW}
              columns={shown}
              counts={counts}
              isExpanded={isExpanded[row.id] === true}
              isCurrent={row.id === currentRow || (row.original.kind === "line" && row.original.isCurrent)}
              onTake={onTake}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** After each drawing exactly one place is in the tab order: the focused one, else the selection's own, else the first. */
function keepOneStop(table: HTMLTableElement | null): void {
  const stops = [...(table?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const stop =
    stops.find((place) => place === document.activeElement) ??
    stops.find((place) => place.ariaSelected === "true") ??
    stops[0];
  for (const place of stops) if (place.tabIndex === 0 && place !== stop) place.tabIndex = -1;
  if (stop) stop.tabIndex = 0;
}

/** Brings the selection's own column into sight, sideways only: the page must not jump. */
function scrollToCurrent(scroller: HTMLElement | null): void {
  const head = scroller?.querySelector<HTMLElement>("[data-current]");
  if (!scroller || !head) return;
  const frame = scroller.getBoundingClientRect();
  const { left, right } = head.getBoundingClientRect();
  const names = scroller.querySelector<HTMLElement>("th")?.offsetWidth ?? 0;
  if (right > frame.right) scroller.scrollLeft += right - frame.right + MARGIN;
  else if (left < frame.left + names) scroller.scrollLeft -= frame.left + names - left + MARGIN;
}

/** What of the next column shows that there is more, in pixels. */
const MARGIN = 24;

/** Rows 0 and 1 of the grid are its two lines of column heads. */
const FIRST_ROW = 2;

function columnDefs(matrix: Matrix, groups: readonly GridColumnGroup[]): ColumnDef<GridFeatures, GridRow>[] {
  return groups.flatMap((group) =>
    group.columns.map((column) => ({
      id: column.id,
      header: column.label,
      accessorFn: (row: GridRow) => (row.kind === "line" ? matrix.cell(row.index, column.index) : undefined),
    })),
  );
}

/** The library drops closed rows from its state; a group that is missing there was closed by hand. */
function openRows(state: ExpandedState, groups: readonly GridGroup[]): Record<string, boolean> {
  const open = state === true ? {} : state;
  return { ...Object.fromEntries(groups.map((group) => [group.id, open[group.id] === true])), ...open };
}

/** One tab stop for the whole grid: the focused place keeps it. Written to the elements, so that moving renders nothing. */
function roving(onRest: (place: Place | undefined) => void) {
  const onFocus = ({ target, currentTarget }: FocusEvent<HTMLTableElement>) => {
    const place = placeOf(target);
    if (place === undefined || !(target instanceof HTMLElement)) return;
    for (const stop of currentTarget.querySelectorAll<HTMLElement>('[data-row][tabindex="0"]')) stop.tabIndex = -1;
    target.tabIndex = 0;
    onRest(place);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const move = moveOf(event.key, event.ctrlKey || event.metaKey);
    const from = event.target instanceof Element ? placeOf(event.target) : undefined;
    if (move === undefined || from === undefined) return;
    event.preventDefault();
    const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
    const places = stops.map(placeOf).filter((place) => place !== undefined);
    const to = destination(places, from, move);
    stops
      .find((stop) => Number(stop.dataset["row"]) === to.row && Number(stop.dataset["column"]) === to.column)
      ?.focus();
  };
  const onPointerOver = ({ target }: PointerEvent<HTMLTableElement>) => {
    const stop = target instanceof Element ? target.closest("[data-row]") : null;
    onRest(stop === null ? undefined : placeOf(stop));
  };
  return {
    onFocus,
    onKeyDown,
    onPointerOver,
    onPointerLeave: () => onRest(undefined),
    onBlur: () => onRest(undefined),
  };
}
