import type { ReactNode } from "react";
import { focusOn, openLeaf } from "#state/actions.ts";
import { compareWith } from "#state/bit-actions.ts";
import { againstChoices, againstNames } from "#state/against-choices.ts";
import { compareLeaves, otherSelection, type RegisterDifference } from "#state/compare.ts";
import { pointText } from "#state/point-text.ts";
import { parseAgainst, printAgainst, type AgainstKind } from "#state/url/against.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { Card } from "#ui/card.tsx";
import { Notice } from "#ui/notice.tsx";
import { Select } from "#ui/select.tsx";
import styles from "./compare.module.css";

/** What this guest reads and another does not, register by register. */
export function Compare() {
  const catalog = useCatalog();
  const selection = useSelection();
  const previous = useApp((app) => app.previous);
  const against = useApp((app) => app.view.against);
  const other = otherSelection(catalog, selection, previous, against);
  const hint = other && `here: ${pointText(catalog, selection)}; there: ${pointText(catalog, other)}`;
  return (
    <Card title="Compare" hint={hint ?? "what another guest reads, register by register"} actions={<Choice />}>
      {against !== "" && <div className={styles.body}>{other ? <Differences other={other} /> : missing(against)}</div>}
    </Card>
  );
}

const missing = (against: string): ReactNode => (
  <p className={styles.quiet}>
    {against === "before"
      ? "Nothing was changed yet: change the VM, and this shows what it did."
      : "There is no such thing."}
  </p>
);

/** The kind of the other VM, and its name where there are several. */
function Choice() {
  const catalog = useCatalog();
  const selection = useSelection();
  const text = useApp((app) => app.view.against);
  const chosen = parseAgainst(text);
  const names = chosen && againstNames(catalog, selection, chosen.kind);
  const takeKind = (kind: string) => compareWith(againstChoices.start(catalog, selection, kind));
  return (
    <div className={styles.choice}>
      <Select label="Compare with" value={chosen?.kind ?? ""} options={againstChoices.kinds} onChange={takeKind} />
      {chosen && names !== undefined && names.length > 0 && (
        <Select
          label={`Which ${againstChoices.noun(chosen.kind)}`}
          value={chosen.name}
          groups={names}
          onChange={(name) => compareWith(printAgainst({ kind: chosen.kind as AgainstKind, name }))}
        />
      )}
    </div>
  );
}

function Differences({ other }: { readonly other: Parameters<typeof compareLeaves>[2] }) {
  const catalog = useCatalog();
  const selection = useSelection();
  const { differences, open, other: resolved } = compareLeaves(catalog, selection, other);
  return (
    <>
      {resolved.starts === "no" && (
        <Notice tone="warning">QEMU does not start the other VM: its guest reads nothing.</Notice>
      )}
      {differences.length === 0 ? (
        <p className={styles.quiet}>No register that is predicted for both differs.</p>
      ) : (
        <div className={styles.frame}>
          <table className={styles.table}>
            <caption className={styles.caption}>
              {differences.length === 1 ? "One register differs" : `${differences.length} registers differ`}
            </caption>
            <thead>
              <tr>
                <th scope="col">Register</th>
                <th scope="col">Here</th>
                <th scope="col">There</th>
                <th scope="col">What differs</th>
              </tr>
            </thead>
            <tbody>
              {differences.map((row) => (
                <Row key={`${row.id} ${row.register}`} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open.length > 0 && (
        <p className={styles.quiet}>Not predicted for one of them, so not compared: {open.join(", ")}.</p>
      )}
    </>
  );
}

function Row({ row }: { readonly row: RegisterDifference }) {
  return (
    <tr>
      <th scope="row">
        <button type="button" className={styles.link} onClick={() => openLeaf(row.id)}>
          <code>
            {row.id} {row.register.toUpperCase()}
          </code>
        </button>
        <small>
          {row.title}
          {row.movedTo !== undefined && `; there at ${row.movedTo}`}
        </small>
      </th>
      <td>
        <code>{row.here}</code>
      </td>
      <td>
        <code>{row.there}</code>
      </td>
      <td>
        <ul className={styles.bits}>
          {row.bits.map(({ bit, name, feature, here }) => (
            <li key={bit} data-here={here}>
              {here ? "only here" : "only there"}{" "}
              {feature === undefined ? (
                <code>{name}</code>
              ) : (
                <button type="button" className={styles.link} onClick={() => focusOn({ kind: "feature", id: feature })}>
                  <code>{name}</code>
                </button>
              )}{" "}
              <small>bit {bit}</small>
            </li>
          ))}
          {row.bits.length === 0 && <li>another value</li>}
        </ul>
      </td>
    </tr>
  );
}
