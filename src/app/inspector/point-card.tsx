import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { ProblemList } from "#parts/problem-list.tsx";
import { pointText } from "#state/point-text.ts";
import { selectResolved } from "#state/selectors.ts";
import { selectTally } from "#state/tally.ts";
import { useApp } from "#state/use-app.ts";
import { Chip } from "#ui/chip.tsx";
import { Meter } from "#ui/meter.tsx";
import { Section } from "#ui/section.tsx";
import styles from "./inspector.module.css";

/** A point of the cube as a whole: how much a guest sees there, what it misses, what goes wrong. */
export function PointCard({ catalog, selection }: { readonly catalog: Catalog; readonly selection: Selection }) {
  const guest = useApp((app) => app.view.guest);
  const resolved = selectResolved(catalog, selection);
  const tally = selectTally(catalog, selection, guest);
  return (
    <>
      <Section title="Point">
        <p className={styles.name}>{resolved.machine ?? selection.machine}</p>
        <p className={styles.purpose}>{pointText(catalog, selection)}</p>
        {resolved.starts === "no" ? (
          <p>QEMU starts no VM here.</p>
        ) : (
          <>
            <p className={styles.count}>
              {tally.seen} of {tally.possible} seen
            </p>
            <Meter label="Features seen" value={tally.seen} max={tally.possible} />
          </>
        )}
      </Section>
      {resolved.problems.length > 0 && (
        <Section title="Problems">
          <ProblemList problems={resolved.problems} />
        </Section>
      )}
      {tally.missed.length > 0 && (
        <Section title="One flag away">
          <div className={styles.chips}>
            {tally.missed.map((id) => (
              <Chip key={id} text={id} />
            ))}
          </div>
        </Section>
      )}
    </>
  );
}
