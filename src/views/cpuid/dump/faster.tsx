import { useMemo } from "react";
import type { DecodedCpu } from "#engine/dump/compare.ts";
import { lackedFeatures, takeLacked, type LackedFeature } from "#engine/dump/faster.ts";
import { VerdictMark } from "#parts/verdict-mark.tsx";
import { focusOn, select } from "#state/actions.ts";
import { printFlags } from "#state/flag-text.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import styles from "./dump.module.css";

const GUESTS = { linux: "Linux", windows: "Windows" } as const;

/** What the guest lacks and could have had, and the flags to take over. */
export function Faster({ cpu }: { readonly cpu: DecodedCpu }) {
  const catalog = useCatalog();
  const selection = useSelection();
  const guest = useApp((app) => app.view.guest);
  const lacked = useMemo(
    () => lackedFeatures(catalog, selection, "guest", cpu, guest),
    [catalog, selection, cpu, guest],
  );
  const near = lacked.filter(({ state }) => state === "opt-in" || state === "default");
  const sure = near.filter(({ advice }) => advice === "yes");
  const shut = lacked.filter(({ state, advice }) => state !== "opt-in" && state !== "default" && advice === "yes");
  return (
    <div>
      <h3 className={styles.title}>Could your guest have run faster?</h3>
      {sure.length === 0 ? (
        <p>No: everything that is good for every {GUESTS[guest]} guest, and that this host can give, is there.</p>
      ) : (
        <>
          <p>
            Yes. {sure.length} {sure.length === 1 ? "feature" : "features"} good for a {GUESTS[guest]} guest
            {sure.length === 1 ? " is" : " are"} not there, and the host chosen here can give{" "}
            {sure.length === 1 ? "it" : "them"}.
          </p>
          <LackedList lacked={sure} />
          <Button look="primary" size="small" onClick={() => select(takeLacked(catalog, selection, sure))}>
            Add them to the VM
          </Button>
        </>
      )}
      <More title="Worth it for some guests" lacked={near.filter(({ advice }) => advice === "depends")} />
      <More title="Good to have, but not to be had here" lacked={shut} />
    </div>
  );
}

function More({ title, lacked }: { readonly title: string; readonly lacked: readonly LackedFeature[] }) {
  if (lacked.length === 0) return null;
  return (
    <details className={styles.more}>
      <summary>
        {title} ({lacked.length})
      </summary>
      <LackedList lacked={lacked} />
    </details>
  );
}

function LackedList({ lacked }: { readonly lacked: readonly LackedFeature[] }) {
  return (
    <ul className={styles.lacked}>
      {lacked.map(({ feature, title, state, flags, how }) => (
        <li key={feature}>
          <VerdictMark state={state} />
          <div>
            <button type="button" className={styles.name} onClick={() => focusOn({ kind: "feature", id: feature })}>
              <code>{feature}</code>
            </button>{" "}
            {title}. <span className={styles.hint}>{how}</span>
            {flags.length > 0 && (
              <>
                {" "}
                Flag: <code>{printFlags(flags)}</code>
              </>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
