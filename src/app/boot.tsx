import { loadCatalog } from "#state/load-catalog.ts";
import { useApp } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import styles from "./boot.module.css";

/** What stands in for the page until there is a catalogue: that it is coming, or why it does not and how to try again. */
export function Boot() {
  const catalog = useApp((app) => app.catalog);
  return (
    <main id="main" tabIndex={-1} className={styles.boot}>
      <h1 className={styles.title}>What will your KVM guest see?</h1>
      {catalog.status === "failed" ? (
        <Notice tone="error">
          <p>The catalogue did not load: {catalog.message}.</p>
          <p className={styles.retry}>
            <Button look="primary" onClick={() => void loadCatalog()}>
              Try again
            </Button>
          </p>
        </Notice>
      ) : (
        <output className={styles.loading}>Loading the catalogue …</output>
      )}
    </main>
  );
}
