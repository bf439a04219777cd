import type { Tri } from "#engine/resolved.ts";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import styles from "./gates.module.css";

/** One gate: a title, open or shut or unknown, why, and the release that opened it. */
export interface GateRow {
  readonly title: string;
  readonly open: Tri;
  readonly text: string;
  readonly since?: string;
}

const SAID: Record<Tri, string> = { yes: "open", no: "shut", unknown: "unknown" };

/** The gates that a bit passes on its way from KVM to the guest, in order. */
export function Gates({ rows }: { readonly rows: readonly GateRow[] }) {
  return (
    <ol className={styles.gates}>
      {rows.map((row, index) => (
        <li key={`${row.title} ${index}`} className={styles.gate} data-open={row.open}>
          <i className={styles.knot} aria-hidden="true" />
          <div>
            {row.title}
            <VisuallyHidden>: {SAID[row.open]}.</VisuallyHidden>
            <small className={styles.why}>{row.text}</small>
          </div>
          <span className={styles.since}>{row.since || (row.open === "no" ? "–" : "")}</span>
        </li>
      ))}
    </ol>
  );
}
