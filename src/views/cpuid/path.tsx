import type { ReactNode } from "react";
import type { BitPlace } from "#engine/bit-place.ts";
import { select } from "#state/actions.ts";
import { selectPath, type PathGate } from "#state/bit-path.ts";
import { flagAt, selectFlagPath } from "#state/flag-path.ts";
import { selectJourney } from "#state/journey.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { VerdictPill } from "#parts/verdict-pill.tsx";
import { Badge } from "#ui/badge.tsx";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { VisuallyHidden } from "#ui/visually-hidden.tsx";
import styles from "./path.module.css";

/** The way of the focused bit from the host to the guest, be it a feature's or an ordinary flag. */
export function Path() {
  const catalog = useCatalog();
  const selection = useSelection();
  const focus = useApp((app) => app.view.focus);
  if (focus.kind === "bit") return <FlagPath at={focus} />;
  if (!catalog.featureById.has(focus.id)) return null;
  const { state } = selectJourney(catalog, selection, focus.id);
  return (
    <Way name={focus.id} gates={selectPath(catalog, selection, focus.id)} actions={<VerdictPill state={state} />} />
  );
}

/** Nothing for a bit that no flag has. */
function FlagPath({ at }: { readonly at: BitPlace }) {
  const catalog = useCatalog();
  const selection = useSelection();
  const name = flagAt(catalog, at);
  const gates = selectFlagPath(catalog, selection, at);
  const end = gates.at(-1);
  if (name === undefined || end === undefined) return null;
  const { tone, text } = ENDS[end.open];
  return <Way name={name} gates={gates} actions={<Badge tone={tone}>{text}</Badge>} />;
}

const ENDS = {
  yes: { tone: "on", text: "the guest reads it" },
  no: { tone: "no", text: "not read" },
  unknown: { tone: "unk", text: "not certain" },
} as const;

/** Gates at which no bit is lost: another one behind them opens the way all the same. */
const PASSABLE = ["model", "default", "guest"];

interface WayProps {
  readonly name: string;
  readonly gates: readonly PathGate[];
  readonly actions: ReactNode;
}

/** The gates side by side, each to be worked where a choice moves it. */
function Way({ name, gates, actions }: WayProps) {
  // Behind the first shut gate no bit arrives.
  const stop = gates.findIndex((gate) => gate.open === "no" && !PASSABLE.includes(gate.id));
  return (
    <Card title="Follow one bit" hint={<code>{name}</code>} actions={actions}>
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
