import { useMemo, useState } from "react";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { VerdictTile } from "#parts/verdict-mark.tsx";
import { SHORT } from "#parts/verdict-look.ts";
import { focusOn } from "#state/actions.ts";
import { pointText } from "#state/point-text.ts";
import { showTable } from "#state/table-actions.ts";
import { useApp } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { Card } from "#ui/card.tsx";
import { compareSelections, type Difference } from "./compare.ts";
import type { DrawnTable } from "./grid-model.ts";
import { selectionAt } from "./moves.ts";
import styles from "./compare-card.module.css";

interface CompareCardProps {
  readonly catalog: Catalog;
  readonly selection: Selection;
  /** Ids of row and column of the marked cell. */
  readonly mark: string;
  readonly drawn: DrawnTable;
}

/** The marked cell beside the one that is pointed at, or beside the VM: what differs, and why. */
export function CompareCard({ catalog, selection, mark, drawn }: CompareCardProps) {
  const peek = useApp((app) => app.peek);
  const [rowId, columnId] = mark.split("|");
  const row = drawn.rows.find((line) => line.id === rowId);
  const column = drawn.columns.find((line) => line.id === columnId);
  const marked = useMemo(() => (row ? selectionAt(selection, { row, column }) : undefined), [selection, row, column]);
  // The place that was last pointed at stays: the card must not change while one moves on to press or read it.
  const [last, setLast] = useState<Selection>();
  if (peek !== undefined && peek.selection !== last) setLast(peek.selection);
  const other = last ?? selection;
  const close = (
    <Button size="small" onClick={() => showTable({ mark: "" })}>
      Stop comparing
    </Button>
  );
  if (marked === undefined)
    return (
      <Card title="Compare" actions={close}>
        <p className={styles.text}>
          The marked cell is not in sight: pick its row and column again, or mark another cell.
        </p>
      </Card>
    );
  const differences = compareSelections(catalog, marked, other);
  return (
    <Card
      title="Compare"
      hint={`${differences.length === 0 ? "nothing" : differences.length} of the features differ`}
      actions={close}
    >
      {differences.length === 0 ? (
        <p className={styles.text}>
          Both guests see the same: {pointText(catalog, marked)}, and {pointText(catalog, other)}.
        </p>
      ) : (
        <Differences catalog={catalog} left={marked} right={other} differences={differences} />
      )}
    </Card>
  );
}

interface DifferencesProps {
  readonly catalog: Catalog;
  readonly left: Selection;
  readonly right: Selection;
  readonly differences: readonly Difference[];
}

function Differences({ catalog, left, right, differences }: DifferencesProps) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Feature</th>
            <th scope="col">Marked: {pointText(catalog, left)}</th>
            <th scope="col">Here: {pointText(catalog, right)}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ feature, label, left: a, right: b }) => (
            <tr key={feature}>
              <th scope="row">
                <button type="button" className={styles.name} onClick={() => focusOn({ kind: "feature", id: feature })}>
                  {label}
                </button>
              </th>
              {[a, b].map((side, at) => (
                <td key={at === 0 ? "marked" : "here"}>
                  <span className={styles.state}>
                    <span className={styles.tile}>
                      <VerdictTile state={side.state} />
                    </span>
                    {SHORT[side.state]}
                  </span>
                  {side.why !== "" && <small className={styles.why}>{side.why}</small>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
