import { Suspense, use } from "react";
import type { CatalogChanges } from "#catalog/schema/changes.ts";
import { catalogAddress } from "#state/load-catalog.ts";
import { Card } from "#ui/card.tsx";
import { Change } from "./change.tsx";
import { CHANGES_FILE, changeText, loadChanges } from "./changes.ts";
import { hasWords } from "./feature-rows.ts";
import { FindBox, useFind } from "./find-box.tsx";
import styles from "./talk-list.module.css";

const TITLE = "What changed in the catalogue";
const HINT = "Facts added, corrected, or better proven, version by version";

/** The catalogue's own changelog, newest first. */
export function ChangeList() {
  const waiting = (
    <Card title={TITLE} hint={HINT}>
      <p className={styles.quiet}>Loading the changes …</p>
    </Card>
  );
  return (
    <Suspense fallback={waiting}>
      <Loaded />
    </Suspense>
  );
}

function Loaded() {
  const changes = use(loadChanges());
  if (changes !== undefined) return <Versions changes={changes} />;
  return (
    <Card title={TITLE} hint={HINT}>
      <p className={styles.quiet}>This catalogue has no record of its changes.</p>
    </Card>
  );
}

function Versions({ changes }: { readonly changes: CatalogChanges }) {
  const find = useFind();
  const versions = changes.versions.map(({ version, changes }) => ({
    version,
    found: changes.filter((change) => hasWords(changeText(change), find)),
    count: changes.length,
  }));
  const found = versions.reduce((sum, row) => sum + row.found.length, 0);
  const count = versions.reduce((sum, row) => sum + row.count, 0);
  return (
    <Card title={TITLE} hint={HINT} actions={<a href={catalogAddress(CHANGES_FILE)}>The raw file</a>}>
      <FindBox
        label="Search the changes"
        placeholder="hv-synic, corrected, messages …"
        found={found === count ? `${count} changes` : `${found} of ${count} changes`}
      />
      {versions
        .filter((row) => row.found.length > 0)
        .map((row) => (
          <section key={row.version} aria-label={`Version ${row.version}`}>
            <h3 className={styles.topic}>Version {row.version}</h3>
            {row.found.map((change) => (
              <Change key={change.id} change={change} />
            ))}
          </section>
        ))}
    </Card>
  );
}
