// What resting on a place of the grid shows, and what taking it does.
import type { MatrixSpec } from "#engine/matrix.ts";
import type { Selection } from "#engine/selection.ts";
import { focusOn, peekAt, select } from "#state/actions.ts";
import type { Focus } from "#state/view.ts";
import { moved, type GridColumn, type GridLine } from "./grid-model.ts";

function focusOf(spec: MatrixSpec, line: GridLine): Focus | undefined {
  const id = line.member.feature ?? spec.feature;
  return id === undefined ? undefined : { kind: "feature", id };
}

/** Shows the point of a cell in the inspector, or stops showing one. The column of the selection's own host means that host. */
export function restOn(
  selection: Selection,
  spec: MatrixSpec,
  line: GridLine | undefined,
  column: GridColumn | undefined,
): void {
  if (line === undefined) return peekAt(undefined);
  const host = column?.isCurrent === true ? { id: "", label: "", host: selection.host } : column?.members[0];
  const there = host === undefined ? selection : moved(selection, line.member, host);
  const isHere = (column === undefined || column.isCurrent) && (line.member.machine === undefined || line.isCurrent);
  peekAt({ focus: focusOf(spec, line), selection: isHere ? selection : there });
}

/** Moves the VM to a cell and focuses its feature; at the VM's own place only the focus moves. */
export function takeCell(selection: Selection, spec: MatrixSpec, line: GridLine, column: GridColumn | undefined): void {
  const focus = focusOf(spec, line);
  const isRowHere = line.member.machine === undefined || line.isCurrent;
  const host = column?.members[0];
  if (isRowHere && (host === undefined || column?.isCurrent === true)) {
    if (focus) focusOn(focus);
  } else if (host === undefined || column?.isCurrent === true) {
    select({ ...selection, machine: line.member.machine ?? selection.machine }, focus);
  } else select(moved(selection, line.member, host), focus);
}
