// Moving through the grid with keys: which places can take the focus, and where a key leads.
import type { Line, Span } from "./lines.ts";

/** The line of the column groups' titles, and the line of the column heads. Lines of the body count from 0. */
export const GROUP_HEADS = -2;
export const COLUMN_HEADS = -1;

/** A place that can take the focus. Column 0 is the heads of the rows; the model's first column is 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What of a grid decides where its places are. */
export interface Shape {
  readonly lines: readonly Line[];
  readonly columns: number;
  /** Column groups that are drawn as a line of their own; empty without one. */
  readonly spans: readonly Span[];
}

interface Move {
  readonly lines: number;
  readonly columns: number;
}

const FAR = 1_000_000;
/** Stands for as many lines as are in sight. */
const PAGE = 0.5;

const step = (lines: number, columns: number): Move => ({ lines, columns });

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

/** The place a key leads to; undefined for keys that do not move. A move that would leave the grid ends at its last place. */
export function placeAfter(shape: Shape, from: Place, key: string, isCtrl: boolean, page: number): Place | undefined {
  const move = Object.hasOwn(MOVES, key) ? MOVES[key]?.[isCtrl ? 1 : 0] : undefined;
  if (move === undefined) return undefined;
  const lines = Math.abs(move.lines) === PAGE ? Math.sign(move.lines) * Math.max(page, 1) : move.lines;
  const column = move.columns === 0 ? from.column : along(columnStops(shape, from.line), from.column, move.columns);
  const line = lines === 0 ? from.line : along(lineStops(shape, column), from.line, lines);
  return atGroupStart(shape, { line, column });
}

/** The nearest place to one that may not be there (any more). */
export function nearestPlace(shape: Shape, wanted: Place): Place {
  const column = Math.min(Math.max(wanted.column, 0), shape.columns);
  const stops = lineStops(shape, column);
  const line = stops.reduce(
    (best, stop) => (Math.abs(stop - wanted.line) < Math.abs(best - wanted.line) ? stop : best),
    stops[0] ?? COLUMN_HEADS,
  );
  return atGroupStart(shape, { line, column: stops.length === 0 ? 1 : column });
}

/** Columns that a line has places in. */
function columnStops({ lines, columns, spans }: Shape, line: number): number[] {
  if (line === GROUP_HEADS) return spans.map((span) => span.first + 1);
  if (lines[line]?.kind === "group") return [0];
  const first = line === COLUMN_HEADS ? 1 : 0;
  return Array.from({ length: columns + 1 - first }, (_, index) => index + first);
}

/** Lines that a column has places in: titles of groups only in the first, heads only in the others. */
function lineStops({ lines, spans }: Shape, column: number): number[] {
  const body = lines.flatMap((line, index) => (column === 0 || line.kind === "row" ? [index] : []));
  if (column === 0) return body;
  const hasGroup = spans.some((span) => span.first < column && column <= span.end);
  return [...(hasGroup ? [GROUP_HEADS] : []), COLUMN_HEADS, ...body];
}

/** The title of a group stands at its first column. */
function atGroupStart({ spans }: Shape, place: Place): Place {
  if (place.line !== GROUP_HEADS) return place;
  const span = spans.find(({ first, end }) => first < place.column && place.column <= end);
  return span ? { line: GROUP_HEADS, column: span.first + 1 } : place;
}

function along(stops: readonly number[], from: number, steps: number): number {
  const at = Math.max(stops.indexOf(from), 0);
  return stops[Math.min(Math.max(at + steps, 0), stops.length - 1)] ?? from;
}

export const isSamePlace = (a: Place, b: Place): boolean => a.line === b.line && a.column === b.column;
