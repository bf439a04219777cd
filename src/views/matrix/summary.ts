// The matrix in one sentence: what of it changes anything, and what does not.
import type { Matrix } from "#engine/matrix.ts";
import { shownCell, type GridColumn, type GridGroup } from "./grid-model.ts";

/** Says how many kinds of machine types there are, or how many features depend on the host. */
export function summary(
  matrix: Matrix,
  groups: readonly GridGroup[],
  columns: readonly GridColumn[],
  rows: "feature" | "machine",
): string {
  return rows === "machine" ? machineSummary(matrix, columns) : featureSummary(matrix, groups, columns);
}

function machineSummary(matrix: Matrix, columns: readonly GridColumn[]): string {
  const kinds: (readonly (string | undefined)[])[] = [];
  for (let row = 0; row < matrix.rows.length; row += 1) {
    const own = columns.map((column) => startedCell(matrix, row, column.index));
    const at = kinds.findIndex((kind) =>
      kind.every((cell, i) => cell === undefined || own[i] === undefined || cell === own[i]),
    );
    const kind = kinds[at];
    if (kind === undefined) kinds.push(own);
    else kinds[at] = kind.map((cell, i) => cell ?? own[i]);
  }
  const types = matrix.unfolded.rows;
  if (kinds.length <= 1)
    return `The machine type changes nothing here: ${types} types, wherever they start all the same.`;
  return `${types} machine types, but only ${kinds.length} kinds: all of a kind are the same wherever they start.`;
}

/** A cell where the VM starts, in short; undefined where none starts. */
function startedCell(matrix: Matrix, row: number, column: number): string | undefined {
  const cell = matrix.cell(row, column);
  return cell.state === "no-start" ? undefined : `${cell.state},${cell.seen},${cell.possible},${cell.unknown}`;
}

function featureSummary(matrix: Matrix, groups: readonly GridGroup[], columns: readonly GridColumn[]): string {
  const lines = groups.flatMap((group) => group.subRows);
  const states = lines.map(
    (line) => new Set(columns.map((column) => shownCell(matrix.cell(line.index, column.index)))),
  );
  const always = states.filter((set) => set.size === 1 && (set.has("default") || set.has("on"))).length;
  const never = states.filter((set) => set.size === 1 && set.has("unavailable")).length;
  const varying = lines.length - states.filter((set) => set.size === 1).length;
  return `${lines.length} features: ${always} on everywhere, ${varying} depend on the host, ${never} nowhere to be had.`;
}
