// The lines of heads over the grid: titles of column groups, and a head for each column in sight.
import { make, setAttribute, setPlace } from "./cell-view.ts";
import { columnLeft, gridWidth, type Layout } from "./layout.ts";
import type { GridHead } from "./model.ts";
import { COLUMN_HEADS, GROUP_HEADS } from "./places.ts";
import { HeadButton, type Frame } from "./row-view.ts";
import styles from "./pooled-grid.module.css";

interface ColumnHead {
  readonly element: HTMLElement;
  readonly button: HeadButton;
}

export class HeadView {
  readonly groupLine = make(`${styles.row} ${styles.heads} ${styles.groups}`, { role: "row", "aria-rowindex": "1" });
  readonly columnLine = make(`${styles.row} ${styles.heads}`, { role: "row" });
  readonly #lead = make(styles.lead, { role: "presentation" });
  readonly #corner = make(styles.corner, { role: "columnheader", "aria-colindex": "1" });
  readonly #sticky: ColumnHead[] = [];
  readonly #heads: ColumnHead[] = [];
  #groups: HTMLElement[] = [];

  constructor() {
    this.#lead.append(this.#corner);
    this.columnLine.append(this.#lead);
  }

  /** Draws all heads afresh. */
  show(frame: Frame, corner: string): void {
    const { layout } = frame;
    this.#corner.textContent = corner;
    this.groupLine.hidden = layout.metrics.groupHeads === 0;
    this.groupLine.style.height = `${layout.metrics.groupHeads}px`;
    this.columnLine.style.height = `${layout.metrics.columnHeads}px`;
    this.columnLine.setAttribute("aria-rowindex", String(layout.headLines));
    this.#showGroups(layout);
    while (this.#sticky.length > layout.stickyColumns) this.#sticky.pop()?.element.remove();
    for (let column = 0; column < layout.stickyColumns; column += 1)
      this.#showHead(column, headIn(this.#sticky, column, this.#lead), layout);
    for (let slot = 0; slot < frame.columns.count; slot += 1) this.showSlot(slot, frame);
  }

  /** Draws the head of the column that a slot holds now. */
  showSlot(slot: number, { layout, columns }: Frame): void {
    const column = columns.itemAt(slot);
    const head = headIn(this.#heads, slot, this.columnLine);
    head.element.hidden = column === undefined;
    if (column !== undefined) this.#showHead(column, head, layout);
  }

  /** The focusable element of a column in a line of heads; columns count from 1. */
  stop(line: number, column: number, { layout, columns }: Frame): HTMLElement | undefined {
    if (line === GROUP_HEADS) {
      const at = layout.spans.findIndex(({ first }) => first === column - 1);
      return this.#groups[at]?.firstElementChild as HTMLElement | undefined;
    }
    if (column - 1 < layout.stickyColumns) return this.#sticky[column - 1]?.button.element;
    return this.#heads[columns.slotOf(column - 1) ?? -1]?.button.element;
  }

  /** Heads in the order of their columns. */
  headsInOrder({ columns }: Frame): Element[] {
    const shown = this.#heads.flatMap((head, slot) => {
      const column = columns.itemAt(slot);
      return column === undefined ? [] : [{ column, element: head.element }];
    });
    return [this.#lead, ...shown.toSorted((a, b) => a.column - b.column).map(({ element }) => element)];
  }

  #showHead(column: number, { element, button }: ColumnHead, layout: Layout): void {
    const head = layout.model.columns[column];
    if (head === undefined) return;
    element.style.left = `${columnLeft(layout, column)}px`;
    element.style.width = `${layout.metrics.columns[column] ?? 0}px`;
    element.setAttribute("aria-colindex", String(column + 2));
    setAttribute(element, "aria-sort", head.sort);
    element.toggleAttribute("data-current", head.current === true);
    element.toggleAttribute("data-pinned", head.pinned === true);
    setAttribute(element, "data-depth", head.depth ? String(head.depth) : undefined);
    button.show(head, tooltip(head));
    setPlace(button.element, COLUMN_HEADS, column + 1);
  }

  #showGroups(layout: Layout): void {
    const kept = this.#groups.slice(0, layout.spans.length);
    while (kept.length < layout.spans.length) {
      const element = make(styles.columnGroup, { role: "columnheader" });
      element.append(make(styles.button, { tabindex: "-1", "data-stop": "" }));
      kept.push(element);
    }
    layout.spans.forEach(({ group, first, end }, at) => {
      const shown = layout.model.columnGroups[group];
      const element = kept[at];
      const button = element?.firstElementChild;
      if (shown === undefined || element === undefined || !(button instanceof HTMLElement)) return;
      const left = columnLeft(layout, first);
      const right = columnLeft(layout, end - 1) + (layout.metrics.columns[end - 1] ?? 0);
      element.style.left = `${left}px`;
      element.style.width = `${Math.min(right, gridWidth(layout)) - left}px`;
      element.setAttribute("aria-colindex", String(first + 2));
      element.setAttribute("aria-colspan", String(end - first));
      button.textContent = shown.title;
      const isButton = shown.expanded !== undefined;
      setAttribute(button, "role", isButton ? "button" : undefined);
      setAttribute(button, "aria-expanded", isButton ? String(shown.expanded) : undefined);
      setAttribute(button, "title", isButton && shown.hidden > 0 ? `Show ${shown.hidden} more` : undefined);
      setPlace(button, GROUP_HEADS, first + 1);
    });
    this.#groups = kept;
    const cover = this.groupLine.firstElementChild ?? make(styles.lead, { role: "presentation" });
    this.groupLine.replaceChildren(cover, ...kept);
  }
}

function headIn(heads: ColumnHead[], at: number, parent: HTMLElement): ColumnHead {
  const found = heads[at];
  if (found) return found;
  const button = new HeadButton();
  const element = make(styles.columnHead, { role: "columnheader" });
  element.append(button.element);
  parent.append(element);
  return (heads[at] = { element, button });
}

const tooltip = (head: GridHead): string =>
  `${head.spoken}. ${head.expanded === undefined ? "Click: sort" : `Click: ${head.expanded ? "fold" : "unfold"}. Shift+click: sort`}. Ctrl+click: ${head.pinned ? "unpin" : "pin"}.`;
