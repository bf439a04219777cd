import { useId } from "react";
import styles from "./segmented.module.css";

export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
}

interface SegmentedProps<T extends string> {
  readonly label: string;
  /** The label stays for screen readers only. */
  readonly bare?: boolean;
  readonly value: T;
  readonly segments: readonly Segment<T>[];
  readonly hint?: string | undefined;
  readonly onChange: (value: T) => void;
}

/** A choice of few, all in sight: native radio buttons drawn as one bar. */
export function Segmented<T extends string>({
  label,
  bare = false,
  value,
  segments,
  hint,
  onChange,
}: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className={styles.group} aria-describedby={hint === undefined ? undefined : `${name}-hint`}>
      <legend className={bare ? styles.bare : styles.legend}>{label}</legend>
      <div className={styles.bar}>
        {segments.map((segment) => (
          <label key={segment.value} className={styles.segment}>
            <input
              type="radio"
              className={styles.radio}
              name={name}
              value={segment.value}
              checked={segment.value === value}
              onChange={() => onChange(segment.value)}
            />
            <span className={styles.text}>{segment.label}</span>
          </label>
        ))}
      </div>
      {hint !== undefined && (
        <div id={`${name}-hint`} className={styles.hint}>
          {hint}
        </div>
      )}
    </fieldset>
  );
}
