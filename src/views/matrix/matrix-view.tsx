import { lazy, Suspense, useDeferredValue } from "react";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { showTable } from "#state/table-actions.ts";
import { DEFAULT_TABLE } from "#state/table-view.ts";
import { hostId } from "#engine/axis.ts";
import { CubeCard } from "./cube-card.tsx";
import type { MapPart } from "./map/cube-map.tsx";
import styles from "./matrix-view.module.css";

// Asked for at once, beside the catalogue: the page paints its frame without waiting for the table.
const loading = import("./table-card.tsx");
const TableCard = lazy(async () => ({ default: (await loading).TableCard }));

/** A part of the map as a table: its machine types by its hosts, point by point. */
const showPart = ({ machines, hosts }: MapPart): void =>
  showTable({
    ...DEFAULT_TABLE,
    rows: "machine",
    columns: "host",
    pickedRows: machines,
    pickedColumns: hosts.map(hostId),
  });

/** The whole cube in small, and any two of its axes in full. */
export function MatrixView() {
  const catalog = useCatalog();
  // A flip shows in the dock at once; the table may follow a moment later.
  const selection = useDeferredValue(useSelection());
  const view = useApp((app) => app.view);
  return (
    <>
      <CubeCard catalog={catalog} selection={selection} onZoom={showPart} />
      <Suspense fallback={<div className={styles.waiting} aria-busy="true" />}>
        <TableCard catalog={catalog} selection={selection} view={view} />
      </Suspense>
    </>
  );
}
