import type { Evidence } from "#catalog/schema/common.ts";
import styles from "./evidence-list.module.css";

interface EvidenceListProps {
  readonly evidence: readonly Evidence[];
  /** Where a source can be read, for those that are served with the page. */
  readonly addressOf: (source: string) => string | undefined;
}

/** Sources, each with how sure it makes the fact. */
export function EvidenceList({ evidence, addressOf }: EvidenceListProps) {
  return (
    <ul className={styles.list}>
      {evidence.map((item) => (
        <li key={`${item.source} ${item.note ?? ""}`}>
          <b className={styles.confidence} data-confidence={item.confidence}>
            {item.confidence}
          </b>{" "}
          <Source source={item.source} address={addressOf(item.source)} />
          {item.note !== undefined && <span className={styles.note}> {item.note}</span>}
        </li>
      ))}
    </ul>
  );
}

function Source({ source, address }: { readonly source: string; readonly address: string | undefined }) {
  return address === undefined ? <span>{source}</span> : <a href={address}>{source}</a>;
}
