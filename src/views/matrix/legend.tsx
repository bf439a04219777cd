import { SHORT } from "#parts/verdict-look.ts";
import { VerdictTile } from "#parts/verdict-mark.tsx";
import { showTable } from "#state/table-actions.ts";
import { CELL_STATES, toggled, type CellState, type TableView } from "#state/table-view.ts";
import styles from "./legend.module.css";

/** What the tiles mean. Pressing one keeps the rows that have it, and fades the other cells. */
export function Legend({ table }: { readonly table: TableView }) {
  const hasArgs = table.rows === "libvirt" || table.columns === "libvirt";
  const states = CELL_STATES.filter((state) => state !== "args" || hasArgs);
  return (
    <ul className={styles.legend} aria-label="Legend: show only rows with">
      {states.map((state) => (
        <li key={state}>
          <Entry state={state} table={table} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ state, table }: { readonly state: CellState; readonly table: TableView }) {
  return (
    <button
      type="button"
      className={styles.entry}
      aria-pressed={table.states.includes(state)}
      onClick={() => showTable({ states: toggled(table.states, state) })}
    >
      <span className={styles.tile}>
        <VerdictTile state={state} />
      </span>
      {SHORT[state]}
    </button>
  );
}
