import { classList } from "#ui/class-list.ts";
import { Icon } from "#ui/icon.tsx";
import type { GridColumn, GridColumnGroup } from "./grid-model.ts";
import styles from "./grid.module.css";

interface GridHeadProps {
  readonly corner: string;
  readonly groups: readonly GridColumnGroup[];
  readonly onOpen: (id: string) => void;
}

/** Two lines of heads: the families of hosts, and the hosts. Folded ones are buttons that open them. */
export function GridHead({ corner, groups, onOpen }: GridHeadProps) {
  const starts = groups.map((_, at) => 1 + groups.slice(0, at).reduce((sum, group) => sum + group.columns.length, 0));
  return (
    <thead>
      <tr>
        <th rowSpan={2} scope="col" className={styles.corner}>
          {corner}
        </th>
        {groups.map((group, at) => (
          <th key={group.id} scope="colgroup" colSpan={group.columns.length} className={styles.groupHead}>
            <GroupHead group={group} column={starts[at] ?? 1} onOpen={onOpen} />
          </th>
        ))}
      </tr>
      <tr>
        {groups.flatMap((group, at) =>
          group.columns.map((column, offset) => (
            <th
              key={column.id}
              scope="col"
              data-current={column.isCurrent ? "" : undefined}
              className={classList(
                styles.head,
                column.isCurrent && styles.currentHead,
                offset === 0 && styles.groupStart,
              )}
            >
              <ColumnHead column={column} at={(starts[at] ?? 1) + offset} canOpen={group.isOpen} onOpen={onOpen} />
            </th>
          )),
        )}
      </tr>
    </thead>
  );
}

interface GroupHeadProps {
  readonly group: GridColumnGroup;
  readonly column: number;
  readonly onOpen: (id: string) => void;
}

function GroupHead({ group, column, onOpen }: GroupHeadProps) {
  const canToggle = group.hidden > 0 || (group.isOpen && group.id !== "linux");
  if (!canToggle) return <span className={styles.groupTitle}>{group.title}</span>;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-row={0}
      data-column={column}
      className={styles.groupTitle}
      aria-expanded={group.isOpen}
      title={group.isOpen ? `Show only the newest of ${group.title}` : `Show ${group.hidden} more of ${group.title}`}
      onClick={() => onOpen(group.id)}
    >
      {group.title}
      <Icon name="chevron" size={9} />
    </button>
  );
}

interface ColumnHeadProps {
  readonly column: GridColumn;
  readonly at: number;
  readonly canOpen: boolean;
  readonly onOpen: (id: string) => void;
}

function ColumnHead({ column, at, canOpen, onOpen }: ColumnHeadProps) {
  const text = (
    <>
      {column.label}
      {column.until !== "" && (
        <small className={styles.until}>{column.until.startsWith("+") ? column.until : `…${column.until}`}</small>
      )}
    </>
  );
  if (column.members.length < 2 || !canOpen) return text;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-row={1}
      data-column={at}
      className={styles.headButton}
      aria-expanded={false}
      title={`${column.members.length} hosts with the same column: show each`}
      onClick={() => onOpen(column.id)}
    >
      {text}
    </button>
  );
}
