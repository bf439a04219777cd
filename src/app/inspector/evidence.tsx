import { use } from "react";
import { EvidenceList } from "#parts/evidence-list.tsx";
import { catalogAddress } from "#state/load-catalog.ts";
import { loadEvidence } from "#state/load-evidence.ts";
import styles from "./inspector.module.css";

/** Measurements are published beside the facts. */
const observedAddress = (source: string): string | undefined =>
  /^observed\/[\w.-]+$/.test(source) ? catalogAddress(source) : undefined;

/** The evidence of a catalogue file by the fact that it backs, fetched when it is first shown. */
export function Evidence({ file }: { readonly file: string }) {
  const evidence = use(loadEvidence(file));
  return (
    <>
      {Object.entries(evidence).map(([path, items]) => (
        <details key={path} className={styles.evidence} open={path === "reports" || path === "capabilities"}>
          <summary>
            <code>{path}</code> <span className={styles.quiet}>{items.length}</span>
          </summary>
          <EvidenceList evidence={items} addressOf={observedAddress} />
        </details>
      ))}
      <p className={styles.raw}>
        <a href={catalogAddress(file)}>The raw facts: {file}</a>
      </p>
    </>
  );
}
