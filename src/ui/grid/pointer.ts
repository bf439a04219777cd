// What pointers and the focus do in a grid: one set of listeners for all its cells.
import { cellAt, cornerOf } from "./acts.ts";
import { placeOf } from "./cell-view.ts";
import type { GridController } from "./controller.ts";
import { keyAction } from "./keys.ts";
import type { Corner } from "./range.ts";

/** Milliseconds and pixels that tell a long touch from a tap and from scrolling. */
const LONG = 550;
const STILL = 10;

interface Press {
  readonly corner: Corner | undefined;
  readonly x: number;
  readonly y: number;
  readonly timer: number | undefined;
}

class Pointer {
  readonly #grid: GridController;
  #press: Press | undefined;
  #isTaken = false;

  constructor(grid: GridController) {
    this.#grid = grid;
  }

  down(event: PointerEvent): void {
    this.up();
    this.#isTaken = false;
    const { layout, place: before } = this.#grid;
    const place = placeOf(event.target);
    if (event.button !== 0 || layout === undefined || place === undefined) return;
    const start = event.shiftKey && before ? (this.#grid.rangeStart ?? cornerOf(layout, before)) : undefined;
    const cell = cellAt(layout, place);
    const mark = (): void => {
      this.#isTaken = true;
      if (cell) this.#grid.props?.onMark?.(cell.row, cell.column);
    };
    const timer = event.pointerType === "touch" && cell ? window.setTimeout(mark, LONG) : undefined;
    this.#press = { corner: start ?? cornerOf(layout, place), x: event.clientX, y: event.clientY, timer };
  }

  move(event: PointerEvent): void {
    const press = this.#press;
    if (press === undefined) return;
    if (event.pointerType !== "touch") return this.#drag(event, press);
    if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > STILL) this.up();
  }

  #drag(event: PointerEvent, press: Press): void {
    if ((event.buttons & 1) === 0) return this.up();
    const place = placeOf(event.target);
    const corner = place && this.#grid.layout && cornerOf(this.#grid.layout, place);
    if (place === undefined || corner === undefined || press.corner === undefined) return;
    const isStart = corner.row === press.corner.row && corner.column === press.corner.column;
    if (!isStart || this.#grid.range !== undefined) this.#grid.chooseTo(place, press.corner);
  }

  up(): void {
    clearTimeout(this.#press?.timer);
    this.#press = undefined;
  }

  click(event: MouseEvent, start: Corner | undefined): void {
    const place = placeOf(event.target);
    const { layout } = this.#grid;
    if (place === undefined || layout === undefined || this.#isTaken) return;
    const isCell = cellAt(layout, place) !== undefined;
    if (event.shiftKey && isCell && start) this.#grid.chooseTo(place, start);
    else this.#grid.act(place, { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey });
  }

  get start(): Corner | undefined {
    return this.#press?.corner;
  }

  get isTaken(): boolean {
    return this.#isTaken;
  }
}

/** Listens to a scroller on behalf of a grid. Returns what stops it. */
export function listen(scroller: HTMLElement, grid: GridController): () => void {
  const stop = new AbortController();
  const on = <Type extends keyof HTMLElementEventMap>(
    type: Type,
    handle: (event: HTMLElementEventMap[Type]) => void,
  ): void => scroller.addEventListener(type, handle, { signal: stop.signal, passive: type === "scroll" });
  const pointer = new Pointer(grid);
  let start: Corner | undefined;
  on("scroll", () => grid.surface.scrolled());
  on("pointerdown", (event) => {
    pointer.down(event);
    start = pointer.start;
  });
  on("pointermove", (event) => pointer.move(event));
  on("pointerup", () => pointer.up());
  on("pointercancel", () => pointer.up());
  on("click", (event) => pointer.click(event, start));
  on("contextmenu", (event) => {
    if (pointer.isTaken) event.preventDefault();
  });
  on("pointerover", (event) => grid.rest(placeOf(event.target)));
  on("pointerleave", () => grid.rest(grid.hasFocus ? grid.place : undefined));
  on("focusin", (event) => {
    const place = placeOf(event.target);
    if (place) grid.focused(place);
  });
  on("focusout", (event) => {
    if (!(event.relatedTarget instanceof Node && scroller.contains(event.relatedTarget))) grid.rest(undefined);
  });
  on("keydown", (event) => {
    if (!event.defaultPrevented && keyAction(grid, event)) event.preventDefault();
  });
  return () => stop.abort();
}
