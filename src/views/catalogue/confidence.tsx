import { catalogAddress } from "#state/load-catalog.ts";
import styles from "./confidence.module.css";

interface ConfidenceProps {
  readonly word: string | undefined;
  /** The file that names the evidence. */
  readonly file: string;
  readonly source: string | undefined;
  /** What the fact is about, for the link's spoken name. */
  readonly layer: string;
}

/** How sure a fact is, in its word, and the way to the file that says why; nothing where there is no evidence. */
export function Confidence({ word, file, source, layer }: ConfidenceProps) {
  if (word === undefined) return null;
  return (
    <a
      className={styles.word}
      data-confidence={word}
      href={catalogAddress(file)}
      title={source}
      aria-label={`${layer}: ${word}, the raw facts`}
    >
      {word}
    </a>
  );
}
