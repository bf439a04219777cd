import { SHORT, type Shown } from "#parts/verdict-look.ts";
import { VerdictTile } from "#parts/verdict-mark.tsx";
import styles from "./legend.module.css";

const STATES: readonly Shown[] = ["on", "opt-in", "unavailable", "unknown", "no-start"];

/** What the tiles mean. */
export function Legend() {
  return (
    <ul className={styles.legend} aria-label="Legend">
      {STATES.map((state) => (
        <li key={state} className={styles.entry}>
          <span className={styles.tile}>
            <VerdictTile state={state} />
          </span>
          {SHORT[state]}
        </li>
      ))}
    </ul>
  );
}
