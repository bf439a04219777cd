import type { KeyboardEvent, ReactNode } from "react";
import { classList } from "#ui/class-list.ts";
import { stepRow } from "./row-keys.ts";
import styles from "./rows-table.module.css";

export interface Column<R> {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: R) => ReactNode;
  /** `rest` takes the width that is left; `medium` and `wide` are left out where there is no room for them. */
  readonly width?: "rest" | "medium" | "wide";
}

export interface RowGroup<R> {
  readonly title: string;
  readonly rows: readonly R[];
}

interface RowsTableProps<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly groups: readonly RowGroup<R>[];
  readonly keyOf: (row: R) => string;
  readonly isCurrent?: (row: R) => boolean;
}

/** A dense table of links: Tab goes through, arrow keys walk from row to row. */
export function RowsTable<R>({ label, columns, groups, keyOf, isCurrent }: RowsTableProps<R>) {
  const move = (event: KeyboardEvent<HTMLTableElement>) => {
    if (stepRow(event.currentTarget, event.key)) event.preventDefault();
  };
  const widthOf = (column: Column<R>) => column.width && styles[column.width];
  return (
    <div className={styles.frame}>
      {/* The keys only move the focus between links that Tab reaches too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <table className={styles.table} aria-label={label} onKeyDown={move}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={widthOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.title}>
            {group.title !== "" && (
              <tr className={styles.group}>
                <th scope="rowgroup" colSpan={columns.length}>
                  {group.title} <span className={styles.count}>{group.rows.length}</span>
                </th>
              </tr>
            )}
            {group.rows.map((row) => (
              <tr key={keyOf(row)} aria-current={isCurrent?.(row) === true ? "true" : undefined}>
                {columns.map((column) => (
                  <td key={column.id} className={classList(widthOf(column))}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
