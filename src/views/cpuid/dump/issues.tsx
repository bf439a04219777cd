import type { DumpIssue } from "#engine/dump/dump.ts";
import styles from "./dump.module.css";

interface IssuesProps {
  readonly issues: readonly DumpIssue[];
  /** All of them, also those that are not listed. */
  readonly count: number;
}

/** What could not be read, with its line. */
export function Issues({ issues, count }: IssuesProps) {
  if (count === 0) return null;
  return (
    <details className={styles.issues} open={count <= 5}>
      <summary>{count === 1 ? "One thing was not understood" : `${count} things were not understood`}</summary>
      <ul>
        {issues.map(({ line, message }, index) => (
          <li key={index}>
            {line > 0 && <b>Line {line}: </b>}
            {message}
          </li>
        ))}
        {count > issues.length && <li>… and {count - issues.length} more.</li>}
      </ul>
    </details>
  );
}
