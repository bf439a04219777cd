import type { MapSubject } from "./map-model.ts";
import styles from "./cube-map.module.css";

const VERDICTS = [
  ["default", "on"],
  ["opt-in", "one flag"],
  ["unavailable", "not here"],
] as const;

const REST = [
  ["unknown", "unknown"],
  ["no-start", "no start"],
] as const;

/** What the colours of the pictures mean. */
export function MapLegend({ subject, heat }: { readonly subject: MapSubject; readonly heat: number }) {
  const states = subject.kind === "feature" ? [...VERDICTS, ...REST] : [["none", "none by default"] as const, ...REST];
  return (
    <ul className={styles.legend} aria-label="Legend of the map">
      {subject.kind === "counts" && heat > 0 && (
        <li className={styles.entry}>
          some <i className={styles.scale} aria-hidden="true" /> {Math.round(heat * 100)} % of the possible seen by
          default
        </li>
      )}
      {states.map(([look, word]) => (
        <li key={look} className={styles.entry}>
          <i className={styles.swatch} data-look={look} aria-hidden="true" /> {word}
        </li>
      ))}
      <li className={styles.entry}>
        <i className={styles.swatch} data-look="here" aria-hidden="true" /> the VM
      </li>
    </ul>
  );
}
