import { useId, type ReactNode } from "react";
import styles from "./field.module.css";

interface FieldProps {
  readonly label: string;
  /** Said under the control, and read with it. */
  readonly hint?: ReactNode;
  /** What is wrong with the value; replaces the hint and is announced. */
  readonly error?: string | undefined;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** The ids that tie a control to its label and hint. */
export interface FieldIds {
  readonly id: string;
  readonly describedBy: string | undefined;
}

/** A labelled control with an optional hint or error below. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const said = error ?? hint;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({ id, describedBy: said === undefined ? undefined : hintId })}
      {said !== undefined && (
        <div
          id={hintId}
          className={error === undefined ? styles.hint : styles.error}
          role={error === undefined ? undefined : "alert"}
        >
          {said}
        </div>
      )}
    </div>
  );
}
