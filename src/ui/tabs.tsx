import { useRef, type KeyboardEvent } from "react";
import { classList } from "./class-list.ts";
import styles from "./tabs.module.css";

export interface Tab {
  readonly id: string;
  readonly label: string;
  /** A word behind the label, e.g. a signature. */
  readonly note?: string | undefined;
  /** Drawn paler: there, but with nothing in it. */
  readonly empty?: boolean;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  /** Id of the panel that the tabs control. */
  readonly panel: string;
  readonly look?: "quiet" | "boxed";
  readonly onSelect: (id: string) => void;
}

/** The place that a key moves to from `index` among `count`, or undefined for other keys. */
function target(key: string, index: number, count: number): number | undefined {
  if (key === "ArrowRight") return (index + 1) % count;
  if (key === "ArrowLeft") return (index + count - 1) % count;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return undefined;
}

/** A tab list: one stop in the tab order, arrow keys move and select. */
export function Tabs({ label, tabs, selected, panel, look = "quiet", onSelect }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const index = tabs.findIndex((tab) => tab.id === selected);
    const next = target(event.key, index, tabs.length);
    const tab = next === undefined ? undefined : tabs[next];
    if (tab === undefined || next === undefined) return;
    event.preventDefault();
    onSelect(tab.id);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label={label} className={classList(styles.list, styles[look])}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === selected}
          aria-controls={panel}
          tabIndex={tab.id === selected ? 0 : -1}
          className={classList(styles.tab, tab.empty && styles.empty)}
          onClick={() => onSelect(tab.id)}
          onKeyDown={move}
        >
          {tab.label}
          {tab.note !== undefined && <span className={styles.note}>{tab.note}</span>}
        </button>
      ))}
    </div>
  );
}
