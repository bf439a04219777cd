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

/** Keeps the first line of each content: the points that change anything. What is left out joins the members of the one it equals. */
export function distinctLines(points: readonly AxisPoint[], order: readonly number[], key: LineKey): MatrixLine[] {
  const kinds = new Map<string, MatrixLine & { members: AxisPoint[] }>();
  for (const line of single(points, order)) {
    const own = key(line.index);
    const found = kinds.get(own);
    if (found) found.members.push(...line.members);
    else kinds.set(own, { ...line, members: [...line.members] });
  }
  return [...kinds.values()];
}
