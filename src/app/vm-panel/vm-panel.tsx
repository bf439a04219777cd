import { Section } from "#ui/section.tsx";
import { ProblemList } from "#parts/problem-list.tsx";
import { selectResolved } from "#state/selectors.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Flags } from "./flags.tsx";
import { HostFields } from "./host-fields.tsx";
import { MachineFields } from "./machine-fields.tsx";
import styles from "./vm-panel.module.css";

/** The whole selection, and what is wrong with it. */
export function VmPanel() {
  const resolved = selectResolved(useCatalog(), useSelection());
  return (
    <div>
      {resolved.problems.length > 0 && (
        <Section title="Problems">
          <ProblemList problems={resolved.problems} />
        </Section>
      )}
      <Section title="Virtual machine">
        <div className={styles.fields}>
          <MachineFields />
        </div>
      </Section>
      <Section title="Host">
        <div className={styles.fields}>
          <HostFields />
        </div>
      </Section>
      <Section title="Flags">
        <Flags />
      </Section>
    </div>
  );
}
