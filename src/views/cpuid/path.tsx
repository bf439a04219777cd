import { select } from "#state/actions.ts";
import { selectPath, type PathGate } from "#state/bit-path.ts";
import { selectJourney } from "#state/journey.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { VerdictPill } from "#parts/verdict-pill.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import styles from "./path.module.css";

/** The way of the focused feature's bit from KVM to the guest: gates side by side, each to be worked where a choice moves it. */
export function Path() {
  const catalog = useCatalog();
  const selection = useSelection();
  const focus = useApp((app) => app.view.focus);
  if (focus.kind !== "feature" || !catalog.featureById.has(focus.id)) return null;
  const gates = selectPath(catalog, selection, focus.id);
  const { state } = selectJourney(catalog, selection, focus.id);
  // Behind the first shut gate no bit arrives.
  const stop = gates.findIndex((gate) => gate.open === "no" && gate.id !== "default" && gate.id !== "guest");
  return (
    <Card title="Follow one bit" hint={<code>{focus.id}</code>} actions={<VerdictPill state={state} />}>
      <ol className={styles.path}>
        {gates.map((gate, index) => (
          <Gate key={`${gate.id} ${index}`} gate={gate} isPassed={stop < 0 || index < stop} />
        ))}
      </ol>
    </Card>
  );
}

const SAID = { yes: "open", no: "shut", unknown: "not known" } as const;

function Gate({ gate, isPassed }: { readonly gate: PathGate; readonly isPassed: boolean }) {
  const { title, open, text, since, move } = gate;
  return (
    <li className={styles.gate} data-open={open} data-passed={isPassed}>
      <span className={styles.way} aria-hidden="true">
        <i className={styles.door} />
      </span>
      <b className={styles.title}>
        {title}
        <VisuallyHidden>: {SAID[open]}.</VisuallyHidden>
      </b>
      <small className={styles.text}>{text}</small>
      {since !== "" && <code className={styles.since}>{since}</code>}
      {move && (
        <Button size="small" className={styles.move} onClick={() => select(move.to)}>
          {move.label}
        </Button>
      )}
    </li>
  );
}
