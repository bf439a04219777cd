import type { LeftOut as LeftOutItem } from "#formats/snippet.ts";
import { Icon } from "#ui/icon.tsx";
import styles from "./snippets-view.module.css";

/** What the format cannot say, each with the reason. */
export function LeftOut({ items }: { readonly items: readonly LeftOutItem[] }) {
  if (items.length === 0)
    return <p className={styles.complete}>Nothing is left out: this format says the whole selection.</p>;
  return (
    <section className={styles.left} aria-labelledby="left-out">
      <h3 id="left-out" className={styles.leftTitle}>
        <Icon name="warning" size={14} />
        Left out: {items.length === 1 ? "one thing" : `${items.length} things`} that this format cannot say
      </h3>
      <ul className={styles.items}>
        {items.map(({ property, reason }) => (
          <li key={`${property} ${reason}`}>
            <code>{property}</code> {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}
