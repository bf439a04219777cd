import type { Fact } from "#ui/facts.tsx";
import styles from "./pages.module.css";

/** Terms and values side by side, for the width of a page: the eye need not cross it. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ term, value }) => (
        <div key={term} className={styles.fact}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
