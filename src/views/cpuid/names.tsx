import { memo } from "react";
import type { RegisterBit } from "#state/register-view.ts";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import styles from "./cpuid-view.module.css";

interface NamesProps {
  readonly bits: readonly RegisterBit[];
  readonly onTake: (bit: number) => void;
}

const SAID: Record<RegisterBit["look"], string> = {
  set: "set",
  clear: "clear",
  possible: "clear, one flag away",
  unknown: "not predicted",
};

/** The bits that have a name, lowest first, each with its state and who decided; pressing one explains it. */
export const Names = memo(function Names({ bits, onTake }: NamesProps) {
  const named = bits.filter((bit) => bit.info.canFlip || bit.info.feature !== undefined).toReversed();
  if (named.length === 0) return null;
  return (
    <ul className={styles.names}>
      {named.map((bit) => (
        <li key={bit.bit}>
          <Name bit={bit} onTake={onTake} />
        </li>
      ))}
    </ul>
  );
});

interface NameProps {
  readonly bit: RegisterBit;
  readonly onTake: NamesProps["onTake"];
}

const Name = memo(function Name({ bit: { bit, info, look, owner, ownerShort }, onTake }: NameProps) {
  return (
    <button
      type="button"
      className={styles.bitName}
      title={[info.meaning, owner, info.why].filter(Boolean).join(" · ")}
      onClick={() => onTake(bit)}
    >
      <span className={styles.number}>{bit}</span>
      <span className={styles.called}>
        <code>{info.name}</code>
        {look !== "unknown" && <small className={styles.owner}>{ownerShort}</small>}
      </span>
      <i className={styles.dot} data-look={look} aria-hidden="true" />
      <VisuallyHidden>{SAID[look]}</VisuallyHidden>
    </button>
  );
});
