import type { Row } from "@tanstack/react-table";
import type { KeyboardEvent } from "react";
import type { MatrixCell } from "#engine/matrix.ts";
import { SHORT } from "#parts/verdict-look.ts";
import { VerdictTile } from "#parts/verdict-mark.tsx";
import { classList } from "#ui/class-list.ts";
import { Icon } from "#ui/icon.tsx";
import type { GridFeatures } from "./grid-features.ts";
import { shownCell, type GridColumn, type GridLine, type GridRow } from "./grid-model.ts";
import { CountTile, countText } from "./count-tile.tsx";
import styles from "./grid.module.css";

interface GridBodyRowProps {
  readonly row: Row<GridFeatures, GridRow>;
  /** Place among the grid's rows. */
  readonly at: number;
  readonly columns: readonly GridColumn[];
  readonly counts: boolean;
  readonly isExpanded: boolean;
  readonly isCurrent: boolean;
  readonly onTake: (line: GridLine, column: GridColumn | undefined) => void;
}

/** A row of the grid: the head of a group, or a line with its cells. */
export function GridBodyRow({ row, at, columns, counts, isExpanded, isCurrent, onTake }: GridBodyRowProps) {
  const line = row.original;
  if (line.kind === "group") {
    return (
      <tr className={styles.group}>
        <th scope="rowgroup" colSpan={columns.length + 1}>
          <RowButton at={at} isExpanded={isExpanded} onPress={row.getToggleExpandedHandler()}>
            {line.title}
          </RowButton>
        </th>
      </tr>
    );
  }
  const isFolded = line.subRows.length > 0;
  return (
    <tr className={classList(isCurrent && styles.currentRow)} data-depth={row.depth}>
      <th scope="row" className={styles.rowHead}>
        <RowButton
          at={at}
          isExpanded={isFolded ? isExpanded : undefined}
          onPress={isFolded ? row.getToggleExpandedHandler() : () => onTake(line, undefined)}
        >
          <span className={styles.rowLabel}>{line.label}</span>
          {line.note !== "" && <small className={styles.note}>{line.note}</small>}
        </RowButton>
      </th>
      {row.getAllCells().map((cell, index) => {
        const column = columns[index];
        const value = row.getValue<MatrixCell | undefined>(cell.column.id);
        if (column === undefined || value === undefined) return null;
        return (
          <GridCell
            key={cell.id}
            at={at}
            index={index + 1}
            line={line}
            column={column}
            value={value}
            counts={counts}
            isCurrent={isCurrent && column.isCurrent}
            onTake={onTake}
          />
        );
      })}
    </tr>
  );
}

interface RowButtonProps {
  readonly at: number;
  readonly isExpanded: boolean | undefined;
  readonly onPress: (event: unknown) => void;
  readonly children: React.ReactNode;
}

function RowButton({ at, isExpanded, onPress, children }: RowButtonProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      data-row={at}
      data-column={0}
      className={styles.rowButton}
      aria-expanded={isExpanded}
      onClick={onPress}
    >
      {isExpanded !== undefined && <Icon name="chevron" size={10} />}
      {children}
    </button>
  );
}

interface GridCellProps {
  readonly at: number;
  readonly index: number;
  readonly line: GridLine;
  readonly column: GridColumn;
  readonly value: MatrixCell;
  readonly counts: boolean;
  readonly isCurrent: boolean;
  readonly onTake: (line: GridLine, column: GridColumn) => void;
}

function GridCell({ at, index, line, column, value, counts, isCurrent, onTake }: GridCellProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onTake(line, column);
  };
  const said = counts ? countText(value) : SHORT[shownCell(value)];
  return (
    <td
      data-row={at}
      data-column={index}
      tabIndex={isCurrent ? 0 : -1}
      aria-selected={isCurrent}
      aria-label={`${line.label}, ${column.spoken}: ${said}`}
      className={classList(styles.cell, column.isCurrent && styles.currentColumn)}
      onClick={() => onTake(line, column)}
      onKeyDown={onKeyDown}
    >
      {counts ? (
        <CountTile cell={value} isCurrent={isCurrent} />
      ) : (
        <VerdictTile state={shownCell(value)} current={isCurrent} />
      )}
    </td>
  );
}
