// A reusable row: its head, the sticky cells beside it, and the cells that scroll.
import { CellView, make, setAttribute, setPlace } from "./cell-view.ts";
import { columnLeft, type Layout } from "./layout.ts";
import { isInRange } from "./range.ts";
import type { GridHead, GridRange } from "./model.ts";
import type { Slots } from "./slots.ts";
import styles from "./pooled-grid.module.css";

/** What a row needs to draw itself. */
export interface Frame {
  readonly layout: Layout;
  readonly columns: Slots;
  readonly range: GridRange | undefined;
  readonly cellClass: string | undefined;
}

/** The label of a head with its note; the words for those who do not see it are its name. */
export class HeadButton {
  readonly element = make(styles.button, { role: "button", tabindex: "-1", "data-stop": "" });
  readonly #label = document.createElement("span");
  readonly #note = document.createElement("small");

  constructor() {
    this.element.append(this.#label, this.#note);
  }

  show(head: GridHead, title: string | undefined): void {
    if (this.#label.textContent !== head.label) this.#label.textContent = head.label;
    if (this.#note.textContent !== (head.note ?? "")) this.#note.textContent = head.note ?? "";
    this.element.setAttribute("aria-label", head.spoken);
    setAttribute(this.element, "title", title);
    setAttribute(this.element, "aria-expanded", head.expanded === undefined ? undefined : String(head.expanded));
  }
}

export class RowView {
  readonly element = make(styles.row, { role: "row" });
  readonly #lead = make(styles.lead, { role: "presentation" });
  readonly #head = make(styles.rowHead, { role: "rowheader", "aria-colindex": "1" });
  readonly #button = new HeadButton();
  readonly #sticky: CellView[] = [];
  readonly #cells: CellView[] = [];
  #line = -1;
  #row = -1;

  constructor() {
    this.#head.append(this.#button.element);
    this.#lead.append(this.#head);
    this.element.append(this.#lead);
  }

  /** The focusable element of a column: 0 is the head. */
  stop(column: number, { layout, columns }: Frame): HTMLElement | undefined {
    if (column === 0) return this.#button.element;
    if (column - 1 < layout.stickyColumns) return this.#sticky[column - 1]?.element;
    return this.#cells[columns.slotOf(column - 1) ?? -1]?.element;
  }

  /** Elements in the order of their columns. */
  cellsInOrder({ columns }: Frame): Element[] {
    const shown = this.#cells.flatMap((cell, slot) => {
      const column = columns.itemAt(slot);
      return column === undefined ? [] : [{ column, element: cell.element }];
    });
    return [this.#lead, ...shown.toSorted((a, b) => a.column - b.column).map(({ element }) => element)];
  }

  /** Draws a line of the layout, which must be a row. */
  show(line: number, frame: Frame): void {
    const { layout } = frame;
    const row = layout.lines[line]?.index ?? -1;
    const head = layout.model.rows[row];
    if (head === undefined) return;
    this.#line = line;
    this.#row = row;
    this.element.setAttribute("aria-rowindex", String(line + layout.headLines + 1));
    this.element.toggleAttribute("data-current", head.current === true);
    this.#head.toggleAttribute("data-pinned", head.pinned === true);
    setAttribute(this.element, "data-depth", head.depth ? String(head.depth) : undefined);
    this.#button.show(head, undefined);
    setPlace(this.#button.element, line, 0);
    this.#showSticky(frame, head);
    for (let slot = 0; slot < frame.columns.count; slot += 1) this.showSlot(slot, frame);
  }

  /** Draws the column that a slot holds now. */
  showSlot(slot: number, frame: Frame): void {
    const { layout, columns } = frame;
    const column = columns.itemAt(slot);
    let cell = this.#cells[slot];
    if (cell === undefined) {
      cell = new CellView(frame.cellClass);
      this.#cells[slot] = cell;
      this.element.append(cell.element);
    }
    if (column === undefined) return cell.hide();
    cell.moveTo(column, columnLeft(layout, column), layout.metrics.columns[column] ?? 0);
    this.#showCell(cell, column, frame);
  }

  #showSticky(frame: Frame, head: GridHead): void {
    const { layout } = frame;
    while (this.#sticky.length > layout.stickyColumns) this.#sticky.pop()?.element.remove();
    for (let column = 0; column < layout.stickyColumns; column += 1) {
      let cell = this.#sticky[column];
      if (cell === undefined) {
        cell = new CellView(frame.cellClass);
        this.#sticky[column] = cell;
        this.#lead.append(cell.element);
      }
      cell.moveTo(column, columnLeft(layout, column), layout.metrics.columns[column] ?? 0);
      this.#showCell(cell, column, frame);
    }
    setAttribute(this.#head, "aria-current", head.current === true ? "true" : undefined);
  }

  #showCell(cell: CellView, column: number, { layout, range }: Frame): void {
    const { rows, columns, cell: cellAt } = layout.model;
    setPlace(cell.element, this.#line, column + 1);
    const heads = `${rows[this.#row]?.spoken}, ${columns[column]?.spoken}`;
    cell.show(cellAt(this.#row, column), heads, isInRange(range, this.#row, column));
  }
}

/** A reusable title of a group of rows, across the whole width. */
export class GroupView {
  readonly element = make(`${styles.row} ${styles.group}`, { role: "row" });
  readonly #head = make(styles.groupHead, { role: "rowheader", "aria-colindex": "1" });
  readonly stop = make(styles.button, { tabindex: "-1", "data-stop": "" });

  constructor() {
    this.#head.append(this.stop);
    this.element.append(this.#head);
  }

  show(line: number, { layout }: Frame): void {
    const group = layout.model.rowGroups[layout.lines[line]?.index ?? -1];
    if (group === undefined) return;
    this.element.setAttribute("aria-rowindex", String(line + layout.headLines + 1));
    this.#head.setAttribute("aria-colspan", String(layout.model.columns.length + 1));
    this.stop.textContent = group.title;
    const isButton = group.expanded !== undefined;
    setAttribute(this.stop, "role", isButton ? "button" : undefined);
    setAttribute(this.stop, "aria-expanded", isButton ? String(group.expanded) : undefined);
    setPlace(this.stop, line, 0);
  }
}
