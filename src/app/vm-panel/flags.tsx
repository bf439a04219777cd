import { useState, type KeyboardEvent } from "react";
import type { PropertyOutcome } from "#engine/resolved.ts";
import type { Override } from "#engine/selection.ts";
import { addFlags, removeFlag, resetFlags, takeFeatures } from "#state/actions.ts";
import { chooseProfile } from "#state/profile-actions.ts";
import { printFlag, propertyKey } from "#state/flag-text.ts";
import { selectResolved } from "#state/selectors.ts";
import { selectTally } from "#state/tally.ts";
import { useApp, useCatalog, useSelection } from "#state/use-app.ts";
import { Button } from "#ui/button.tsx";
import { Chip } from "#ui/chip.tsx";
import { Field } from "#ui/field.tsx";
import { Select } from "#ui/select.tsx";
import styles from "./vm-panel.module.css";

/** The `-cpu` flags of the selection: see, remove, add, and go back to none. */
export function Flags() {
  const catalog = useCatalog();
  const selection = useSelection();
  const { outcomes } = selectResolved(catalog, selection);
  const { overrides } = selection;
  const hasChoices = overrides.length > 0 || selection.globals !== undefined || selection.irqchip !== undefined;
  return (
    <div className={styles.fields}>
      <div className={styles.chips}>
        {overrides.length === 0 && <span className={styles.none}>None: QEMU's defaults.</span>}
        {overrides.map((override) => (
          <FlagChip key={printFlag(override)} override={override} outcomes={outcomes} />
        ))}
      </div>
      <AddFlag />
      <Profiles />
      <Missed />
      {hasChoices && <Button onClick={resetFlags}>Reset to QEMU's defaults</Button>}
    </div>
  );
}

/** The sets to start from: those for the kind of guest. Taking one puts its flags in place of the others. */
function Profiles() {
  const catalog = useCatalog();
  const guest = useApp((app) => app.view.guest);
  const profiles = catalog.profiles.filter((profile) => profile.guest === guest && profile.kind !== "warning");
  return (
    <Field label="Profile">
      {(ids) => (
        <Select
          ids={ids}
          value=""
          options={[
            { value: "", label: "Take a set of flags …" },
            ...profiles.map(({ id, title, kind }) => ({
              value: id,
              label: kind === "own" ? title : `as ${title}`,
            })),
          ]}
          onChange={(id) => {
            const profile = profiles.find((row) => row.id === id);
            if (profile) chooseProfile(profile);
          }}
        />
      )}
    </Field>
  );
}

/** The features that are one flag away, to be taken at once: the recommended ones, or all. */
function Missed() {
  const catalog = useCatalog();
  const guest = useApp((app) => app.view.guest);
  const { missed } = selectTally(catalog, useSelection(), guest);
  const recommended = missed.filter((id) => catalog.featureById.get(id)?.recommended?.[guest] === "yes");
  if (missed.length === 0) return null;
  return (
    <div className={styles.missed}>
      {recommended.length > 0 && (
        <Button size="small" onClick={() => takeFeatures(recommended)}>
          Add recommended ({recommended.length})
        </Button>
      )}
      <Button size="small" onClick={() => takeFeatures(missed)}>
        Add all ({missed.length})
      </Button>
    </div>
  );
}

const SAID: Record<PropertyOutcome["outcome"], string> = {
  on: "in force",
  off: "off, as asked",
  "dropped-warned": "QEMU warns and drops it",
  "dropped-silently": "dropped without a word",
  fatal: "QEMU refuses to start",
  unknown: "not known for this host",
};

function FlagChip({
  override,
  outcomes,
}: {
  readonly override: Override;
  readonly outcomes: readonly PropertyOutcome[];
}) {
  const outcome = outcomes.find((item) => propertyKey(item.property) === propertyKey(override.property))?.outcome;
  const tone =
    outcome === "on" ? "on" : outcome === "fatal" || outcome?.startsWith("dropped") === true ? "bad" : "plain";
  const text = printFlag(override);
  return (
    <Chip text={text} tone={tone} title={outcome && SAID[outcome]} onRemove={() => removeFlag(override.property)} />
  );
}

function AddFlag() {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const add = () => {
    const result = addFlags(text);
    if (result.ok) setText("");
    setError(result.ok ? undefined : result.issues.map((issue) => issue.message).join(" "));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") add();
  };
  return (
    <Field label="Add -cpu flags" error={error}>
      {(ids) => (
        <div className={styles.add}>
          <input
            id={ids.id}
            aria-describedby={ids.describedBy}
            aria-invalid={error !== undefined}
            className={styles.input}
            value={text}
            placeholder="+hv-time,hv-spinlocks=0x1fff"
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setText(event.target.value);
              setError(undefined);
            }}
            onKeyDown={onKeyDown}
          />
          <Button onClick={add} disabled={text.trim() === ""}>
            Add
          </Button>
        </div>
      )}
    </Field>
  );
}
