import { lazy, Suspense, useId, useRef, useState, type ToggleEvent } from "react";
import type { TableText } from "#formats/table/table-text.ts";
import { Button } from "#ui/button.tsx";
import { Icon } from "#ui/icon.tsx";
import styles from "./take-away.module.css";

const TakeAwayList = lazy(async () => ({ default: (await import("./take-away-list.tsx")).TakeAwayList }));

interface TakeAwayProps {
  /** The table as it is in sight; called at the press. */
  readonly table: () => TableText;
  /** Name of the file without its ending. */
  readonly fileName?: string;
}

/** CSS pixels. */
const GAP = 4;
const WIDTH = 308;

/** A menu that copies or saves the visible table. What prints it is loaded when the menu first opens. */
export function TakeAway({ table, fileName = "flipbit-matrix" }: TakeAwayProps) {
  const id = useId();
  const anchor = useRef<HTMLDivElement>(null);
  const [wasOpen, setWasOpen] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const opening = (event: ToggleEvent<HTMLDivElement>) => {
    const button = anchor.current?.getBoundingClientRect();
    if (event.newState !== "open" || !button) return;
    setWasOpen(true);
    const { clientWidth, clientHeight } = document.documentElement;
    const { style } = event.currentTarget;
    const right = Math.max(GAP, Math.min(clientWidth - button.right, clientWidth - WIDTH - GAP));
    const isBelow = button.bottom <= clientHeight / 2;
    style.width = `${WIDTH}px`;
    style.right = `${right}px`;
    style.top = isBelow ? `${button.bottom + GAP}px` : "auto";
    style.bottom = isBelow ? "auto" : `${clientHeight - button.top + GAP}px`;
  };
  return (
    <div ref={anchor} className={styles.anchor}>
      <Button popoverTarget={id} aria-expanded={isOpen}>
        <Icon name="download" size={14} />
        Take away
      </Button>
      <div
        id={id}
        popover="auto"
        role="group"
        aria-label="Take the table away"
        className={styles.menu}
        onBeforeToggle={opening}
        onToggle={(event) => setIsOpen(event.newState === "open")}
      >
        {wasOpen && (
          <Suspense fallback={<p className={styles.note}>One moment …</p>}>
            <TakeAwayList table={table} fileName={fileName} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
