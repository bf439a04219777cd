import { lazy, Suspense, useMemo, useState } from "react";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { pointText } from "#state/point-text.ts";
import { store } from "#state/store.ts";
import { permalink } from "#state/url/sync.ts";
import { markCell, pin, sortBy, toggleOpen } from "#state/table-actions.ts";
import type { ViewState } from "#state/view.ts";
import { Card } from "#ui/card.tsx";
import { PooledGrid } from "#ui/grid/pooled-grid.tsx";
import type { GridRange } from "#ui/grid/model.ts";
import { AXIS_WORDS } from "./axis-words.ts";
import { Controls, Question } from "./controls.tsx";
import { drawnTable } from "./grid-model.ts";
import { Legend } from "./legend.tsx";
import { restOn, take, type TablePlace } from "./moves.ts";
import { summary } from "./summary.ts";
import { tableText } from "./table-away.ts";
import { TakeAway } from "./take-away.tsx";
import { askedFeature, tableModel } from "./table-model.ts";
import { useOrderedTable } from "./use-table.ts";
import looks from "#parts/verdict-cells.module.css";
import styles from "./table-card.module.css";

const CompareCard = lazy(async () => ({ default: (await import("./compare-card.tsx")).CompareCard }));
const RangeCard = lazy(async () => ({ default: (await import("./range-card.tsx")).RangeCard }));

interface TableCardProps {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly view: ViewState;
}

/** Two axes of the cube in full, and below it what the reader compares or selected. */
export function TableCard({ catalog, selection, view }: TableCardProps) {
  const { table, guest } = view;
  const focus = view.focus.kind === "feature" ? view.focus.id : undefined;
  const asked = askedFeature(table, focus);
  const model = tableModel(catalog, selection, guest, table, asked);
  const { matrix } = model;
  const ordered = useOrderedTable(matrix, model.lines, table);
  const drawn = useMemo(
    () => drawnTable({ catalog, selection, matrix, table, ordered, focus }),
    [catalog, selection, matrix, table, ordered, focus],
  );
  const [range, setRange] = useState<GridRange>();
  const placeAt = (row: number | undefined, column: number | undefined): TablePlace | undefined => {
    const line = row === undefined ? undefined : drawn.rows[row];
    return line && { row: line, column: column === undefined ? undefined : drawn.columns[column] };
  };
  const title = `${AXIS_WORDS[table.rows].title} × ${AXIS_WORDS[table.columns].many}`;
  const away = () => tableText({ catalog, matrix, table, drawn, title, permalink: permalink(store.getState()) });
  return (
    <>
      <Card
        title={title}
        hint={pointText(catalog, selection)}
        actions={
          <>
            <Question table={table} />
            <TakeAway table={away} />
          </>
        }
      >
        <Controls table={table} />
        <div className={styles.summary}>
          <p>
            {summary(matrix, table.rows, table.columns)}
            <span className={styles.keys}> Arrows move, Enter takes the VM there, M marks a cell to compare with.</span>
          </p>
          <Legend table={table} />
        </div>
        <PooledGrid
          label={title}
          corner={AXIS_WORDS[table.rows].one}
          model={drawn.model}
          cellClass={looks.cell}
          onRest={(row, column) => restOn(selection, placeAt(row, column), asked)}
          onTake={(row, column) => {
            const place = placeAt(row, column);
            if (place) take(selection, place, asked);
          }}
          onMark={(row, column) => {
            const place = placeAt(row, column);
            if (place?.column) markCell(place.row.id, place.column.id);
          }}
          onRange={setRange}
          onToggleGroup={toggleOpen}
          onToggleFold={toggleOpen}
          onSort={(column) => {
            const line = drawn.columns[column];
            if (line) sortBy(line.id);
          }}
          onPin={pin}
        />
      </Card>
      <Suspense>
        {table.mark !== "" && <CompareCard catalog={catalog} selection={selection} mark={table.mark} drawn={drawn} />}
        {range !== undefined && (
          <RangeCard catalog={catalog} selection={selection} matrix={matrix} drawn={drawn} range={range} />
        )}
      </Suspense>
    </>
  );
}
