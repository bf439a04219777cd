// The grid's keys: moving, choosing a range, taking, marking, and typing ahead.
import { cellAt, cornerOf } from "./acts.ts";
import type { GridController } from "./controller.ts";
import type { Layout } from "./layout.ts";
import { COLUMN_HEADS, placeAfter, type Place } from "./places.ts";
import { headFor } from "./type-ahead.ts";

/** Handles a key that was pressed inside the grid; true when it was the grid's. */
export function keyAction(grid: GridController, event: KeyboardEvent): boolean {
  const { layout, place } = grid;
  if (layout === undefined || place === undefined || event.altKey) return false;
  const ctrl = event.ctrlKey || event.metaKey;
  const to = placeAfter(layout.shape, place, event.key, ctrl, grid.surface.linesInSight - 1);
  if (to === undefined) return command(grid, layout, place, event, ctrl);
  grid.typed.clear();
  move(grid, layout, place, to, event.shiftKey);
  return true;
}

function command(grid: GridController, layout: Layout, place: Place, event: KeyboardEvent, ctrl: boolean): boolean {
  if (event.key === "Escape") {
    if (grid.range === undefined) return false;
    grid.choose(undefined);
    return true;
  }
  const isTyping = grid.typed.isOpen(event.timeStamp);
  if (event.key === "Enter" || (event.key === " " && !isTyping)) {
    grid.act(place, { shift: event.shiftKey, ctrl });
    return true;
  }
  return !ctrl && event.key.length === 1 && letter(grid, layout, place, event, isTyping);
}

function move(grid: GridController, layout: Layout, from: Place, to: Place, isShift: boolean): void {
  const start = isShift ? cornerOf(layout, from) : undefined;
  const isCell = cellAt(layout, to) !== undefined;
  if (start === undefined) grid.choose(undefined);
  else if (!isCell) return;
  const begin = grid.rangeStart ?? start;
  grid.goTo(to);
  if (begin) grid.chooseTo(to, begin);
}

function letter(
  grid: GridController,
  layout: Layout,
  place: Place,
  { key, timeStamp }: KeyboardEvent,
  isTyping: boolean,
): boolean {
  const cell = cellAt(layout, place);
  if (key === "m" && cell && !isTyping && grid.props?.onMark) {
    grid.props.onMark(cell.row, cell.column);
    return true;
  }
  const typed = grid.typed.add(key, timeStamp);
  const to = place.line <= COLUMN_HEADS ? typedColumn(layout, place, typed) : typedLine(layout, place, typed);
  if (to !== undefined) {
    grid.choose(undefined);
    grid.goTo(to);
  }
  return true;
}

function typedColumn({ model }: Layout, place: Place, typed: string): Place | undefined {
  const labels = model.columns.map((head) => head.label);
  const at = headFor(labels, typed, place.column - 1);
  return at === undefined ? undefined : { line: COLUMN_HEADS, column: at + 1 };
}

/** Titles of groups are found too, from the heads of the rows. */
function typedLine({ lines, model }: Layout, place: Place, typed: string): Place | undefined {
  const labels = lines.map(({ kind, index }) => {
    if (kind === "row") return model.rows[index]?.label ?? "";
    return place.column === 0 ? (model.rowGroups[index]?.title ?? "") : "";
  });
  const at = headFor(labels, typed, place.line);
  return at === undefined ? undefined : { line: at, column: place.column };
}
