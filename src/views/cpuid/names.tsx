import type { RegisterBit } from "#state/register-view.ts";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import styles from "./cpuid-view.module.css";

interface NamesProps {
  readonly bits: readonly RegisterBit[];
  /** Absent where nothing can be explained: bits of a subleaf. */
  readonly onTake: ((bit: number) => void) | undefined;
}

const SAID: Record<RegisterBit["look"], string> = {
  set: "set",
  clear: "clear",
  possible: "clear, one flag away",
  unknown: "not predicted",
};

/** The bits that have a name, lowest first, each with its state; pressing one explains it. */
export function Names({ bits, onTake }: NamesProps) {
  const named = bits.filter((bit) => bit.info.canFlip || bit.info.feature !== undefined).toReversed();
  if (named.length === 0) return null;
  return (
    <ul className={styles.names}>
      {named.map(({ bit, info, look }) => (
        <li key={bit}>
          <button
            type="button"
            className={styles.bitName}
            title={info.meaning}
            disabled={onTake === undefined}
            onClick={() => onTake?.(bit)}
          >
            <span className={styles.number}>{bit}</span>
            <code>{info.name}</code>
            <i className={styles.dot} data-look={look} aria-hidden="true" />
            <VisuallyHidden>{SAID[look]}</VisuallyHidden>
          </button>
        </li>
      ))}
    </ul>
  );
}
