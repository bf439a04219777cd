import { showTable } from "#state/table-actions.ts";
import type { TableView } from "#state/table-view.ts";
import { useCatalog } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import styles from "./timeline.module.css";

/** Months since January 2012: before the first release that the catalogue knows in full. */
const FIRST_YEAR = 2012;
const MONTHS = 12;

const monthText = (month: number): string =>
  `${FIRST_YEAR + Math.floor(month / MONTHS)}-${String((month % MONTHS) + 1).padStart(2, "0")}`;

function monthOf(text: string, otherwise: number): number {
  const match = /^(\d{4})(?:-(\d\d))?/.exec(text);
  if (match === null) return otherwise;
  return (Number(match[1]) - FIRST_YEAR) * MONTHS + (match[2] === undefined ? MONTHS - 1 : Number(match[2]) - 1);
}

/** Moves "today": later releases are not there yet. And how far back rows go. */
export function Timeline({ table }: { readonly table: TableView }) {
  // The catalogue's version is its day: what came later is not in it.
  const last = monthOf(useCatalog().index.version.replaceAll(".", "-"), 0);
  const month = Math.min(monthOf(table.today, last), last);
  return (
    <fieldset className={styles.box}>
      <legend>Time</legend>
      <label className={styles.slider}>
        <span>Today is</span>
        <input
          type="range"
          min={0}
          max={last}
          value={month}
          aria-valuetext={table.today === "" ? "now" : monthText(month)}
          onChange={(event) => {
            const to = Number(event.target.value);
            showTable({ today: to === last ? "" : monthText(to) });
          }}
        />
        <output>{table.today === "" ? "now" : monthText(month)}</output>
      </label>
      <label className={styles.slider}>
        <span>Rows since</span>
        <input
          type="range"
          min={0}
          max={last}
          step={MONTHS}
          value={table.since === "" ? 0 : monthOf(`${table.since.slice(0, 4)}-01`, 0)}
          aria-valuetext={table.since === "" ? "ever" : table.since}
          onChange={(event) => {
            const to = Number(event.target.value);
            showTable({ since: to === 0 ? "" : monthText(to).slice(0, 4) });
          }}
        />
        <output>{table.since === "" ? "ever" : table.since}</output>
      </label>
      {(table.today !== "" || table.since !== "") && (
        <Button size="small" look="quiet" onClick={() => showTable({ today: "", since: "" })}>
          Any time
        </Button>
      )}
    </fieldset>
  );
}
