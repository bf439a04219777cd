// Keeps the reader's place by the ids of its heads, so that it survives sorting, folding and filtering.
import type { Layout } from "./layout.ts";
import { COLUMN_HEADS, GROUP_HEADS, nearestPlace, type Place } from "./places.ts";

/** A place by name; `at` is where it was, for when its heads are gone. */
export interface PlaceKey {
  readonly line: string;
  readonly column: string;
  readonly at: Place;
}

const HEADS = new Map([
  [GROUP_HEADS, "groups"],
  [COLUMN_HEADS, "columns"],
]);

export function lineKey({ lines, model }: Layout, line: number): string {
  const found = lines[line];
  if (found === undefined) return HEADS.get(line) ?? "";
  return found.kind === "group" ? `group ${model.rowGroups[found.index]?.id}` : `row ${model.rows[found.index]?.id}`;
}

export const keyOf = (layout: Layout, at: Place): PlaceKey => ({
  line: lineKey(layout, at.line),
  column: layout.model.columns[at.column - 1]?.id ?? "",
  at,
});

/** The place of a key in a layout; the nearest to where it was when a head is gone. */
export function placeOfKey(layout: Layout, key: PlaceKey): Place {
  const body = layout.lines.findIndex((_, line) => lineKey(layout, line) === key.line);
  const line = key.at.line < 0 ? key.at.line : body < 0 ? key.at.line : body;
  const column = key.column === "" ? 0 : layout.model.columns.findIndex(({ id }) => id === key.column) + 1;
  return nearestPlace(layout.shape, { line, column: column === 0 ? key.at.column : column });
}

/** Where the reader starts: the current cell, else the first one. */
export function firstPlace({ lines, model, shape }: Layout): Place {
  const row = model.rows.findIndex((head) => head.current);
  const line = lines.findIndex((found) => found.kind === "row" && (row < 0 || found.index === row));
  const column = model.columns.findIndex((head) => head.current);
  return nearestPlace(shape, { line, column: Math.max(column, 0) + 1 });
}

/** Whether two layouts have the same heads at the same places. */
export const hasSameItems = (a: Layout, b: Layout): boolean =>
  a.stickyLines === b.stickyLines &&
  a.stickyColumns === b.stickyColumns &&
  a.lines.length === b.lines.length &&
  a.model.columns.length === b.model.columns.length &&
  a.lines.every((_, line) => lineKey(a, line) === lineKey(b, line)) &&
  a.model.columns.every((head, index) => head.id === b.model.columns[index]?.id);
