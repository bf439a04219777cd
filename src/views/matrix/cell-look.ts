// A cell as drawn and as said: what the engine says, with the selection's flags laid over it.
import type { MatrixCell } from "#engine/matrix.ts";
import { SHORT } from "#parts/verdict-look.ts";
import type { CellState } from "#state/table-view.ts";
import type { GridCell } from "#ui/grid/model.ts";
import { countText, heat } from "./count-text.ts";

/** The state that a cell of one feature shows. */
export function shownState(cell: MatrixCell): CellState {
  if (cell.shown) return "on";
  if (cell.state === "default" || cell.state === "opt-in") return cell.sayable ? "opt-in" : "args";
  return cell.state;
}

/** The look of a cell of counts: a number on its heat, or that nothing starts or is known. */
function countLook(cell: MatrixCell): GridCell {
  const said = countText(cell);
  if (cell.state === "no-start" || cell.state === "unknown") return { look: cell.state, text: "", said };
  const share = heat(cell.seen, cell.possible);
  return {
    look: share > 60 ? "count hot" : "count",
    text: String(cell.seen),
    small: `/${cell.possible}`,
    heat: share,
    said,
  };
}

/** The look of any cell. */
export function cellLook(cell: MatrixCell, counts: boolean): GridCell {
  if (counts) return countLook(cell);
  const state = shownState(cell);
  return { look: state, text: "", said: SHORT[state] };
}

/** The states that a cell holds, for the legend that filters: a count holds what its features are. */
export function statesIn(cell: MatrixCell, counts: boolean): readonly CellState[] {
  if (!counts) return [shownState(cell)];
  if (cell.state === "no-start" || cell.state === "unknown") return [cell.state];
  const held: CellState[] = [];
  if (cell.seen > 0) held.push("on");
  if (cell.possible > cell.seen) held.push("opt-in");
  if (cell.total > cell.possible + cell.unknown) held.push("unavailable");
  if (cell.unknown > 0) held.push("unknown");
  return held;
}

/** Sorts cells: the more a guest gets, the higher. */
export function cellRank(cell: MatrixCell, counts: boolean): number {
  if (counts) return cell.state === "no-start" ? -2 : cell.state === "unknown" ? -1 : cell.seen * 1000 + cell.possible;
  return RANKS.indexOf(shownState(cell));
}

const RANKS: readonly CellState[] = ["no-start", "unknown", "unavailable", "args", "opt-in", "on"];
