import { memo, useEffect, useRef, type KeyboardEvent } from "react";
import { useBitDrag } from "./bit-drag.ts";
import { classList } from "#ui/class-list.ts";
import styles from "./bit-strip.module.css";

/** One bit as drawn. `possible`: clear, and a flag would set it. `unknown`: not predicted. */
export interface BitCell {
  readonly bit: number;
  readonly look: "set" | "clear" | "possible" | "unknown";
  /** The bit's name, or empty for a bit that nobody named. */
  readonly name: string;
  readonly canFlip: boolean;
  /** What a press does, or why it does nothing. */
  readonly why: string;
}

interface BitStripProps {
  /** The register's name, e.g. `EAX`. */
  readonly register: string;
  /** Highest bit first, 32 of them. */
  readonly bits: readonly BitCell[];
  /** The bit that the inspector explains. */
  readonly current?: number | undefined;
  /** `wide` fills the width; `dense` is as narrow as a finger or a pointer allows. */
  readonly size?: "wide" | "dense";
  readonly onFlip: (cell: BitCell) => void;
  /** Called once with the bits that a drag passed over; without it a drag does nothing. */
  readonly onDrag?: ((cells: readonly BitCell[]) => void) | undefined;
  readonly onRest?: (cell: BitCell | undefined) => void;
}

const SAID: Record<BitCell["look"], string> = {
  set: "set",
  clear: "clear",
  possible: "clear, one flag away",
  unknown: "not predicted",
};

const spoken = (register: string, { bit, name, look }: BitCell): string =>
  `${register} bit ${bit}${name === "" ? "" : `, ${name}`}: ${SAID[look]}`;

/** How far along the strip, from bit 31 on the left to 0 on the right, a key moves. */
function step(key: string, index: number): number | undefined {
  if (key === "ArrowRight") return Math.min(31, index + 1);
  if (key === "ArrowLeft") return Math.max(0, index - 1);
  if (key === "Home") return 0;
  if (key === "End") return 31;
  return undefined;
}

/** Brings a bit into sight where the strip is wider than its frame; sideways only, so that the page stays where it is. */
function scrollTo(strip: HTMLElement | null, bit: number): void {
  const frame = strip?.parentElement;
  const button = strip?.querySelector(`[data-bit="${bit}"]`);
  if (!frame || !button) return;
  const inner = button.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  if (inner.right > outer.right || inner.left < outer.left) {
    frame.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
  }
}

/** A register as 32 buttons in nibbles: one stop in the tab order, arrow keys move, Enter and Space flip. */
export const BitStrip = memo(function BitStrip(props: BitStripProps) {
  const { register, bits, current, size = "dense", onFlip, onDrag, onRest } = props;
  const drag = useBitDrag(onDrag);
  const strip = useRef<HTMLDivElement>(null);
  const stop = current ?? bits.find((cell) => cell.canFlip)?.bit ?? 0;
  useEffect(() => {
    if (current !== undefined) scrollTo(strip.current, current);
  }, [current]);
  const move = (event: KeyboardEvent<HTMLButtonElement>) => {
    const from = Number(event.currentTarget.dataset["bit"]);
    const to = step(event.key, 31 - from);
    if (to === undefined) return;
    event.preventDefault();
    strip.current?.querySelector<HTMLElement>(`[data-bit="${31 - to}"]`)?.focus();
  };
  return (
    <div
      ref={strip}
      role="group"
      aria-label={`${register}, bits 31 to 0`}
      className={classList(styles.strip, styles[size])}
      data-strip=""
      onPointerLeave={() => onRest?.(undefined)}
    >
      {bits.map((cell) => (
        <button
          key={cell.bit}
          type="button"
          data-bit={cell.bit}
          data-look={cell.look}
          className={classList(styles.bit, cell.bit === current && styles.current)}
          aria-label={spoken(register, cell)}
          aria-pressed={cell.look === "set"}
          aria-disabled={!cell.canFlip}
          title={[cell.name, cell.why].filter(Boolean).join(" · ")}
          tabIndex={cell.bit === stop ? 0 : -1}
          onPointerDown={(event) => drag.start(event, cell)}
          onClick={() => drag.isClick() && onFlip(cell)}
          onKeyDown={move}
          onFocus={() => onRest?.(cell)}
          onPointerEnter={(event) => {
            drag.enter(event, cell);
            onRest?.(cell);
          }}
        >
          {cell.look === "unknown" ? "?" : cell.look === "set" ? 1 : 0}
          {cell.bit % 4 === 3 && <s className={styles.number}>{cell.bit}</s>}
        </button>
      ))}
    </div>
  );
});
