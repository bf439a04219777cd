import { VisuallyHidden } from "./visually-hidden.tsx";
import styles from "./meter.module.css";

interface MeterProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
}

/** How much of a whole is there; the rest is drawn as what is missed. */
export function Meter({ label, value, max }: MeterProps) {
  const share = max === 0 ? 0 : (100 * value) / max;
  return (
    <div className={styles.meter}>
      <VisuallyHidden>
        <meter aria-label={label} min={0} max={Math.max(max, 1)} value={value} />
      </VisuallyHidden>
      <i className={styles.value} style={{ inlineSize: `${share}%` }} />
      {max > value && <i className={styles.rest} />}
    </div>
  );
}
