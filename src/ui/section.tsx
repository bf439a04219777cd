import { useId, type ReactNode } from "react";
import styles from "./section.module.css";

/** A headed part of a side panel, divided from the next by a hairline. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      {children}
    </section>
  );
}
