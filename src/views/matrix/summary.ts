// The table in words: what of each axis changes anything, and what does not.
import type { Matrix } from "#engine/matrix.ts";
import type { AxisName } from "#engine/axis.ts";
import { AXIS_WORDS } from "./axis-words.ts";
import { shownState } from "./cell-look.ts";
import { startedKey } from "./table-lines.ts";

const known = new WeakMap<Matrix, string>();

/** Two sentences at most: on the rows, and on the columns. Said once for a matrix. */
export function summary(matrix: Matrix, rows: AxisName, columns: AxisName): string {
  const said = known.get(matrix) ?? sentencesOn(matrix, rows, columns);
  known.set(matrix, said);
  return said;
}

function sentencesOn(matrix: Matrix, rows: AxisName, columns: AxisName): string {
  const sentences = [
    onAxis(matrix, rows, columns, { length: matrix.rows.length, across: matrix.columns.length, at: (a, b) => [a, b] }),
    onAxis(matrix, columns, rows, { length: matrix.columns.length, across: matrix.rows.length, at: (a, b) => [b, a] }),
  ];
  return sentences.join(" ");
}

interface Side {
  readonly length: number;
  readonly across: number;
  /** Row and column of a place on this side and one across. */
  readonly at: (own: number, other: number) => readonly [number, number];
}

function onAxis(matrix: Matrix, axis: AxisName, other: AxisName, side: Side): string {
  if (side.length === 0) return `No ${AXIS_WORDS[axis].many} in sight.`;
  return axis === "feature" ? features(matrix, other, side) : points(matrix, axis, side);
}

function features(matrix: Matrix, other: AxisName, { length, across, at }: Side): string {
  const states = Array.from({ length }, (_, own) => {
    const cells = Array.from({ length: across }, (__, index) => shownState(matrix.cell(...at(own, index))));
    return new Set(cells.filter((state) => state !== "no-start"));
  });
  if (states.every((set) => set.size === 0)) return "Nothing starts here.";
  const always = states.filter((set) => set.size === 1 && set.has("on")).length;
  const never = states.filter((set) => set.size === 1 && set.has("unavailable")).length;
  const varying = states.filter((set) => set.size > 1).length;
  const by = AXIS_WORDS[other].one.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return `${length} features: ${always} on everywhere, ${varying} depend on the ${by}, ${never} nowhere to be had.`;
}

/** How many kinds of points there are: points are of a kind when they are the same wherever both start. */
function points(matrix: Matrix, axis: AxisName, side: Side): string {
  const { length } = side;
  const { one, many } = AXIS_WORDS[axis];
  const count = kinds(matrix, side);
  const name = one.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  if (count <= 1)
    return length === 1 ? "" : `The ${name} changes nothing here: ${length} ${many}, wherever they start all the same.`;
  return count === length
    ? `${length} ${many}, no two the same.`
    : `${length} ${many}, but only ${count} kinds: all of a kind are the same wherever they start.`;
}

function kinds(matrix: Matrix, { length, across, at }: Side): number {
  const found: (readonly (number | undefined)[])[] = [];
  const seen = new Set<string>();
  for (let own = 0; own < length; own += 1) {
    const cells = Array.from({ length: across }, (_, index) => startedKey(matrix, ...at(own, index)));
    const text = cells.join();
    if (seen.has(text)) continue;
    seen.add(text);
    const same = found.findIndex((kind) =>
      kind.every((cell, index) => cell === undefined || cells[index] === undefined || cell === cells[index]),
    );
    const kind = found[same];
    if (kind === undefined) found.push(cells);
    else found[same] = kind.map((cell, index) => cell ?? cells[index]);
  }
  return found.length;
}
