import { classList } from "#ui/class-list.ts";
import type { Shown } from "./verdict-look.ts";
import styles from "./verdict-mark.module.css";

/** The glyph of a state, drawn in the text's colour: dot, ring, dash, question mark, cross. Its word stands beside it. */
export function VerdictMark({ state }: { readonly state: Shown }) {
  return <i className={styles.mark} data-mark={state} aria-hidden="true" />;
}

/** A state as a coloured tile, as in a matrix cell and its legend. */
export function VerdictTile({ state, current = false }: { readonly state: Shown; readonly current?: boolean }) {
  return (
    <span className={classList(styles.tile, current && styles.current)} data-tile={state}>
      <VerdictMark state={state} />
    </span>
  );
}
