import { type KeyboardEvent } from "react";
import { printRaw, printRawLeaf } from "#formats/cpuid-raw.ts";
import { REGISTERS } from "#catalog/schema/common.ts";
import { leafId } from "#state/leaf-id.ts";
import { leafEntries, leafRow, type LeafEntry } from "#state/leaves.ts";
import { focusedPlace, registerWord } from "#state/places.ts";
import { openLeaf } from "#state/actions.ts";
import { pointText } from "#state/point-text.ts";
import { selectRegister } from "#state/register-view.ts";
import { selectResolved } from "#state/selectors.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { Card } from "#ui/card.tsx";
import { CopyButton } from "#ui/copy-button.tsx";
import { Notice } from "#ui/notice.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { DumpSection } from "./dump/dump-section.tsx";
import { Compare } from "./compare.tsx";
import { Path } from "./path.tsx";
import { Register } from "./register.tsx";
import styles from "./cpuid-view.module.css";

/** Every leaf that the guest reads, as registers of bits that can be flipped; the way of one bit; and what another guest reads. */
export function CpuidView() {
  return (
    <div className={styles.view}>
      <Leaves />
      <Path />
      <Compare />
    </div>
  );
}

function Leaves() {
  const catalog = useCatalog();
  const selection = useSelection();
  const focus = useApp((app) => app.view.focus);
  const chosen = useApp((app) => app.view.leaf);
  const resolved = selectResolved(catalog, selection);
  const entries = leafEntries(catalog, resolved);
  const focused = leafId(focusedPlace(catalog, resolved, focus));
  const entry =
    [chosen, focused].map((id) => entries.find((candidate) => leafId(candidate) === id)).find(Boolean) ?? entries[0];
  if (entry === undefined) return <Notice tone="info">This guest reads no leaf.</Notice>;
  const leaf = resolved.leaves.find((row) => row.leaf === entry.leaf && row.subleaf === entry.subleaf);
  return (
    <Card
      title="What the guest reads"
      hint={`predicted for ${pointText(catalog, selection)}`}
      actions={
        <>
          {leaf && <CopyButton label="Copy leaf" text={() => `${printRawLeaf(leaf)}\n`} />}
          <CopyButton label="Copy all" name="Copy all leaves" text={() => printRaw(resolved.leaves)} />
        </>
      }
    >
      {resolved.starts === "no" && (
        <div className={styles.note}>
          <Notice tone="warning">
            QEMU does not start this VM, so there is no guest to read anything. The reason stands under Problems.
          </Notice>
        </div>
      )}
      <div className={styles.leaves}>
        <Tabs
          label="CPUID leaf"
          look="boxed"
          tabs={entries.map(leafTab)}
          selected={leafId(entry)}
          panel="leaf"
          onSelect={openLeaf}
        />
      </div>
      <LeafPanel entry={entry} sureness={leaf?.sureness} />
      <DumpSection />
    </Card>
  );
}

interface LeafPanelProps {
  readonly entry: LeafEntry;
  readonly sureness: "exact" | "model" | "unknown" | undefined;
}

function LeafPanel({ entry, sureness }: LeafPanelProps) {
  const catalog = useCatalog();
  const selection = useSelection();
  const focus = useApp((app) => app.view.focus);
  const resolved = selectResolved(catalog, selection);
  const { leaf, subleaf } = entry;
  const row = leafRow(catalog, resolved, leaf, subleaf);
  const place = focusedPlace(catalog, resolved, focus);
  const currentOf = (register: (typeof REGISTERS)[number]) =>
    place.leaf === leaf && place.subleaf === subleaf && place.register === register ? place.bit : undefined;
  return (
    // The panel only hears the keys of the buttons inside it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div id="leaf" role="tabpanel" tabIndex={-1} aria-label={`Leaf ${leafId(entry)}`} onKeyDown={betweenStrips}>
      <p className={styles.title}>
        <b>{entry.title}</b>
        {entry.signature !== undefined && <code className={styles.signature}>{entry.signature}</code>}
        {sureness === "model" && (
          <span className={styles.hint}>As the CPU model defines it; the host may take bits away.</span>
        )}
        {row?.family === "cpu" && row.note !== undefined && <span className={styles.hint}>{row.note}</span>}
      </p>
      {entry.outOfReach === undefined ? (
        REGISTERS.map((register) => (
          <Register
            key={register}
            leaf={leaf}
            subleaf={subleaf}
            register={register}
            bits={selectRegister(catalog, selection, leaf, register, subleaf)}
            word={registerWord(resolved, { leaf, subleaf, register })}
            current={currentOf(register)}
            entry={entry}
            follows={row?.depends?.registers.includes(register) ? `it follows from ${row.depends.on}` : undefined}
          />
        ))
      ) : (
        <p className={styles.beyond}>
          The guest reads this leaf, and it is not predicted: it follows from {entry.outOfReach}.
        </p>
      )}
    </div>
  );
}

const leafTab = (entry: LeafEntry) => ({
  id: leafId(entry),
  label: leafId(entry),
  note: entry.signature,
  empty: entry.isEmpty,
});

/** Up and down lead to the same bit of the next register; left and right are the strip's own. */
function betweenStrips(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  const from = event.target instanceof HTMLElement ? event.target : undefined;
  const bit = from?.dataset["bit"];
  const strips = [...event.currentTarget.querySelectorAll("[data-strip]")];
  const at = strips.findIndex((strip) => strip.contains(from ?? null));
  const next = strips[at + (event.key === "ArrowUp" ? -1 : 1)];
  if (bit === undefined || at < 0 || next === undefined) return;
  event.preventDefault();
  next.querySelector<HTMLElement>(`[data-bit="${bit}"]`)?.focus();
}
