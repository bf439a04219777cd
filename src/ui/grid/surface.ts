// The drawn grid: a scroller with sticky heads, and reusable rows and cells for what is in sight.
import { make } from "./cell-view.ts";
import { HeadView } from "./head-view.ts";
import { columnLeft, gridWidth, type Layout } from "./layout.ts";
import type { GridRange } from "./model.ts";
import { putInOrder } from "./order.ts";
import { COLUMN_HEADS, type Place } from "./places.ts";
import { GroupView, RowView, type Frame } from "./row-view.ts";
import { Slots } from "./slots.ts";
import { scrollTo, totalOf, windowOf } from "./tracks.ts";
import styles from "./pooled-grid.module.css";

/** Lines and columns drawn beyond the edges, so that fast scrolling finds them there. */
const MORE_LINES = 3;
const MORE_COLUMNS = 2;
/** A grid of so few lines never scrolls up and down by itself. */
const FEW_LINES = 24;

/** How to draw a layout. */
export interface Look {
  readonly corner: string;
  readonly cellClass: string | undefined;
  readonly range: GridRange | undefined;
  /** The place in the tab order. */
  readonly stop: Place;
  /** Whether lines and columns stand for the same heads as before. */
  readonly sameItems: boolean;
}

/** The part of the grid that is in sight, in pixels. */
interface Sight {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export class Surface {
  readonly scroller: HTMLElement;
  readonly #top = make(styles.top, { role: "rowgroup" });
  readonly #body = make(styles.body, { role: "rowgroup" });
  readonly #shade = make(styles.shade, { role: "presentation" });
  readonly #topShade = make(styles.shade, { role: "presentation" });
  readonly #head = new HeadView();
  readonly #columns = new Slots();
  readonly #lines = { row: new Slots(), group: new Slots() };
  readonly #rows: RowView[] = [];
  readonly #groups: GroupView[] = [];
  readonly #sticky: RowView[] = [];
  #frame: Frame | undefined;
  #kept: Place | undefined;
  #stop: HTMLElement | undefined;
  #idle = 0;

