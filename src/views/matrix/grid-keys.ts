// Moving through the grid with the keyboard: one stop in the tab order, arrows and their kin from there.

/** Where a key leads: by steps, or to an end of the row or the grid. */
export interface Move {
  readonly rows: number;
  readonly columns: number;
}

const FAR = 10_000;
const PAGE = 8;

/** Each key's move, alone and with Ctrl or Cmd held. */
const MOVES: Readonly<Record<string, readonly [plain: Move, withCtrl: Move]>> = {
  ArrowUp: [step(-1, 0), step(-FAR, 0)],
  ArrowDown: [step(1, 0), step(FAR, 0)],
  ArrowLeft: [step(0, -1), step(0, -FAR)],
  ArrowRight: [step(0, 1), step(0, FAR)],
  PageUp: [step(-PAGE, 0), step(-PAGE, 0)],
  PageDown: [step(PAGE, 0), step(PAGE, 0)],
  Home: [step(0, -FAR), step(-FAR, -FAR)],
  End: [step(0, FAR), step(FAR, FAR)],
};

function step(rows: number, columns: number): Move {
  return { rows, columns };
}

/** The move of a key; undefined for keys that are not the grid's. */
export const moveOf = (key: string, isCtrl: boolean): Move | undefined => MOVES[key]?.[isCtrl ? 1 : 0];

/** A place in the grid: row and column, headers included. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * The place that a move ends at, among those that can take the focus. Rows that have nothing in that column are passed over;
 * a move that would leave the grid stops at its last place.
 */
export function destination(places: readonly Place[], from: Place, move: Move): Place {
  const inRow = places.filter((place) => place.row === from.row).map((place) => place.column);
  const column = move.columns === 0 ? from.column : along(inRow, from.column, move.columns);
  const inColumn = places.filter((place) => place.column === column).map((place) => place.row);
  const row = move.rows === 0 ? from.row : along(inColumn, from.row, move.rows);
  return { row, column };
}

function along(stops: readonly number[], from: number, steps: number): number {
  const sorted = [...new Set(stops)].toSorted((a, b) => a - b);
  const at = sorted.indexOf(from);
  return sorted[Math.min(Math.max(at + steps, 0), sorted.length - 1)] ?? from;
}

export const placeOf = (element: Element): Place | undefined =>
  element instanceof HTMLElement && element.dataset["row"] !== undefined
    ? { row: Number(element.dataset["row"]), column: Number(element.dataset["column"]) }
    : undefined;
