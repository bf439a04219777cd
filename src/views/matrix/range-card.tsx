import { useMemo } from "react";
import type { Catalog } from "#catalog/open.ts";
import type { Matrix } from "#engine/matrix.ts";
import type { Selection } from "#engine/selection.ts";
import { SHORT } from "#parts/verdict-look.ts";
import { VerdictTile } from "#parts/verdict-mark.tsx";
import { CELL_STATES } from "#state/table-view.ts";
import { Card } from "#ui/card.tsx";
import type { GridRange } from "#ui/grid/model.ts";
import type { DrawnTable } from "./grid-model.ts";
import { rangeSummary } from "./range.ts";
import styles from "./range-card.module.css";

interface RangeCardProps {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly matrix: Matrix;
  readonly drawn: DrawnTable;
  readonly range: GridRange;
}

/** What the features of the selected cells have in common. */
export function RangeCard({ catalog, selection, matrix, drawn, range }: RangeCardProps) {
  const { points, same, differ } = useMemo(
    () => rangeSummary(catalog, selection, matrix, drawn, range),
    [catalog, selection, matrix, drawn, range],
  );
  return (
    <Card title="The selected cells" hint={`${points} points`}>
      <dl className={styles.list}>
        {CELL_STATES.filter((state) => same.has(state)).map((state) => (
          <div key={state} className={styles.entry}>
            <dt className={styles.state}>
              <span className={styles.tile}>
                <VerdictTile state={state} />
              </span>
              {SHORT[state]} in all
            </dt>
            <dd className={styles.names}>{(same.get(state) ?? []).join(", ")}</dd>
          </div>
        ))}
        {differ.length > 0 && (
          <div className={styles.entry}>
            <dt className={styles.state}>it differs</dt>
            <dd className={styles.names}>
              {differ
                .map(({ label, states }) => {
                  const counts = [...states].map(([state, count]) => `${count} × ${SHORT[state]}`);
                  return `${label} (${counts.join(", ")})`;
                })
                .join(", ")}
            </dd>
          </div>
        )}
      </dl>
    </Card>
  );
}
