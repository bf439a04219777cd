import { selectTally, type GuestTally } from "#state/tally.ts";
import { selectResolved } from "#state/selectors.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { Meter } from "#ui/meter.tsx";
import { Section } from "#ui/section.tsx";
import styles from "./guest-sees.module.css";

/** The sentence of the page: how much of what this guest could see it does see. */
export function GuestSees() {
  const catalog = useCatalog();
  const selection = useSelection();
  const guest = useApp((app) => app.view.guest);
  const starts = selectResolved(catalog, selection).starts;
  const tally = selectTally(catalog, selection, guest);
  const kind = guest === "windows" ? "Hyper-V enlightenments" : "PV features";
  if (starts === "no") {
    return (
      <Section title="This guest sees">
        <p className={styles.big}>nothing</p>
        <p className={styles.hint}>QEMU does not start it. The reason stands under Problems.</p>
      </Section>
    );
  }
  return (
    <Section title="This guest sees">
      <p className={styles.big}>
        {tally.seen}{" "}
        <small className={styles.small}>
          of {tally.possible} {kind} it could have here
        </small>
      </p>
      <Meter label={`${kind} seen`} value={tally.seen} max={tally.possible} />
      <p className={styles.hint}>{sentence(tally)}</p>
    </Section>
  );
}

function sentence({ missed, possible, unknown }: GuestTally): string {
  const open = unknown === 0 ? "" : ` ${unknown} more cannot be told for this host.`;
  if (possible === 0) return `Nothing is to be had at this point.${open}`;
  if (missed.length === 0) return `It has all that this host and QEMU can give.${open}`;
  return `${missed.length === 1 ? "1 is" : `${missed.length} are`} one flag away. It could run faster.${open}`;
}
