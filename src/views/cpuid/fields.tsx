import { useState, type KeyboardEvent } from "react";
import type { Register } from "#catalog/schema/common.ts";
import { setField } from "#state/bit-actions.ts";
import { leafFields, type LeafField } from "#state/leaf-fields.ts";
import type { LeafEntry } from "#state/leaves.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import styles from "./cpuid-view.module.css";

interface FieldsProps {
  readonly entry: LeafEntry;
  readonly register: Register;
  /** True when features own the register's bits: then they are no number to read. */
  readonly owned: boolean;
}

/** The numbers and characters that a register holds, in words: `highest leaf 13`, `“KVMK”`; those that a property holds can be written. */
export function Fields({ entry, register, owned }: FieldsProps) {
  const catalog = useCatalog();
  const selection = useSelection();
  const fields = leafFields(catalog, selection, entry, register);
  if (owned && fields.every((field) => field.edit === undefined)) return null;
  return (
    <>
      {fields
        .filter((field) => !owned || field.edit !== undefined)
        .map((field) => (
          <Field key={field.name} field={field} />
        ))}
    </>
  );
}

function Field({ field }: { readonly field: LeafField }) {
  const [isOpen, setOpen] = useState(false);
  const { name, meaning, kind, value, edit } = field;
  if (isOpen && edit) return <FieldForm field={field} edit={edit} onDone={() => setOpen(false)} />;
  return (
    <span className={styles.hint} title={meaning}>
      {name} <code className={styles.signature}>{kind === "text" ? `“${value}”` : value}</code>
      {edit && (
        <Button size="small" look="quiet" aria-label={`Edit ${edit.property}`} onClick={() => setOpen(true)}>
          Edit
        </Button>
      )}
    </span>
  );
}

interface FieldFormProps {
  readonly field: LeafField;
  readonly edit: NonNullable<LeafField["edit"]>;
  readonly onDone: () => void;
}

function FieldForm({ field, edit, onDone }: FieldFormProps) {
  const [text, setText] = useState(edit.current);
  const [wrong, setWrong] = useState<string>();
  const take = () => {
    const message = setField(field, text);
    setWrong(message);
    if (message === undefined) onDone();
  };
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Enter") take();
    if (event.key === "Escape") onDone();
  };
  return (
    <span className={styles.form}>
      <label>
        <code>{edit.property}</code>{" "}
        <input
          // The press that opened the form asked for it.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          className={styles.input}
          value={text}
          size={Math.max(10, Math.min(48, edit.current.length + 2))}
          aria-invalid={wrong !== undefined}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKey}
        />
      </label>
      <Button size="small" onClick={take}>
        Set
      </Button>
      <Button size="small" look="quiet" onClick={onDone}>
        Leave it
      </Button>
      {wrong === undefined ? (
        <small className={styles.hint}>{edit.expects}</small>
      ) : (
        <small className={styles.wrong} role="alert">
          {wrong}
        </small>
      )}
    </span>
  );
}
