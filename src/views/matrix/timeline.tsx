import { showTable } from "#state/table-actions.ts";
import type { TableView } from "#state/table-view.ts";
import { useCatalog } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import box from "./narrow.module.css";
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
  const today = Math.min(monthOf(table.today, last), last);
  return (
    <fieldset className={box.box}>
      <legend>Time</legend>
      <Slider
        label="Today is"
        last={last}
        value={today}
        said={table.today === "" ? "now" : monthText(today)}
        onChange={(month) => showTable({ today: month === last ? "" : monthText(month) })}
      />
      <Slider
        label="Rows since"
        last={last}
        step={MONTHS}
        value={table.since === "" ? 0 : monthOf(`${table.since.slice(0, 4)}-01`, 0)}
        said={table.since === "" ? "ever" : table.since}
        onChange={(month) => showTable({ since: month === 0 ? "" : monthText(month).slice(0, 4) })}
      />
      {(table.today !== "" || table.since !== "") && (
        <Button size="small" look="quiet" onClick={() => showTable({ today: "", since: "" })}>
          Any time
        </Button>
      )}
    </fieldset>
  );
}

interface SliderProps {
  readonly label: string;
  /** The last month, counted as `monthText` does. */
  readonly last: number;
  readonly step?: number;
  readonly value: number;
  /** The value in words. */
  readonly said: string;
  readonly onChange: (month: number) => void;
}

function Slider({ label, last, step = 1, value, said, onChange }: SliderProps) {
  return (
    <label className={styles.slider}>
      <span>{label}</span>
      <input
        type="range"
        min={0}
        max={last}
        step={step}
        value={value}
        aria-valuetext={said}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output>{said}</output>
    </label>
  );
}
