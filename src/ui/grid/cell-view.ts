// A reusable cell element. It remembers what it shows and writes only what changes.
import type { GridCell } from "./model.ts";
import type { Place } from "./places.ts";
import styles from "./pooled-grid.module.css";

/** Places of the elements that can take the focus. */
const places = new WeakMap<Element, Place>();

/** The place that an event's target belongs to; undefined for what lies between the places. */
export function placeOf(target: EventTarget | null): Place | undefined {
  const stop = target instanceof Element ? target.closest("[data-stop]") : null;
  return stop === null ? undefined : places.get(stop);
}

/** Tells which place an element stands for from now on. */
export function setPlace(element: Element, line: number, column: number): void {
  places.set(element, { line, column });
}

/** Makes an element with a class and attributes. */
export function make(className: string | undefined, attributes: Readonly<Record<string, string>> = {}): HTMLElement {
  const element = document.createElement("div");
  if (className !== undefined) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Sets an attribute, or removes it for undefined. */
export function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

const EMPTY: GridCell = { look: "", text: "", said: "" };

export class CellView {
  readonly element: HTMLElement;
  readonly #text = document.createTextNode("");
  #small: HTMLElement | undefined;
  #shown = EMPTY;
  #name = "";
  #left = -1;
  #width = -1;
  #isInRange = false;

  constructor(cellClass: string | undefined) {
    this.element = make(`${styles.cell}${cellClass === undefined ? "" : ` ${cellClass}`}`, {
      role: "gridcell",
      tabindex: "-1",
      "data-stop": "",
      "aria-selected": "false",
    });
    this.element.append(this.#text);
  }

  /** Puts the cell to a column, by its left edge and width in pixels. */
  moveTo(column: number, left: number, width: number): void {
    this.element.hidden = false;
    this.element.setAttribute("aria-colindex", String(column + 2));
    if (left !== this.#left) this.element.style.left = `${left}px`;
    if (width !== this.#width) this.element.style.width = `${width}px`;
    this.#left = left;
    this.#width = width;
  }

  /** Takes the cell out of sight until it is needed again. */
  hide(): void {
    this.element.hidden = true;
  }

  show(cell: GridCell, heads: string, isInRange: boolean): void {
    const { element } = this;
    const before = this.#shown;
    const name = `${heads}: ${cell.said}`;
    if (name !== this.#name) element.setAttribute("aria-label", name);
    if (cell.look !== before.look) element.setAttribute("data-look", cell.look);
    if (cell.text !== before.text) this.#text.data = cell.text;
    if (cell.small !== before.small) this.#showSmall(cell.small);
    if (cell.heat !== before.heat)
      if (cell.heat === undefined) element.style.removeProperty("--heat");
      else element.style.setProperty("--heat", `${cell.heat}%`);
    if ((cell.current === true) !== (before.current === true))
      element.setAttribute("aria-selected", String(cell.current === true));
    if ((cell.marked === true) !== (before.marked === true))
      element.toggleAttribute("data-marked", cell.marked === true);
    if ((cell.dim === true) !== (before.dim === true)) element.toggleAttribute("data-dim", cell.dim === true);
    if (isInRange !== this.#isInRange) element.toggleAttribute("data-range", isInRange);
    this.#shown = cell;
    this.#name = name;
    this.#isInRange = isInRange;
  }

  #showSmall(text: string | undefined): void {
    if (text === undefined) return this.#small?.remove();
    this.#small ??= document.createElement("small");
    this.#small.textContent = text;
    this.element.append(this.#small);
  }
}
