// Where everything in a grid lies: which lines and columns stay in sight, and the tracks of those that scroll.
import { linesOf, pinnedCount, spansOf, type Line, type Span } from "./lines.ts";
import { measureGrid, type Metrics, type Room } from "./metrics.ts";
import type { GridModel } from "./model.ts";
import type { Shape } from "./places.ts";
import { layTracks, totalOf, type Tracks } from "./tracks.ts";

/** A laid-out model. Positions of scrolling lines and columns count from the end of the sticky ones. */
export interface Layout {
  readonly model: GridModel;
  readonly metrics: Metrics;
  readonly lines: readonly Line[];
  readonly spans: readonly Span[];
  readonly shape: Shape;
  /** Lines and columns at the start that stay in sight. */
  readonly stickyLines: number;
  readonly stickyColumns: number;
  readonly lineTracks: Tracks;
  /** Each track ends with its column; space in front of a group belongs to the group's first track. */
  readonly columnTracks: Tracks;
  /** Width of what stays at the left: row heads and sticky columns. */
  readonly leadWidth: number;
  /** Height of what stays at the top: column heads and sticky rows. */
  readonly topHeight: number;
  /** Lines of heads: one, or two with titles of groups. */
  readonly headLines: number;
}

/** Pinned lines and columns stay in sight only as long as they leave this share of the room to the others. */
const STICKY_SHARE = 0.5;

export function layOut(model: GridModel, room: Room, height: number): Layout {
  const lines = linesOf(model.rows, model.rowGroups);
  const spans = spansOf(model.columns, model.columnGroups);
  const metrics = measureGrid(model, spans, room);
  const heads = metrics.columnHeads + metrics.groupHeads;
  const stickyLines = Math.min(
    pinnedCount(model.rows),
    Math.max(Math.floor((height * STICKY_SHARE - heads) / metrics.row), 0),
  );
  const stickyColumns = stickyCount(model, metrics, room.width * (STICKY_SHARE + 0.15) - metrics.rowHeads);
  const starts = new Set(spans.map((span) => span.first));
  const widths = metrics.columns.map((width, column) => width + (starts.has(column) ? metrics.gap : 0));
  return {
    model,
    metrics,
    lines,
    spans,
    shape: { lines, columns: model.columns.length, spans: metrics.groupHeads > 0 ? spans : [] },
    stickyLines,
    stickyColumns,
    lineTracks: layTracks(lines.slice(stickyLines).map(() => metrics.row)),
    columnTracks: layTracks(widths.slice(stickyColumns)),
    leadWidth: metrics.rowHeads + widths.slice(0, stickyColumns).reduce((sum, width) => sum + width, 0),
    topHeight: heads + stickyLines * metrics.row,
    headLines: metrics.groupHeads > 0 ? 2 : 1,
  };
}

function stickyCount(model: GridModel, { columns }: Metrics, room: number): number {
  const pinned = columns.slice(0, pinnedCount(model.columns));
  const tracks = layTracks(pinned);
  const tooMany = pinned.findIndex((_, index) => (tracks[index + 1] ?? 0) > room);
  return tooMany < 0 ? pinned.length : tooMany;
}

/** The left edge of a column, from the grid's left for sticky ones and for the others from the same at no scroll. */
export function columnLeft(layout: Layout, column: number): number {
  const { metrics, stickyColumns, columnTracks, leadWidth } = layout;
  const width = metrics.columns[column] ?? 0;
  if (column >= stickyColumns) return leadWidth + (columnTracks[column - stickyColumns + 1] ?? 0) - width;
  return metrics.rowHeads + metrics.columns.slice(0, column).reduce((sum, before) => sum + before, 0);
}

/** The width of the whole grid. */
export const gridWidth = (layout: Layout): number => layout.leadWidth + totalOf(layout.columnTracks);
