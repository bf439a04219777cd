import { useDeferredValue, useMemo, useState } from "react";
import type { Catalog } from "#catalog/open.ts";
import type { MatrixSpec } from "#engine/matrix.ts";
import type { Selection } from "#engine/selection.ts";
import { showCells, showRows } from "#state/actions.ts";
import { pointText } from "#state/point-text.ts";
import { selectMatrix } from "#state/selectors.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import type { ViewState } from "#state/view.ts";
import { Card } from "#ui/card.tsx";
import { Segmented, type Segment } from "#ui/segmented.tsx";
import { CubeCard } from "./cube-card.tsx";
import { Grid } from "./grid.tsx";
import { gridColumns, gridRows } from "./grid-model.ts";
import { restOn, takeCell } from "./grid-moves.ts";
import { Legend } from "./legend.tsx";
import { summary } from "./summary.ts";
import styles from "./matrix-view.module.css";

const ROWS: readonly Segment<ViewState["rows"]>[] = [
  { value: "feature", label: "Features" },
  { value: "machine", label: "Machine types" },
];

const CELLS: readonly Segment<ViewState["cells"]>[] = [
  { value: "counts", label: "Counts" },
  { value: "feature", label: "One feature" },
];

/** The whole cube in small, and two of its axes in full: features or machine types by host. */
export function MatrixView() {
  const catalog = useCatalog();
  // A flip shows in the dock at once; the table may follow a moment later.
  const selection = useDeferredValue(useSelection());
  const view = useApp((app) => app.view);
  return (
    <>
      <CubeCard catalog={catalog} selection={selection} />
      <MatrixCard catalog={catalog} selection={selection} view={view} />
    </>
  );
}

const specOf = ({ rows, cells, focus }: ViewState): MatrixSpec =>
  rows === "machine" && cells === "feature" && focus.kind === "feature"
    ? { rows, columns: "host", feature: focus.id }
    : { rows, columns: "host" };

function Controls({ spec }: { readonly spec: MatrixSpec }) {
  const isMachine = spec.rows === "machine";
  const counts = isMachine && spec.feature === undefined;
  return (
    <>
      {isMachine && (
        <Segmented label="Cells" bare value={counts ? "counts" : "feature"} segments={CELLS} onChange={showCells} />
      )}
      <Segmented label="Rows" bare value={spec.rows} segments={ROWS} onChange={showRows} />
    </>
  );
}

interface MatrixCardProps {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly view: ViewState;
}

function MatrixCard({ catalog, selection, view }: MatrixCardProps) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const spec = specOf(view);
  const matrix = selectMatrix(catalog, selection, spec);
  const columnGroups = useMemo(
    () => gridColumns(catalog, matrix, selection, opened),
    [catalog, matrix, selection, opened],
  );
  const columns = useMemo(() => columnGroups.flatMap((group) => group.columns), [columnGroups]);
  const groups = useMemo(
    () => gridRows(catalog, matrix, selection, view.guest, columns),
    [catalog, matrix, selection, view.guest, columns],
  );
  const counts = spec.rows === "machine" && spec.feature === undefined;
  const toggle = (id: string) =>
    setOpened((before) =>
      before.has(id) ? new Set([...before].filter((other) => other !== id)) : new Set([...before, id]),
    );
  const title = spec.rows === "machine" ? "Machine types × host" : "Features × host";
  return (
    <Card title={title} hint={pointText(catalog, selection)} actions={<Controls spec={spec} />}>
      <div className={styles.summary}>
        <p>
          {summary(matrix, groups, columns, spec.rows)}
          <span className={styles.keys}> Arrow keys move, Enter takes the VM there.</span>
        </p>
        {!counts && <Legend />}
      </div>
      <Grid
        key={spec.rows}
        label={title}
        corner={spec.rows === "machine" ? "Machine type" : "Feature"}
        matrix={matrix}
        groups={groups}
        columnGroups={columnGroups}
        counts={counts}
        currentRow={spec.rows === "feature" && view.focus.kind === "feature" ? view.focus.id : undefined}
        onOpenColumns={toggle}
        onRest={(line, column) => restOn(selection, spec, line, column)}
        onTake={(line, column) => takeCell(selection, spec, line, column)}
      />
    </Card>
  );
}
