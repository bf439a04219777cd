import { useDeferredValue, type KeyboardEvent } from "react";
import { findInCatalogue } from "#state/catalogue-actions.ts";
import { useApp } from "#state/use-app.ts";
import { Icon } from "#ui/icon.tsx";
import { firstRow } from "./row-keys.ts";
import styles from "./find-box.module.css";

/** What the lists are searched for, a moment behind the typing. */
export const useFind = (): string => useDeferredValue(useApp((app) => app.view.find));

interface FindBoxProps {
  readonly label: string;
  readonly placeholder: string;
  /** How many were found, in words. */
  readonly found: string;
}

/** The search box of a list; the arrow key down leads into the rows, Enter opens the first. */
export function FindBox({ label, placeholder, found }: FindBoxProps) {
  const find = useApp((app) => app.view.find);
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    const row = firstRow(event.currentTarget);
    if (event.key === "Enter") row?.click();
    else row?.focus();
  };
  return (
    <div className={styles.line}>
      <label className={styles.box}>
        <Icon name="search" size={14} />
        <input
          className={styles.input}
          type="search"
          aria-label={label}
          placeholder={placeholder}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          value={find}
          onChange={(event) => findInCatalogue(event.target.value)}
          onKeyDown={press}
        />
      </label>
      <output className={styles.found}>{found}</output>
    </div>
  );
}
