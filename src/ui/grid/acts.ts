// What taking, marking or resting on a place means to the owner of a grid.
import type { Layout } from "./layout.ts";
import type { GridProps } from "./model.ts";
import { COLUMN_HEADS, GROUP_HEADS, type Place } from "./places.ts";
import type { Corner } from "./range.ts";

interface Keys {
  readonly shift: boolean;
  readonly ctrl: boolean;
}

/** A cell's row and column in the model; undefined for heads and titles. */
export function cellAt({ lines }: Layout, { line, column }: Place): { row: number; column: number } | undefined {
  const found = lines[line];
  return found?.kind === "row" && column > 0 ? { row: found.index, column: column - 1 } : undefined;
}

/** A cell by its ids; undefined for heads and titles. */
export function cornerOf(layout: Layout, place: Place): Corner | undefined {
  const cell = cellAt(layout, place);
  const row = layout.model.rows[cell?.row ?? -1];
  const column = layout.model.columns[cell?.column ?? -1];
  return row && column ? { row: row.id, column: column.id } : undefined;
}

/** Tells what lies under the pointer or has the focus. */
export function restOn({ lines }: Layout, { onRest }: GridProps, place: Place | undefined): void {
  const line = place && lines[place.line];
  if (place === undefined || line?.kind !== "row") onRest?.(undefined, undefined);
  else onRest?.(line.index, place.column === 0 ? undefined : place.column - 1);
}

/** Click, Enter or Space on a place. */
export function act(layout: Layout, props: GridProps, place: Place, keys: Keys): void {
  if (place.line === GROUP_HEADS) return toggleColumns(layout, props, place.column - 1);
  if (place.line === COLUMN_HEADS) return actOnColumn(layout, props, place.column - 1, keys);
  const line = layout.lines[place.line];
  if (line === undefined) return;
  if (line.kind === "group") {
    const group = layout.model.rowGroups[line.index];
    if (group?.expanded !== undefined) props.onToggleGroup?.("row", group.id);
  } else if (place.column === 0) actOnRow(layout, props, line.index, keys);
  else if (keys.ctrl) props.onMark?.(line.index, place.column - 1);
  else props.onTake?.(line.index, place.column - 1);
}

function toggleColumns({ spans, model }: Layout, props: GridProps, column: number): void {
  const group = model.columnGroups[spans.find(({ first }) => first === column)?.group ?? -1];
  if (group?.expanded !== undefined) props.onToggleGroup?.("column", group.id);
}

function actOnColumn({ model }: Layout, props: GridProps, column: number, { shift, ctrl }: Keys): void {
  const head = model.columns[column];
  if (head === undefined) return;
  if (ctrl) props.onPin?.("column", head.id);
  else if (shift || head.expanded === undefined) props.onSort?.(column);
  else props.onToggleFold?.("column", head.id);
}

function actOnRow({ model }: Layout, props: GridProps, row: number, { shift, ctrl }: Keys): void {
  const head = model.rows[row];
  if (head === undefined) return;
  if (ctrl) props.onPin?.("row", head.id);
  else if (head.expanded === undefined || shift) props.onTake?.(row, undefined);
  else props.onToggleFold?.("row", head.id);
}
