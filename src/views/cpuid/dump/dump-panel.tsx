import { useEffect, useId, type DragEvent } from "react";
import { useStore } from "zustand";
import { chooseDumpFormat, dumpStore, reopenDump, takeDump } from "#state/dump.ts";
import { DUMP_FORMATS } from "#formats/cpuid-dump/index.ts";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { Select } from "#ui/select.tsx";
import { countText, DumpAnswer } from "./dump-answer.tsx";
import styles from "./dump.module.css";

/** Longer texts make a text field slow; they are held beside it. */
const LONGEST_SHOWN = 500_000;

/** Where a dump comes in, what it was taken for, and what it says. */
export function DumpPanel() {
  const { text, file, format, dump, isReading } = useStore(dumpStore);
  const id = useId();
  useEffect(reopenDump, []);
  const read = async (given: File | undefined): Promise<void> => {
    if (given) takeDump(await given.text(), given.name);
  };
  const drop = (event: DragEvent): void => {
    const given = event.dataTransfer.files[0];
    if (!given) return;
    event.preventDefault();
    void read(given);
  };
  const found = DUMP_FORMATS.find((codec) => codec.id === dump?.format)?.title;
  return (
    <div className={styles.panel} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <p className={styles.hint}>
        What <code>cpuid -r</code>, <code>kcpuid -r</code> or another program printed in the guest; QMP&apos;s{" "}
        <code>feature-words</code> and <code>query-cpu-model-expansion</code>; or the host probe&apos;s answers. It
        stays in this browser.
      </p>
      {text.length > LONGEST_SHOWN ? (
        <p className={styles.held}>
          <span>
            {file ?? "The text"}, {(text.length / 1e6).toFixed(1)} MB, is too long to show and is held as it is.
          </span>
          <Button size="small" onClick={() => takeDump("")}>
            Another one
          </Button>
        </p>
      ) : (
        <>
          <label htmlFor={id}>CPUID dump</label>
          <textarea
            id={id}
            className={styles.text}
            rows={7}
            spellCheck={false}
            value={text}
            onChange={(event) => takeDump(event.target.value)}
          />
        </>
      )}
      <div className={styles.row}>
        <input
          type="file"
          className={styles.file}
          aria-label="Choose a file with a dump"
          onChange={(event) => void read(event.target.files?.[0])}
        />
        <Field label="Taken for">
          {(ids) => (
            <Select
              ids={ids}
              value={format}
              options={[
                { value: "", label: found ? `${found}, by its content` : "by its content" },
                ...DUMP_FORMATS.map((codec) => ({ value: codec.id, label: codec.title })),
              ]}
              onChange={chooseDumpFormat}
            />
          )}
        </Field>
      </div>
      <p role="status">{isReading ? "Reading …" : dump && countText(dump)}</p>
      {dump && <DumpAnswer dump={dump} />}
    </div>
  );
}
