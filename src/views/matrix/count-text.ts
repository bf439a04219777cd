import type { MatrixCell } from "#engine/matrix.ts";

/** The words of a count, for those who cannot see the heat. */
export function countText(cell: MatrixCell): string {
  if (cell.state === "no-start") return "no start";
  if (cell.state === "unknown") return "unknown";
  return `${cell.seen} seen of ${cell.possible} possible${cell.unknown > 0 ? `, ${cell.unknown} unknown` : ""}`;
}
