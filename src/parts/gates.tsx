import type { Reason } from "#engine/resolved.ts";
import { gateTitle, reasonText } from "#engine/words.ts";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import styles from "./gates.module.css";

const SAID = { yes: "open", no: "shut", unknown: "unknown" } as const;

/** The gates that a bit passes on its way from KVM to the guest, in order, each open, shut or unknown, and why. */
export function Gates({ reasons }: { readonly reasons: readonly Reason[] }) {
  return (
    <ol className={styles.gates}>
      {reasons.map((reason, index) => (
        <li key={`${reason.rule} ${index}`} className={styles.gate} data-open={reason.open}>
          <i className={styles.knot} aria-hidden="true" />
          <div>
            {gateTitle(reason.gate)}
            <VisuallyHidden>: {SAID[reason.open]}.</VisuallyHidden>
            <small className={styles.why}>{reasonText(reason)}</small>
          </div>
          <span className={styles.since}>{reason.args["since"] ?? ""}</span>
        </li>
      ))}
    </ol>
  );
}
