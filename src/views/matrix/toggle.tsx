import styles from "./toggle.module.css";

interface ToggleProps {
  readonly label: string;
  readonly title: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** A check box with its label, in small. */
export function Toggle({ label, title, isOn, onChange }: ToggleProps) {
  return (
    <label className={styles.toggle} title={title}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}
