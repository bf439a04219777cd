import { wordText } from "#base/u32.ts";
import type { Register } from "#catalog/schema/common.ts";
import { leafRow, type LeafEntry } from "#state/leaves.ts";
import { registerWord } from "#state/places.ts";
import { selectResolved } from "#state/selectors.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import styles from "./cpuid-view.module.css";

interface FieldsProps {
  readonly entry: LeafEntry;
  readonly register: Register;
  /** True when features own the register's bits: then they are no number to read. */
  readonly owned: boolean;
}

/** The numbers and characters that a register holds, in words: `highest leaf 0x40000001`, `“KVMK”`. */
export function Fields({ entry, register, owned }: FieldsProps) {
  const catalog = useCatalog();
  const selection = useSelection();
  const resolved = selectResolved(catalog, selection);
  const word = registerWord(resolved, { leaf: entry.leaf, register }, entry.subleaf);
  const fields = leafRow(catalog, resolved, entry.leaf)?.fields.filter(
    (field) => field.register === register && field.kind !== "bit" && !/reserved|unused/.test(field.name),
  );
  if (owned) return null;
  return (
    <>
      {fields?.map((field) => (
        <span key={field.name} className={styles.hint} title={field.meaning}>
          {field.name}{" "}
          <code className={styles.signature}>
            {field.kind === "text" ? `“${wordText(word)}”` : fieldValue(word, field.bits)}
          </code>
        </span>
      ))}
    </>
  );
}

function fieldValue(word: number, [high, low]: readonly [number, number]): string {
  const width = high - low + 1;
  const value = width === 32 ? word : (word >>> low) & (2 ** width - 1);
  return value >= 0x40000000 ? `0x${value.toString(16)}` : String(value);
}
