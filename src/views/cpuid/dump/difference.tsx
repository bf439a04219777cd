import { useState } from "react";
import { hex } from "#base/u32.ts";
import type { DumpRow, DumpState } from "#engine/dump/compare.ts";
import { focusOn } from "#state/actions.ts";
import { Badge, type Tone } from "#ui/badge.tsx";
import { Segmented } from "#ui/segmented.tsx";
import styles from "./dump.module.css";

const LOOKS: Readonly<Record<DumpState, { readonly glyph: string; readonly word: string; readonly tone: Tone }>> = {
  missing: { glyph: "−", word: "missing", tone: "no" },
  extra: { glyph: "+", word: "extra", tone: "opt" },
  other: { glyph: "≠", word: "other value", tone: "miss" },
  same: { glyph: "=", word: "same", tone: "on" },
  "not-predicted": { glyph: "?", word: "not predicted", tone: "unk" },
};

const ORDER: readonly DumpState[] = ["missing", "other", "extra", "not-predicted", "same"];

/** The dump beside the prediction, row by row. */
export function Difference({ rows }: { readonly rows: readonly DumpRow[] }) {
  const [shown, setShown] = useState<"different" | "nameless" | "all">("different");
  const isShown = {
    different: ({ state }: DumpRow) => state === "missing" || state === "extra" || state === "other",
    nameless: ({ name }: DumpRow) => name === undefined,
    all: () => true,
  }[shown];
  const count = (state: DumpState): number => rows.filter((row) => row.state === state).length;
  const nameless = rows.filter(({ name }) => name === undefined).length;
  const listed = rows.filter(isShown).toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return (
    <div>
      <h3 className={styles.title}>Beside the prediction for this VM</h3>
      <p>
        {ORDER.filter((state) => count(state) > 0)
          .map((state) => `${count(state)} ${LOOKS[state].word}`)
          .join(" · ")}
        {nameless > 0 && ` · ${nameless} without a name`}
      </p>
      <Segmented
        label="Rows of the comparison"
        bare
        value={shown}
        segments={[
          { value: "different", label: "Differences" },
          { value: "nameless", label: "Bits without a name" },
          { value: "all", label: "All" },
        ]}
        onChange={setShown}
      />
      {listed.length === 0 ? (
        <p className={styles.hint}>{shown === "different" ? "No difference." : "None."}</p>
      ) : (
        // The table scrolls in its own frame, which the keyboard must reach.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={styles.frame} role="region" aria-label="Dump beside the prediction" tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Dump has</th>
                <th scope="col">Leaf</th>
                <th scope="col">Bit</th>
                <th scope="col">Name</th>
                <th scope="col">Values</th>
              </tr>
            </thead>
            <tbody>
              {listed.map((row) => (
                <Row key={`${row.family}${row.leaf}.${row.subleaf}${row.register}${row.bits[0]}`} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Row({ row }: { readonly row: DumpRow }) {
  const { state, leaf, subleaf, register, bits, name, feature, predicted, seen } = row;
  const { glyph, word, tone } = LOOKS[state];
  const [high, low] = bits;
  return (
    <tr>
      <td>
        <Badge tone={tone}>
          <span aria-hidden="true">{glyph} </span>
          {word}
        </Badge>
      </td>
      <td>
        <code>{subleaf === 0 ? hex(leaf) : `${hex(leaf)}.${subleaf}`}</code>
      </td>
      <td>
        <code>
          {register.toUpperCase()} {high === low ? high : `${high}:${low}`}
        </code>
      </td>
      <td>
        {feature === undefined ? (
          (name ?? "no name")
        ) : (
          <button type="button" className={styles.name} onClick={() => focusOn({ kind: "feature", id: feature })}>
            {name}
          </button>
        )}
      </td>
      <td>{seen === undefined ? "" : state === "same" ? seen : `${seen}, predicted ${predicted}`}</td>
    </tr>
  );
}
