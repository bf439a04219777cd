import type { ReactNode } from "react";
import styles from "./facts.module.css";

export interface Fact {
  readonly term: string;
  readonly value: ReactNode;
}

/** Terms and their values in two columns. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ term, value }) => (
        <div key={term} className={styles.row}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
