import type { MatrixCell } from "#engine/matrix.ts";

/** What the words and the colour of a count are made of. */
export type CountedCell = Pick<MatrixCell, "state" | "seen" | "possible" | "unknown"> &
  Partial<Pick<MatrixCell, "newer">>;

/** The words of a count, for those who cannot see the heat: seen, one flag away, out of reach here, not known. */
export function countText({ state, seen, possible, unknown, newer = 0 }: CountedCell): string {
  if (state === "no-start") return "no start";
  if (state === "unknown") return "unknown";
  const parts = [`${seen} seen of ${possible} possible`];
  if (newer > 0) parts.push(`${newer} need a newer host`);
  if (unknown > 0) parts.push(`${unknown} unknown`);
  return parts.join(", ");
}

/** How much heat a share of the possible gives, in percent of the colour. */
export const heat = (seen: number, possible: number): number =>
  possible === 0 || seen === 0 ? 0 : Math.round(18 + 62 * (seen / possible));
