// Lines of a matrix: points of an axis, neighbours that nobody can tell apart folded into one.
import type { AxisPoint } from "./axis.ts";

/** A row or column; `members` are the points folded into it, in their order, and `index` the place of the first one. */
export interface MatrixLine {
  readonly id: string;
  readonly index: number;
  readonly group: string;
  readonly members: readonly AxisPoint[];
}

/** What tells a line from another: equal keys mean equal cells. */
export type LineKey = (index: number) => string;

/** Every point a line of its own. */
export const single = (points: readonly AxisPoint[], order: readonly number[]): MatrixLine[] =>
  order.flatMap((index) => {
    const point = points[index];
    return point ? [{ id: point.id, index, group: point.group, members: [point] }] : [];
  });

/**
 * Folds neighbours of one group whose keys are equal. Folding follows from computed equality alone.
 * @param order Places of the points that are in sight, in the order in which they stand.
 */
export function foldLines(points: readonly AxisPoint[], order: readonly number[], key: LineKey): MatrixLine[] {
  const folded: { line: MatrixLine; members: AxisPoint[]; key: string }[] = [];
  for (const line of single(points, order)) {
    const own = key(line.index);
    const last = folded.at(-1);
    if (last && last.line.group === line.group && last.key === own) last.members.push(...line.members);
    else folded.push({ line, members: [...line.members], key: own });
  }
  return folded.map(({ line, members }) => ({ ...line, members }));
}

/** The contents of a line, cell by cell; undefined where nothing starts, which is no difference. */
export type LineCells = (index: number) => readonly (number | undefined)[];

/**
 * Keeps one line of each kind: the points that change anything. Lines are of a kind when they are the same wherever both start;
 * what is left out joins the members of the one it equals. Lines on which nothing starts are left out.
 */
export function distinctLines(points: readonly AxisPoint[], order: readonly number[], cells: LineCells): MatrixLine[] {
  const kinds: { line: MatrixLine; members: AxisPoint[]; cells: readonly (number | undefined)[] }[] = [];
  for (const line of single(points, order)) {
    const own = cells(line.index);
    if (own.every((cell) => cell === undefined)) continue;
    const found = kinds.find((kind) => isSameKind(kind.cells, own));
    if (found) {
      found.members.push(...line.members);
      found.cells = found.cells.map((cell, at) => cell ?? own[at]);
    } else kinds.push({ line, members: [...line.members], cells: own });
  }
  return kinds.map(({ line, members }) => ({ ...line, members }));
}

const isSameKind = (a: readonly (number | undefined)[], b: readonly (number | undefined)[]): boolean =>
  a.every((cell, at) => cell === undefined || b[at] === undefined || cell === b[at]);

/** True when the cells of a line are not all the same, wherever it starts. */
export const varies = (cells: readonly (number | undefined)[]): boolean =>
  new Set(cells.filter((cell) => cell !== undefined)).size > 1;
