import { lazy, Suspense, useState } from "react";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { chooseCpu } from "#state/actions.ts";
import { Card } from "#ui/card.tsx";
import { classList } from "#ui/class-list.ts";
import { Segmented, type Segment } from "#ui/segmented.tsx";
import { countText } from "./count-text.ts";
import { CountTile } from "./count-tile.tsx";
import { cubeModel, type CubeModel, type CubeTable } from "./cube-model.ts";
import type { MapPart } from "./map/cube-map.tsx";
import styles from "./cube-card.module.css";

const CubeMap = lazy(async () => ({ default: (await import("./map/cube-map.tsx")).CubeMap }));

const SHOWN: readonly Segment<"tables" | "map">[] = [
  { value: "tables", label: "Tables" },
  { value: "map", label: "Map" },
];

const THOUSANDS = new Intl.NumberFormat("en", { maximumFractionDigits: 1, notation: "compact" });

interface CubeCardProps {
  readonly catalog: Catalog;
  readonly selection: Selection;
  /** Shows a part of the map as a table. */
  readonly onZoom?: (part: MapPart) => void;
}

/** The whole cube as small tables, one a kind of CPU model, or as a map of all its points. */
export function CubeCard({ catalog, selection, onZoom }: CubeCardProps) {
  const model = cubeModel(catalog, selection);
  const [shown, setShown] = useState<"tables" | "map">("tables");
  return (
    <Card
      title="The whole cube"
      hint={`machine type × host version × CPU model: ${THOUSANDS.format(model.points)} points, ${model.folded} that differ here`}
      actions={
        <>
          <span className={styles.what}>features seen by default</span>
          <Segmented label="The cube as" bare value={shown} segments={SHOWN} onChange={setShown} />
        </>
      }
    >
      {shown === "map" ? (
        <Suspense fallback={<p className={styles.wait}>Drawing …</p>}>
          <CubeMap catalog={catalog} selection={selection} onZoom={onZoom} />
        </Suspense>
      ) : (
        <div className={styles.tables}>
          {model.tables.map((table) => (
            <SmallTable key={table.cpu} model={model} table={table} />
          ))}
        </div>
      )}
    </Card>
  );
}

function SmallTable({ model, table }: { readonly model: CubeModel; readonly table: CubeTable }) {
  return (
    <div className={styles.table}>
      <h3 className={styles.title}>
        <button
          type="button"
          className={classList(styles.choose, table.isCurrent && styles.current)}
          aria-pressed={table.isCurrent}
          title={`Take -cpu ${table.cpu}`}
          onClick={() => chooseCpu(table.cpu)}
        >
          {table.title}
        </button>
        <span className={styles.note}>{table.note}</span>
      </h3>
      <table className={styles.cells} aria-label={`Features seen with ${table.title}`}>
        <thead>
          <tr>
            <th scope="col">types</th>
            {model.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.cells.map((cells, row) => (
            <tr key={model.rows[row]?.text}>
              <th scope="row" title={model.rows[row]?.text}>
                {model.rows[row]?.short}
              </th>
              {cells.map((cell, column) => (
                <td key={model.columns[column]} title={countText(cell)}>
                  <CountTile cell={cell} bare />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
