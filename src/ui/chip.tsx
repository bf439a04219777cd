import { classList } from "./class-list.ts";
import { Icon } from "./icon.tsx";
import styles from "./chip.module.css";

interface ChipProps {
  readonly text: string;
  readonly tone?: "plain" | "on" | "bad";
  /** Hover text: why the chip has its tone. */
  readonly title?: string | undefined;
  readonly onPress?: () => void;
  readonly onRemove?: () => void;
}

/** A short token, optionally a button itself and optionally removable. */
export function Chip({ text, tone = "plain", title, onPress, onRemove }: ChipProps) {
  return (
    <span className={classList(styles.chip, styles[tone])} title={title}>
      {onPress ? (
        <button type="button" className={styles.press} onClick={onPress}>
          {text}
        </button>
      ) : (
        <span>{text}</span>
      )}
      {onRemove && (
        <button type="button" className={styles.remove} aria-label={`Remove ${text}`} onClick={onRemove}>
          <Icon name="close" size={10} />
        </button>
      )}
    </span>
  );
}
