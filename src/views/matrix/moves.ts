// What resting on a place of the table shows, and what taking it does.
import { atPoints, type AxisPoint } from "#engine/axis.ts";
import type { Selection } from "#engine/selection.ts";
import { focusOn, peekAt, select } from "#state/actions.ts";
import type { Focus } from "#state/view.ts";
import type { TableLine } from "./table-lines.ts";

/** A place: a row, and a column unless it is the row's head. */
export interface TablePlace {
  readonly row: TableLine;
  readonly column: TableLine | undefined;
}

/** The point that a line stands for: where the selection stands, if that is folded into it, else its first. */
const pointOf = (line: TableLine): AxisPoint | undefined => line.members[0];

/** The selection at a place. A line where the selection stands already leaves that axis as it is. */
export function selectionAt(selection: Selection, { row, column }: TablePlace): Selection {
  const points = [row, column].flatMap((line) => (line === undefined || line.isCurrent ? [] : (pointOf(line) ?? [])));
  return points.every((point) => point.feature !== undefined) ? selection : atPoints(selection, ...points);
}

/** The feature that a place is about; `asked` is that of a table whose axes have none. */
function focusOf({ row, column }: TablePlace, asked: string | undefined): Focus | undefined {
  const id = row.members[0]?.feature ?? column?.members[0]?.feature ?? asked;
  return id === undefined ? undefined : { kind: "feature", id };
}

/** Shows the point of a place in the inspector, or stops showing one. */
export function restOn(selection: Selection, place: TablePlace | undefined, asked: string | undefined): void {
  if (place === undefined) return peekAt(undefined);
  peekAt({ focus: focusOf(place, asked), selection: selectionAt(selection, place) });
}

/** Moves the VM to a place and focuses its feature; at the VM's own place only the focus moves. */
export function take(selection: Selection, place: TablePlace, asked: string | undefined): void {
  const focus = focusOf(place, asked);
  const there = selectionAt(selection, place);
  if (there !== selection) select(there, focus);
  else if (focus) focusOn(focus);
}
