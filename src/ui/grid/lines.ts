// The lines under the heads: pinned rows, then each group's title with its rows.
import type { GridGroup, GridHead } from "./model.ts";

/** A line of the body: the title of a group, or a row. Both by their index in the model. */
export interface Line {
  readonly kind: "group" | "row";
  readonly index: number;
}

/** How many heads at the start are pinned. */
export function pinnedCount(heads: readonly GridHead[]): number {
  const first = heads.findIndex((head) => head.pinned !== true);
  return first < 0 ? heads.length : first;
}

/** All lines in order. Rows that no group claims follow at the end. */
export function linesOf(rows: readonly GridHead[], groups: readonly GridGroup[]): Line[] {
  const lines: Line[] = [];
  let next = 0;
  const take = (count: number): void => {
    for (const end = Math.min(next + count, rows.length); next < end; next += 1)
      lines.push({ kind: "row", index: next });
  };
  take(pinnedCount(rows));
  groups.forEach((group, index) => {
    if (group.title !== "") lines.push({ kind: "group", index });
    take(group.size);
  });
  take(rows.length - next);
  return lines;
}

/** Columns of one group, from `first` up to, not including, `end`. */
export interface Span {
  readonly group: number;
  readonly first: number;
  readonly end: number;
}

/** Which columns stand under which group; groups without columns are left out. */
export function spansOf(columns: readonly GridHead[], groups: readonly GridGroup[]): Span[] {
  const spans: Span[] = [];
  let first = pinnedCount(columns);
  groups.forEach((group, index) => {
    const end = Math.min(first + group.size, columns.length);
    if (end > first) spans.push({ group: index, first, end });
    first = end;
  });
  return spans;
}
