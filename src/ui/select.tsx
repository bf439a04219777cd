import { memo } from "react";
import type { FieldIds } from "./field.tsx";
import styles from "./select.module.css";

/** One choice; `note` is shown behind the label, e.g. "not in this QEMU". */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly note?: string | undefined;
}

export interface OptionGroup {
  readonly label: string;
  readonly options: readonly Option[];
}

interface SelectProps {
  readonly ids?: FieldIds;
  readonly label?: string;
  readonly value: string;
  readonly options?: readonly Option[];
  readonly groups?: readonly OptionGroup[];
  readonly onChange: (value: string) => void;
}

function Item({ option }: { readonly option: Option }) {
  return (
    <option value={option.value}>
      {option.note === undefined ? option.label : `${option.label} · ${option.note}`}
    </option>
  );
}

const NONE: readonly never[] = [];

type OptionsProps = Required<Pick<SelectProps, "options" | "groups">>;

/** Hundreds of options are drawn anew only when they change. */
const Options = memo(function Options({ options, groups }: OptionsProps) {
  return (
    <>
      {options.map((option) => (
        <Item key={option.value} option={option} />
      ))}
      {groups.map((group) => (
        <optgroup key={group.label} label={group.label}>
          {group.options.map((option) => (
            <Item key={option.value} option={option} />
          ))}
        </optgroup>
      ))}
    </>
  );
});

/** The platform's own select, with optional groups: it already has type-ahead, keyboard and touch behaviour. */
export function Select({ ids, label, value, options = NONE, groups = NONE, onChange }: SelectProps) {
  return (
    <span className={styles.frame}>
      <select
        id={ids?.id}
        aria-describedby={ids?.describedBy}
        aria-label={label}
        className={styles.select}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        <Options options={options} groups={groups} />
      </select>
    </span>
  );
}
