// What a grid shows and what it reports: rows, columns, their groups, and a cell for each pair. It knows no domain word.

/** The head of a row or column. */
export interface GridHead {
  /** Keeps the reader's place when the model changes; unique on its axis. */
  readonly id: string;
  readonly label: string;
  /** Small second text, e.g. `…4.12` or `55 types`. */
  readonly note?: string | undefined;
  /** The head in words, for those who do not see it: it opens the name of each of its cells. */
  readonly spoken: string;
  /** Shaded: the reader's own place on this axis. */
  readonly current?: boolean | undefined;
  /** Stays in sight while the others scroll. Pinned heads come first in the model and belong to no group. */
  readonly pinned?: boolean | undefined;
  readonly sort?: "ascending" | "descending" | undefined;
  /** A fold, open or closed; undefined when there is nothing to open. */
  readonly expanded?: boolean | undefined;
  /** 0, or 1 for members of an open fold. */
  readonly depth?: number | undefined;
}

/** A title over heads that follow each other. Without a title it only keeps its heads together. */
export interface GridGroup {
  readonly id: string;
  readonly title: string;
  /** Whether all of it is in sight; undefined when there is nothing to open or close. */
  readonly expanded?: boolean | undefined;
  /** How many of its heads are not in the model. */
  readonly hidden: number;
  /** How many heads follow under it. The sizes of all groups add up to the heads that are not pinned. */
  readonly size: number;
}

/** A cell as drawn and as said. */
export interface GridCell {
  /** Becomes `data-look`, which the caller's style sheet draws. */
  readonly look: string;
  /** Glyph or number; may be empty. */
  readonly text: string;
  readonly small?: string | undefined;
  /** 0 to 100, as the CSS variable `--heat` in percent. */
  readonly heat?: number | undefined;
  /** The cell in words: the end of its accessible name. */
  readonly said: string;
  readonly current?: boolean | undefined;
  /** Pinned for a comparison. */
  readonly marked?: boolean | undefined;
  /** Filtered out, for instance by a legend. */
  readonly dim?: boolean | undefined;
}

/** Two axes and the cells between them. `cell` is asked for what is in sight only, so it may compute. */
export interface GridModel {
  readonly rows: readonly GridHead[];
  /** Empty for rows without groups. */
  readonly rowGroups: readonly GridGroup[];
  readonly columns: readonly GridHead[];
  readonly columnGroups: readonly GridGroup[];
  readonly cell: (row: number, column: number) => GridCell;
}

/** Cells from `top`, `left` to `bottom`, `right`, all included: indexes of the model's rows and columns. */
export interface GridRange {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export type GridAxis = "row" | "column";

/** What the reader does. Rows and columns are indexes of the model that is shown. */
export interface GridHandlers {
  /** Pointer or focus rests on a cell, or on a row's head (no column); both undefined when it leaves. */
  readonly onRest?: ((row: number | undefined, column: number | undefined) => void) | undefined;
  /** Click, Enter or Space on a cell or on a row's head (no column). */
  readonly onTake?: ((row: number, column: number | undefined) => void) | undefined;
  /** Key `m`, Ctrl or Cmd and click, or a long touch on a cell. */
  readonly onMark?: ((row: number, column: number) => void) | undefined;
  /** Shift and arrows, Shift and click, or a drag chose cells; undefined when the range was given up. */
  readonly onRange?: ((range: GridRange | undefined) => void) | undefined;
  readonly onToggleGroup?: ((axis: GridAxis, id: string) => void) | undefined;
  readonly onToggleFold?: ((axis: GridAxis, id: string) => void) | undefined;
  /** Click or Enter on a column's head that is no fold; with Shift on any column's head. */
  readonly onSort?: ((column: number) => void) | undefined;
  /** Ctrl or Cmd and click, or Ctrl or Cmd and Enter, on a head. */
  readonly onPin?: ((axis: GridAxis, id: string) => void) | undefined;
}

/** All that a grid is given. */
export interface GridProps extends GridHandlers {
  /** The grid's accessible name. */
  readonly label: string;
  /** What a row is, over the heads of the rows. */
  readonly corner: string;
  readonly model: GridModel;
  /** A class for every cell, which draws the values of `data-look`. */
  readonly cellClass?: string | undefined;
}
