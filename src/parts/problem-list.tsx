import type { Problem } from "#engine/resolved.ts";
import { Icon } from "#ui/icon.tsx";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import styles from "./problem-list.module.css";

/** What is wrong with a VM; QEMU's own lines are set as QEMU prints them. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <ul className={styles.list}>
      {problems.map((problem) => (
        <li key={`${problem.rule} ${problem.text}`} className={styles.problem} data-severity={problem.severity}>
          <Icon name={problem.severity === "info" ? "info" : "warning"} size={14} />
          <div>
            <VisuallyHidden>{problem.severity}: </VisuallyHidden>
            {problem.printed ? <samp className={styles.printed}>{problem.text}</samp> : problem.text}
          </div>
        </li>
      ))}
    </ul>
  );
}
