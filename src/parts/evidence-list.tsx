import type { Evidence } from "#catalog/schema/common.ts";
import styles from "./evidence-list.module.css";

/** Sources, each with how sure it makes the fact. */
export function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }) {
  return (
    <ul className={styles.list}>
      {evidence.map((item) => (
        <li key={`${item.source} ${item.note ?? ""}`}>
          <b className={styles.confidence} data-confidence={item.confidence}>
            {item.confidence}
          </b>{" "}
          <span>{item.source}</span>
          {item.note !== undefined && <span className={styles.note}> {item.note}</span>}
        </li>
      ))}
    </ul>
  );
}
