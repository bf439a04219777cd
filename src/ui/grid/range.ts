// A range of cells between two corners, kept by ids so that it survives sorting, folding and filtering or is given up.
import type { GridModel, GridRange } from "./model.ts";

/** A cell by the ids of its heads. */
export interface Corner {
  readonly row: string;
  readonly column: string;
}

/** The range between two corners in a model; undefined when one is not there, or both are the same cell. */
export function rangeBetween(model: GridModel, from: Corner, to: Corner): GridRange | undefined {
  const rows = [from, to].map(({ row }) => model.rows.findIndex(({ id }) => id === row));
  const columns = [from, to].map(({ column }) => model.columns.findIndex(({ id }) => id === column));
  const range = {
    top: Math.min(...rows),
    left: Math.min(...columns),
    bottom: Math.max(...rows),
    right: Math.max(...columns),
  };
  if (range.top < 0 || range.left < 0) return undefined;
  return range.top === range.bottom && range.left === range.right ? undefined : range;
}

export const isInRange = (range: GridRange | undefined, row: number, column: number): boolean =>
  range !== undefined && row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;

export const isSameRange = (a: GridRange | undefined, b: GridRange | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.top === b.top &&
    a.left === b.left &&
    a.bottom === b.bottom &&
    a.right === b.right);
