import type { BundledFeature } from "#catalog/bundle-types.ts";
import { focusOn } from "#state/actions.ts";
import { useApp } from "#state/use-app.ts";
import { Chip } from "#ui/chip.tsx";
import { Section } from "#ui/section.tsx";
import styles from "./inspector.module.css";

/** What else is worth knowing: who should take it, what it needs, what migration does with it, remarks. */
export function FeatureNotes({ feature }: { readonly feature: BundledFeature }) {
  const guest = useApp((app) => app.view.guest);
  const advice = feature.recommended;
  const notes = [
    advice?.text,
    feature.migration?.text,
    feature.libvirt?.note,
    ...feature.conflicts.map(
      (conflict) => `Not with ${conflict.with}${conflict.reason === undefined ? "." : `: ${conflict.reason}.`}`,
    ),
    ...feature.notes,
  ].filter((note) => note !== undefined);
  return (
    <>
      {advice !== undefined && (
        <Section title={guest === "windows" ? "For Windows guests" : "For Linux guests"}>
          <p>{ADVICE[advice[guest]]}</p>
        </Section>
      )}
      <Related title="Needs" features={feature.requires} />
      <Related title="Goes well with" features={feature.recommends} />
      {notes.length > 0 && (
        <Section title="Notes">
          <ul className={styles.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

const ADVICE = {
  yes: "Recommended where the host has it.",
  no: "Not recommended.",
  depends: "It depends on the use.",
  unknown: "No recommendation is known.",
} as const;

function Related({ title, features }: { readonly title: string; readonly features: BundledFeature["requires"] }) {
  if (features.length === 0) return null;
  return (
    <Section title={title}>
      <div className={styles.chips}>
        {features.map(({ feature, reason }) => (
          <Chip key={feature} text={feature} title={reason} onPress={() => focusOn({ kind: "feature", id: feature })} />
        ))}
      </div>
    </Section>
  );
}
