// How wide and high the parts of a grid are: equal columns within a group, heads turned where their words would not fit.
import type { Span } from "./lines.ts";
import type { GridHead, GridModel } from "./model.ts";

/** Text widths in pixels, as the style sheet draws these texts. */
export interface TextWidths {
  readonly rowLabel: (text: string) => number;
  readonly columnLabel: (text: string) => number;
  readonly note: (text: string) => number;
  readonly title: (text: string) => number;
}

/** What the page gives the grid. */
export interface Room {
  readonly width: number;
  /** Fingers or a narrow screen: targets of 44 pixels. */
  readonly isTouch: boolean;
  readonly text: TextWidths;
}

/** Sizes in pixels. */
export interface Metrics {
  readonly row: number;
  readonly columnHeads: number;
  readonly groupHeads: number;
  readonly rowHeads: number;
  readonly columns: readonly number[];
  /** Space in front of a column that begins a group. */
  readonly gap: number;
  readonly isTurned: boolean;
  /** Whether the notes of rows that are no folds have room. */
  readonly hasNotes: boolean;
  /** Whether some row's head is longer than its room. */
  readonly isCut: boolean;
}

/** Below this width of the grid only folds keep their notes. */
const ROOMY = 700;
const WIDEST_LABEL = 92;
const WIDEST_COLUMN = 132;
const GAP = 7;

export function measureGrid(model: GridModel, spans: readonly Span[], room: Room): Metrics {
  const { isTouch, text } = room;
  const hasNotes = room.width >= ROOMY;
  const { width: rowHeads, isCut } = rowHeadWidth(model, hasNotes, room);
  const free = room.width - rowHeads - GAP * spans.length;
  const { columns, isTurned } = columnWidths(model, spans, room, free);
  const rest = free - columns.reduce((sum, width) => sum + width, 0);
  const hasTitles = spans.some((span) => model.columnGroups[span.group]?.title !== "");
  return {
    row: (isTouch ? 44 : 24) + 1,
    columnHeads: isTurned ? turnedHeight(model.columns, text) : flatHeight(model.columns, isTouch),
    groupHeads: hasTitles ? (isTouch ? 44 : 25) : 0,
    rowHeads: rowHeads + Math.max(rest, 0),
    columns,
    gap: GAP,
    isTurned,
    hasNotes,
    isCut,
  };
}

/** Widths that fit the words, and more where there is room. */
function columnWidths(model: GridModel, spans: readonly Span[], { isTouch, text }: Room, free: number) {
  const labels = model.columns.map((head) => labelWidth(head, text));
  const widest = Math.max(0, ...labels);
  const isTurned = widest > WIDEST_LABEL && widest * labels.length > free;
  const least = isTouch ? 44 : 30;
  const columns = labels.map((label) => Math.ceil(Math.max(least, isTurned ? 0 : label)));
  for (const span of spans) {
    const title = text.title(model.columnGroups[span.group]?.title ?? "");
    evenOut(columns, span, title, isTurned ? 2 * least : 2 * WIDEST_LABEL);
  }
  const extra = free - columns.reduce((sum, width) => sum + width, 0);
  const share = columns.length === 0 ? 0 : Math.max(Math.floor(extra / columns.length), 0);
  return { columns: columns.map((width) => Math.max(width, Math.min(width + share, WIDEST_COLUMN))), isTurned };
}

const flatHeight = (heads: readonly GridHead[], isTouch: boolean): number =>
  Math.max(heads.some((head) => head.note) ? 35 : 27, isTouch ? 44 : 0);

/** Columns of a group are as wide as the widest of them, and together as wide as their title, or at least as `most`. */
function evenOut(columns: number[], { first, end }: Span, title: number, most: number): void {
  const width = Math.max(...columns.slice(first, end), Math.ceil(Math.min(title, most) / (end - first)));
  columns.fill(width, first, end);
}

const labelWidth = (head: GridHead, text: TextWidths): number =>
  Math.max(text.columnLabel(head.label), text.note(head.note ?? "")) + (head.sort ? 18 : 8);

function turnedHeight(heads: readonly GridHead[], text: TextWidths): number {
  const lengths = heads.map((head) => text.columnLabel(head.label) + (head.note ? text.note(head.note) + 6 : 0));
  return Math.min(Math.ceil(Math.max(0, ...lengths)) + 16, 168);
}

function rowHeadWidth(model: GridModel, hasNotes: boolean, { width, text }: Room) {
  const padding = width >= ROOMY ? 26 : 20;
  const needs = model.rows.map((head) => {
    const note = head.note && (hasNotes || head.expanded !== undefined) ? text.note(head.note) + 8 : 0;
    const indent = (head.expanded === undefined ? 0 : 18) + (head.depth ?? 0) * 18;
    return text.rowLabel(head.label) + note + indent + padding;
  });
  const titles = model.rowGroups.map((group) => Math.min(text.title(group.title) + 8, 160));
  const most = width >= ROOMY ? Math.min(width * 0.45, 340) : Math.max(width * 0.42, 120);
  const longest = Math.max(72, ...needs);
  return { width: Math.ceil(Math.min(Math.max(longest, ...titles), most)), isCut: longest > most };
}
