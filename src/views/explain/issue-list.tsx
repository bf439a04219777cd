import { useStore } from "zustand";
import { explainStore } from "#state/explain.ts";
import styles from "./explain-view.module.css";

/** What could not be read, with its place: it hides nothing of what could. */
export function IssueList() {
  const explained = useStore(explainStore, ({ read }) => read?.explained);
  if (!explained || explained.issueCount === 0 || explained.dump) return null;
  const { issues, issueCount } = explained;
  return (
    <details className={styles.issues} open={issueCount <= 3}>
      <summary>
        {issueCount === 1 ? "One thing was not understood" : `${issueCount} things were not understood`}
      </summary>
      <ul>
        {issues.map(({ message, place }, index) => (
          <li key={index}>
            {place && issues.length > 1 && <b>{`${place.line}:${place.column} `}</b>}
            {message}
          </li>
        ))}
        {issueCount > issues.length && <li>… and {issueCount - issues.length} more.</li>}
      </ul>
    </details>
  );
}
