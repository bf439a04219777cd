import { hex, type U32 } from "#base/u32.ts";
import styles from "./word-value.module.css";

interface WordValueProps {
  readonly word: U32;
  /** Also binary and decimal. */
  readonly full?: boolean;
}

const binary = (word: U32): string =>
  word
    .toString(2)
    .padStart(32, "0")
    .replaceAll(/(.{4})(?=.)/g, "$1 ");

/** A register's value: hex, and on request binary and decimal. */
export function WordValue({ word, full = false }: WordValueProps) {
  if (!full) return <code className={styles.value}>{hex(word)}</code>;
  return (
    <span className={styles.all}>
      <code className={styles.value}>{hex(word)}</code>
      <code className={styles.binary}>{binary(word)}</code>
      <code className={styles.value}>{word}</code>
    </span>
  );
}
