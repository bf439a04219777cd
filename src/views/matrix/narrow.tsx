import type { Family } from "#catalog/schema/feature.ts";
import { axisPoints, type AxisName, type AxisPoint } from "#engine/axis.ts";
import { groupBy } from "#state/group-by.ts";
import { showTable } from "#state/table-actions.ts";
import { toggled, type TableView } from "#state/table-view.ts";
import { FAMILY_ORDER } from "#state/tally.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { AXIS_WORDS, groupTitle } from "./axis-words.ts";
import { Timeline } from "./timeline.tsx";
import { Toggle } from "./toggle.tsx";
import styles from "./narrow.module.css";

/** Picks points of both axes, families and days: what of the table is in sight. */
export function Narrow({ table }: { readonly table: TableView }) {
  const catalog = useCatalog();
  const isNarrowed =
    [table.pickedRows, table.pickedColumns, table.families].some((list) => list.length > 0) ||
    table.since !== "" ||
    table.today !== "";
  return (
    <div className={styles.panel}>
      <Families table={table} title={(family) => groupTitle(catalog, "feature", family)} />
      <Picker
        axis={table.rows}
        side="Rows"
        picked={table.pickedRows}
        onPick={(pickedRows) => showTable({ pickedRows })}
      />
      <Picker
        axis={table.columns}
        side="Columns"
        picked={table.pickedColumns}
        onPick={(pickedColumns) => showTable({ pickedColumns })}
      />
      <div>
        <Timeline table={table} />
        <Toggle
          label="Newest first"
          title="Rows from the newest to the oldest"
          isOn={table.newest}
          onChange={(newest) => showTable({ newest })}
        />
      </div>
      {isNarrowed && (
        <Button
          size="small"
          onClick={() => showTable({ pickedRows: [], pickedColumns: [], families: [], since: "", today: "" })}
        >
          Show everything again
        </Button>
      )}
    </div>
  );
}

function Families({ table, title }: { readonly table: TableView; readonly title: (family: Family) => string }) {
  return (
    <fieldset className={styles.box}>
      <legend>Features of</legend>
      {FAMILY_ORDER.linux.map((family) => (
        <label key={family} className={styles.item}>
          <input
            type="checkbox"
            checked={table.families.length === 0 || table.families.includes(family)}
            onChange={() => showTable({ families: withFamily(table.families, family) })}
          />
          {title(family)}
        </label>
      ))}
    </fieldset>
  );
}

/** All families are the same as none named. */
function withFamily(families: readonly Family[], family: Family): readonly Family[] {
  const named = families.length === 0 ? FAMILY_ORDER.linux : families;
  const next = toggled(named, family);
  return next.length === FAMILY_ORDER.linux.length ? [] : next;
}

interface PickerProps {
  readonly axis: AxisName;
  readonly side: "Rows" | "Columns";
  readonly picked: readonly string[];
  readonly onPick: (picked: readonly string[]) => void;
}

/** Groups of an axis, and under each its points: nothing picked means all. */
function Picker({ axis, side, picked, onPick }: PickerProps) {
  const catalog = useCatalog();
  const selection = useSelection();
  const groups = groupBy(axisPoints(catalog, selection, axis), (point) => point.group);
  return (
    <fieldset className={styles.box}>
      <legend>
        {side}: {AXIS_WORDS[axis].title}
      </legend>
      <div className={styles.groups}>
        {[...groups].map(([id, points]) => (
          <details key={id} className={styles.group} open={groups.size === 1}>
            <summary>
              {groupTitle(catalog, axis, id)} <small>{pickedText(picked, id, points)}</small>
            </summary>
            <div className={styles.points}>
              <label className={styles.item}>
                <input
                  type="checkbox"
                  checked={picked.includes(`@${id}`)}
                  onChange={() => onPick(toggled(picked, `@${id}`))}
                />
                all of them
              </label>
              {points.map((point) => (
                <label key={point.id} className={styles.item}>
                  <input
                    type="checkbox"
                    checked={picked.includes(point.id) || picked.includes(`@${id}`)}
                    disabled={picked.includes(`@${id}`)}
                    onChange={() => onPick(toggled(picked, point.id))}
                  />
                  {point.label}
                </label>
              ))}
            </div>
          </details>
        ))}
      </div>
    </fieldset>
  );
}

/** How many points of a group are picked, of how many; without any pick all are in sight. */
function pickedText(picked: readonly string[], id: string, points: readonly AxisPoint[]): string {
  const count = picked.includes(`@${id}`) ? points.length : points.filter((point) => picked.includes(point.id)).length;
  return count === 0 ? String(points.length) : `${count} of ${points.length}`;
}
