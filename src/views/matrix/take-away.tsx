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

const GAP = 4;

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
    const { style } = event.currentTarget;
    style.top = `${button.bottom + GAP}px`;
    style.right = `${Math.max(GAP, document.documentElement.clientWidth - button.right)}px`;
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
