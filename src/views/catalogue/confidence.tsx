import { catalogAddress } from "#state/load-catalog.ts";
import styles from "./confidence.module.css";

interface ConfidenceProps {
  readonly word: string;
  /** The file that names the evidence. */
  readonly file: string;
  /** What the fact is about, for the link's spoken name. */
  readonly layer: string;
}

/** How sure a fact is, in its word, and the way to the file that says why. */
export function Confidence({ word, file, layer }: ConfidenceProps) {
  return (
    <a
      className={styles.word}
      data-confidence={word}
      href={catalogAddress(file)}
      aria-label={`${layer}: ${word}, the raw facts`}
    >
      {word}
    </a>
  );
}
