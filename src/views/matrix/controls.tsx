import { lazy, Suspense, useState } from "react";
import { AXES, type AxisName } from "#engine/axis.ts";
import { showAxes, showPreset, showTable, swapAxes } from "#state/table-actions.ts";
import { PRESETS, presetOf, type TableView } from "#state/table-view.ts";
import { Button } from "#ui/button.tsx";
import { Icon } from "#ui/icon.tsx";
import { Segmented, type Segment } from "#ui/segmented.tsx";
import { Select } from "#ui/select.tsx";
import { AXIS_WORDS } from "./axis-words.ts";
import { Toggle } from "./toggle.tsx";
import styles from "./controls.module.css";

const Narrow = lazy(async () => ({ default: (await import("./narrow.tsx")).Narrow }));

const CELLS: readonly Segment<TableView["cells"]>[] = [
  { value: "counts", label: "Counts" },
  { value: "feature", label: "One feature" },
];

const AXIS_OPTIONS = AXES.map((axis) => ({ value: axis, label: AXIS_WORDS[axis].title }));
const OWN = "own";

const axisOf = (text: string): AxisName => AXES.find((axis) => axis === text) ?? "feature";

/** Which question the table answers: a preset, or the reader's own. */
export function Question({ table }: { readonly table: TableView }) {
  const preset = presetOf(table);
  return (
    <div className={styles.question}>
      <Select
        label="Question"
        value={preset?.id ?? OWN}
        options={[
          ...PRESETS.map(({ id, title }) => ({ value: id, label: title })),
          ...(preset === undefined ? [{ value: OWN, label: "Your own table" }] : []),
        ]}
        onChange={(id) => {
          const chosen = PRESETS.find((other) => other.id === id);
          if (chosen) showPreset(chosen);
        }}
      />
    </div>
  );
}

/** The two axes, what a cell shows, and what of it is in sight. */
export function Controls({ table }: { readonly table: TableView }) {
  const [isNarrowing, setNarrowing] = useState(false);
  const hasFeatures = table.rows === "feature" || table.columns === "feature";
  return (
    <div className={styles.controls}>
      <Axes table={table} />
      {!hasFeatures && (
        <Segmented label="Cells" bare value={table.cells} segments={CELLS} onChange={(cells) => showTable({ cells })} />
      )}
      <Toggles table={table} />
      <Button size="small" aria-expanded={isNarrowing} onClick={() => setNarrowing(!isNarrowing)}>
        <Icon name="settings" size={13} /> Pick and filter
      </Button>
      {isNarrowing && (
        <Suspense>
          <Narrow table={table} />
        </Suspense>
      )}
    </div>
  );
}

function Axes({ table }: { readonly table: TableView }) {
  return (
    <div className={styles.axes}>
      <Select
        label="Rows"
        value={table.rows}
        options={AXIS_OPTIONS}
        onChange={(axis) => showAxes(axisOf(axis), table.columns)}
      />
      <Button
        size="icon"
        look="quiet"
        aria-label="Swap rows and columns"
        title="Swap rows and columns"
        onClick={swapAxes}
      >
        <Icon name="swap" size={14} />
      </Button>
      <Select
        label="Columns"
        value={table.columns}
        options={AXIS_OPTIONS}
        onChange={(axis) => showAxes(table.rows, axisOf(axis))}
      />
    </div>
  );
}

function Toggles({ table }: { readonly table: TableView }) {
  return (
    <div className={styles.toggles}>
      <Toggle
        label="Fold equal"
        title="Neighbours with the same cells are one line"
        isOn={table.fold}
        onChange={(fold) => showTable({ fold })}
      />
      <Toggle
        label="Differs only"
        title="Only rows and columns that change anything"
        isOn={table.differs}
        onChange={(differs) => showTable({ differs })}
      />
    </div>
  );
}