  constructor(scroller: HTMLElement) {
    this.scroller = scroller;
    this.#top.append(this.#topShade, this.#head.groupLine, this.#head.columnLine);
    this.#body.append(this.#shade);
    scroller.append(this.#top, this.#body);
  }

  /** Draws a layout as a whole. */
  show(layout: Layout, look: Look): void {
    this.#frame = { layout, columns: this.#columns, range: look.range, cellClass: look.cellClass };
    this.#kept = look.stop;
    if (!look.sameItems) for (const slots of [this.#columns, this.#lines.row, this.#lines.group]) slots.clear();
    // Asked before anything is written: afterwards the browser would have to lay out first.
    const sight = this.#sightOf(layout);
    this.#size(layout);
    this.#assignColumns(this.#frame, sight);
    this.#assignLines(this.#frame, sight);
    this.#head.show(this.#frame, look.corner);
    this.#showSticky(this.#frame);
    this.#showLines(this.#frame);
    this.#markStop(look.stop);
    this.#tidySoon();
  }

  /** Shows another range of cells. */
  showRange(range: GridRange | undefined): void {
    if (this.#frame === undefined) return;
    this.#frame = { ...this.#frame, range };
    this.#showSticky(this.#frame);
    this.#showLines(this.#frame);
  }

  /** Draws what scrolling brought into sight: only slots that changed. */
  scrolled(): void {
    const frame = this.#frame;
    if (frame === undefined) return;
    const sight = this.#sight();
    const slots = this.#assignColumns(frame, sight);
    const changed = this.#assignLines(frame, sight);
    for (const slot of slots) {
      this.#head.showSlot(slot, frame);
      for (const row of this.#sticky) row.showSlot(slot, frame);
    }
    if (slots.length > 0) {
      const fresh = new Set(changed.row);
      this.#rows.forEach((row, at) => {
        if (fresh.has(at) || this.#lines.row.itemAt(at) === undefined) return;
        for (const slot of slots) row.showSlot(slot, frame);
      });
    }
    for (const slot of changed.row) this.#showRow(slot, frame);
    for (const slot of changed.group) this.#showGroup(slot, frame);
    if (slots.length + changed.row.length + changed.group.length > 0) this.#tidySoon();
  }

  /** The focusable element of a place that is drawn. */
  stop({ line, column }: Place): HTMLElement | undefined {
    const frame = this.#frame;
    if (frame === undefined) return undefined;
    if (line <= COLUMN_HEADS) return this.#head.stop(line, column, frame);
    if (line < frame.layout.stickyLines) return this.#sticky[line]?.stop(column, frame);
    if (frame.layout.lines[line]?.kind === "group") return this.#groups[this.#lines.group.slotOf(line) ?? -1]?.stop;
    return this.#rows[this.#lines.row.slotOf(line) ?? -1]?.stop(column, frame);
  }

  /** Makes a place the one in the tab order, which stays drawn wherever one scrolls. Returns its element. */
  setStop(place: Place): HTMLElement | undefined {
    this.#kept = place;
    this.scrolled();
    return this.#markStop(place);
  }

  #markStop(place: Place): HTMLElement | undefined {
    const stop = this.stop(place);
    if (stop !== this.#stop) this.#stop?.setAttribute("tabindex", "-1");
    stop?.setAttribute("tabindex", "0");
    this.#stop = stop;
    return stop;
  }

  /** Scrolls inside the grid until a place is in sight beside the sticky parts. */
  reveal({ line, column }: Place, only?: "sideways"): void {
    if (this.#frame === undefined) return;
    const { layout } = this.#frame;
    const { clientWidth, clientHeight, scrollLeft, scrollTop } = this.scroller;
    const at = column - 1 - layout.stickyColumns;
    if (at >= 0) {
      const left = scrollTo(layout.columnTracks, at, scrollLeft, clientWidth - layout.leadWidth);
      if (left !== scrollLeft) this.scroller.scrollLeft = left;
    }
    const down = line - layout.stickyLines;
    if (down >= 0 && only === undefined) {
      const top = scrollTo(layout.lineTracks, down, scrollTop, clientHeight - layout.topHeight);
      if (top !== scrollTop) this.scroller.scrollTop = top;
    }
    this.scrolled();
  }

  /** Lines that fit between the heads and the lower edge. */
  get linesInSight(): number {
    const layout = this.#frame?.layout;
    return layout ? Math.floor((this.scroller.clientHeight - layout.topHeight) / layout.metrics.row) : 1;
  }

  destroy(): void {
    clearTimeout(this.#idle);
    this.scroller.replaceChildren();
  }

  #size(layout: Layout): void {
    const { scroller } = this;
    const { metrics } = layout;
    const width = `${gridWidth(layout)}px`;
    scroller.style.setProperty("--grid-row", `${metrics.row}px`);
    scroller.style.setProperty("--grid-row-heads", `${metrics.rowHeads}px`);
    scroller.style.setProperty("--grid-lead", `${layout.leadWidth}px`);
    scroller.style.scrollPadding = `${layout.topHeight}px 0 0 ${layout.leadWidth}px`;
    scroller.toggleAttribute("data-turned", metrics.isTurned);
    scroller.toggleAttribute("data-few", layout.lines.length <= FEW_LINES);
    scroller.toggleAttribute("data-notes", metrics.hasNotes);
    scroller.toggleAttribute("data-cut", metrics.isCut);
    scroller.setAttribute("aria-rowcount", String(layout.lines.length + layout.headLines));
    scroller.setAttribute("aria-colcount", String(layout.model.columns.length + 1));
    this.#top.style.height = `${layout.topHeight}px`;
    this.#top.style.width = width;
    this.#body.style.width = width;
    this.#body.style.height = `${totalOf(layout.lineTracks)}px`;
    const current = layout.model.columns.findIndex((head) => head.current);
    for (const shade of [this.#shade, this.#topShade]) {
      shade.hidden = current < layout.stickyColumns;
      shade.style.left = `${columnLeft(layout, current)}px`;
      shade.style.width = `${metrics.columns[current] ?? 0}px`;
    }
    this.#topShade.style.top = `${metrics.groupHeads}px`;
  }

  /** What the scroller shows now. */
  #sight(): Sight {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.scroller;
    return { left: scrollLeft, top: scrollTop, width: clientWidth, height: clientHeight };
  }

  /** What it will show of another layout, at least: the browser keeps the place as far as there is something to scroll. */
  #sightOf(layout: Layout): Sight {
    const { left, top, width, height } = this.#sight();
    const total = layout.topHeight + totalOf(layout.lineTracks);
    const lowest = Math.max(height, Math.min(total, innerHeight));
    return {
      left: Math.max(0, Math.min(left, gridWidth(layout) - width)),
      top: Math.max(0, Math.min(top, total - height)),
      width,
      height: layout.lines.length <= FEW_LINES ? total : lowest,
    };
  }

  #assignColumns({ layout }: Frame, { left: from, width }: Sight): number[] {
    const { stickyColumns, columnTracks, leadWidth, model } = layout;
    const { first, end } = windowOf(columnTracks, from, from + width - leadWidth, MORE_COLUMNS);
    const wanted = Array.from({ length: end - first }, (_, index) => first + index + stickyColumns);
    const kept = (this.#kept?.column ?? 0) - 1;
    if (kept >= stickyColumns && kept < model.columns.length && !wanted.includes(kept)) wanted.push(kept);
    return this.#columns.assign(wanted);
  }

  #assignLines({ layout }: Frame, { top: from, height }: Sight): { row: number[]; group: number[] } {
    const { stickyLines, lineTracks, topHeight, lines } = layout;
    const { first, end } = windowOf(lineTracks, from, from + height - topHeight, MORE_LINES);
    const wanted = { row: [] as number[], group: [] as number[] };
    for (let line = first + stickyLines; line < end + stickyLines; line += 1)
      wanted[lines[line]?.kind ?? "row"].push(line);
    const kept = this.#kept?.line ?? -1;
    const kind = lines[kept]?.kind;
    if (kind !== undefined && kept >= stickyLines && !wanted[kind].includes(kept)) wanted[kind].push(kept);
    return { row: this.#lines.row.assign(wanted.row), group: this.#lines.group.assign(wanted.group) };
  }

  #showSticky(frame: Frame): void {
    const { stickyLines, metrics } = frame.layout;
    while (this.#sticky.length > stickyLines) this.#sticky.pop()?.element.remove();
    for (let line = 0; line < stickyLines; line += 1) {
      const row = (this.#sticky[line] ??= new RowView());
      if (!row.element.isConnected) this.#top.append(row.element);
      row.element.style.top = `${metrics.groupHeads + metrics.columnHeads + line * metrics.row}px`;
      row.show(line, frame);
    }
  }

  #showLines(frame: Frame): void {
    for (let slot = 0; slot < this.#lines.row.count; slot += 1) this.#showRow(slot, frame);
    for (let slot = 0; slot < this.#lines.group.count; slot += 1) this.#showGroup(slot, frame);
  }

  #showRow(slot: number, frame: Frame): void {
    const row = (this.#rows[slot] ??= this.#inBody(new RowView()));
    this.#place(row.element, this.#lines.row.itemAt(slot), frame);
    const line = this.#lines.row.itemAt(slot);
    if (line !== undefined) row.show(line, frame);
  }

  #showGroup(slot: number, frame: Frame): void {
    const group = (this.#groups[slot] ??= this.#inBody(new GroupView()));
    const line = this.#lines.group.itemAt(slot);
    this.#place(group.element, line, frame);
    if (line !== undefined) group.show(line, frame);
  }

  #inBody<View extends RowView | GroupView>(view: View): View {
    this.#body.append(view.element);
    return view;
  }

  #place(element: HTMLElement, line: number | undefined, { layout }: Frame): void {
    element.hidden = line === undefined;
    if (line !== undefined) element.style.top = `${layout.lineTracks[line - layout.stickyLines] ?? 0}px`;
  }

  /** Screen readers read elements in their order: after scrolling it is put right. */
  #tidySoon(): void {
    clearTimeout(this.#idle);
    this.#idle = window.setTimeout(() => this.#tidy(), 250);
  }

  #tidy(): void {
    const frame = this.#frame;
    if (frame === undefined) return;
    const at = (slots: Slots, views: readonly (RowView | GroupView)[]) =>
      views.flatMap(({ element }, slot) => {
        const line = slots.itemAt(slot);
        return line === undefined ? [] : [{ line, element }];
      });
    const lines = [...at(this.#lines.row, this.#rows), ...at(this.#lines.group, this.#groups)];
    putInOrder(this.#body, [this.#shade, ...lines.toSorted((a, b) => a.line - b.line).map(({ element }) => element)]);
    putInOrder(this.#head.columnLine, this.#head.headsInOrder(frame));
    for (const row of [...this.#sticky, ...this.#rows]) putInOrder(row.element, row.cellsInOrder(frame));
  }
}
