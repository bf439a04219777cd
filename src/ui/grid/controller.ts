// Joins the parts of a grid: the model it is given, what is drawn, and what the reader does.
import { layOut, type Layout } from "./layout.ts";
import type { GridProps, GridRange } from "./model.ts";
import { firstPlace, hasSameItems, keyOf, placeOfKey, type PlaceKey } from "./place-key.ts";
import { COLUMN_HEADS, isSamePlace, type Place } from "./places.ts";
import { printWith } from "./print-table.ts";
import { isSameRange, rangeBetween, type Corner } from "./range.ts";
import { act, cornerOf, restOn } from "./acts.ts";
import { Surface } from "./surface.ts";
import { textWidths } from "./text-widths.ts";
import { TypedText } from "./type-ahead.ts";

/** Fingers, or a screen too narrow for small targets. */
const TOUCH = "(pointer: coarse), (width < 560px)";

export class GridController {
  readonly surface: Surface;
  readonly typed = new TypedText();
  readonly #status: HTMLElement;
  readonly #touch = matchMedia(TOUCH);
  readonly #leave: readonly (() => void)[];
  #text: ReturnType<typeof textWidths>;
  #props: GridProps | undefined;
  #layout: Layout | undefined;
  #key: PlaceKey | undefined;
  #current = "";
  #corners: { readonly from: Corner; readonly to: Corner } | undefined;
  #range: GridRange | undefined;
  #rested: Place | undefined;
  #isUpdating = false;
  #width = 0;

  /** @param status Says to screen readers how many cells are chosen. */
  constructor(scroller: HTMLElement, status: HTMLElement) {
    this.surface = new Surface(scroller);
    this.#status = status;
    this.#text = textWidths(scroller);
    const resized = new ResizeObserver(() =>
      scroller.clientWidth === this.#width ? this.surface.scrolled() : this.#draw(),
    );
    resized.observe(scroller);
    const redraw = (): void => this.#draw();
    this.#touch.addEventListener("change", redraw);
    let isGone = false;
    void document.fonts.ready.then(() => {
      if (isGone) return;
      this.#text = textWidths(scroller);
      this.#draw();
    });
    this.#leave = [
      printWith(scroller, () => this.#props),
      () => resized.disconnect(),
      () => this.#touch.removeEventListener("change", redraw),
      () => (isGone = true),
    ];
  }

  get props(): GridProps | undefined {
    return this.#props;
  }

  get layout(): Layout | undefined {
    return this.#layout;
  }

  /** The tab stop. */
  get place(): Place | undefined {
    return this.#key?.at;
  }

  get range(): GridRange | undefined {
    return this.#range;
  }

  get hasFocus(): boolean {
    return this.surface.scroller.contains(document.activeElement);
  }

  /** Shows what it is given; the reader's place stays with its row and column. */
  update(props: GridProps): void {
    const before = this.#props;
    this.#props = props;
    const isSame =
      before !== undefined &&
      before.model === props.model &&
      before.corner === props.corner &&
      before.cellClass === props.cellClass;
    if (!isSame) this.#draw();
  }

  #draw(): void {
    const props = this.#props;
    const { scroller } = this.surface;
    if (props === undefined || scroller.clientWidth === 0) return;
    const hadFocus = this.hasFocus;
    this.#isUpdating = true;
    const before = this.#layout;
    this.#width = scroller.clientWidth;
    const room = { width: this.#width, isTouch: this.#touch.matches, text: this.#text };
    const layout = layOut(props.model, room, innerHeight * 0.7);
    this.#layout = layout;
    const first = keyOf(layout, firstPlace(layout));
    const current = `${first.line}|${first.column}`;
    const hasMoved = current !== this.#current;
    this.#current = current;
    const place = this.#key && (hadFocus || !hasMoved) ? placeOfKey(layout, this.#key) : first.at;
    this.#key = keyOf(layout, place);
    this.#keepRange(props);
    const sameItems = before !== undefined && hasSameItems(before, layout);
    const { corner, cellClass } = props;
    this.surface.show(layout, { corner, cellClass, range: this.#range, stop: place, sameItems });
    const stop = this.surface.stop(place);
    if (hadFocus && stop !== document.activeElement) stop?.focus({ preventScroll: true });
    if (hasMoved && !hadFocus) this.surface.reveal(first.at);
    this.#isUpdating = false;
  }

  #keepRange(props: GridProps): void {
    const { model } = props;
    const range = this.#corners && rangeBetween(model, this.#corners.from, this.#corners.to);
    if (isSameRange(range, this.#range)) return;
    this.#range = range;
    if (range === undefined) this.#corners = undefined;
    // Not while the owner of the model is still rendering.
    queueMicrotask(() => this.#props?.onRange?.(this.#range));
  }

  /** Moves the focus to a place and brings it into sight. */
  goTo(place: Place): void {
    this.surface.setStop(place);
    this.surface.reveal(place);
    const stop = this.surface.stop(place);
    stop?.focus({ preventScroll: true });
    stop?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** The focus came to a place. */
  focused(place: Place): void {
    if (this.#isUpdating || this.#layout === undefined) return;
    if (this.#key === undefined || !isSamePlace(place, this.#key.at)) {
      this.#key = keyOf(this.#layout, place);
      this.surface.setStop(place);
    }
    this.rest(place);
  }

  /** Pointer or focus rests on a place, or nowhere. */
  rest(place: Place | undefined): void {
    const { layout, props } = this;
    if (this.#isUpdating || layout === undefined || props === undefined) return;
    if (place === this.#rested || (place && this.#rested && isSamePlace(place, this.#rested))) return;
    this.#rested = place;
    restOn(layout, props, place);
  }

  /** Click, Enter or Space. */
  act(place: Place, keys: { readonly shift: boolean; readonly ctrl: boolean }): void {
    const { layout, props } = this;
    if (layout === undefined || props === undefined) return;
    if (!keys.ctrl && place.line > COLUMN_HEADS && place.column > 0) this.choose(undefined);
    act(layout, props, place, keys);
  }

  /** Chooses the cells between two corners, or none. */
  choose(corners: { readonly from: Corner; readonly to: Corner } | undefined): void {
    const { layout, props } = this;
    if (layout === undefined || props === undefined) return;
    const range = corners && rangeBetween(layout.model, corners.from, corners.to);
    this.#corners = corners;
    if (isSameRange(range, this.#range)) return;
    this.#range = range;
    this.surface.showRange(range);
    this.#status.textContent = range
      ? `${range.bottom - range.top + 1} × ${range.right - range.left + 1} cells chosen`
      : "";
    props.onRange?.(range);
  }

  /** Chooses from where a range began, or else from `from`, to a place. */
  chooseTo(to: Place, from: Corner | undefined): void {
    const corner = this.#layout && cornerOf(this.#layout, to);
    const start = from ?? this.#corners?.from;
    if (corner && start) this.choose({ from: start, to: corner });
  }

  get rangeStart(): Corner | undefined {
    return this.#range && this.#corners?.from;
  }

  destroy(): void {
    for (const leave of this.#leave) leave();
    this.surface.destroy();
  }
}
