import { useRef, type PointerEvent } from "react";

interface DraggedCell {
  readonly look: string;
  readonly canFlip: boolean;
}

interface Drag<T> {
  readonly cells: Map<T, HTMLElement>;
  /** Whether the first bit was set: the drag flips those of the same state. */
  readonly isSet: boolean;
}

interface BitDrag<T> {
  readonly start: (event: PointerEvent<HTMLElement>, cell: T) => void;
  readonly enter: (event: PointerEvent<HTMLElement>, cell: T) => void;
  /** False for the click that ends a drag. */
  readonly isClick: () => boolean;
}

/** A drag of mouse or pen over several bits: marks those that it will flip, and hands them over when it ends. A finger scrolls instead. */
export function useBitDrag<T extends DraggedCell>(onDrag: ((cells: readonly T[]) => void) | undefined): BitDrag<T> {
  const drag = useRef<Drag<T>>(undefined);
  const wasDrag = useRef(false);
  const finish = () => {
    const ended = drag.current;
    drag.current = undefined;
    if (ended === undefined) return;
    for (const button of ended.cells.values()) delete button.dataset["dragged"];
    wasDrag.current = ended.cells.size > 1;
    if (wasDrag.current) onDrag?.([...ended.cells.keys()]);
  };
  const add = (button: HTMLElement, cell: T) => {
    drag.current?.cells.set(cell, button);
    button.dataset["dragged"] = "";
  };
  return {
    start: (event, cell) => {
      wasDrag.current = false;
      if (onDrag === undefined || !cell.canFlip || event.button !== 0 || event.pointerType === "touch") return;
      drag.current = { cells: new Map(), isSet: cell.look === "set" };
      drag.current.cells.set(cell, event.currentTarget);
      window.addEventListener("pointerup", finish, { once: true });
      window.addEventListener("pointercancel", finish, { once: true });
    },
    enter: (event, cell) => {
      const under = drag.current;
      if (under === undefined || !cell.canFlip || (cell.look === "set") !== under.isSet) return;
      const [first] = under.cells;
      if (first) add(first[1], first[0]);
      add(event.currentTarget, cell);
    },
    isClick: () => {
      const isClick = !wasDrag.current;
      wasDrag.current = false;
      return isClick;
    },
  };
}
