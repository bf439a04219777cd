import { Suspense } from "react";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { Gates } from "#parts/gates.tsx";
import { VerdictPill } from "#parts/verdict-pill.tsx";
import { switchFeature } from "#state/actions.ts";
import { forgetEvidence } from "#state/load-evidence.ts";
import { selectJourney, type Journey } from "#state/journey.ts";
import { askedFor } from "#state/tally.ts";
import { pointText } from "#state/point-text.ts";
import { Button } from "#ui/button.tsx";
import { Section } from "#ui/section.tsx";
import { ErrorBoundary } from "../error-boundary.tsx";
import { Evidence } from "./evidence.tsx";
import { FeatureNotes } from "./feature-notes.tsx";
import { FeatureWhere } from "./feature-where.tsx";
import styles from "./inspector.module.css";

interface FeatureCardProps {
  readonly catalog: Catalog;
  readonly feature: BundledFeature;
  readonly selection: Selection;
  /** False when the card is about a point that was only rested on. */
  readonly isHere: boolean;
}

/** Everything about one feature at one point: what, why, where, and from which source. */
export function FeatureCard({ catalog, feature, selection, isHere }: FeatureCardProps) {
  const journey = selectJourney(catalog, selection, feature.id);
  const isNamed = typeof feature.property?.since === "string";
  const isOn = journey.isSeen || askedFor(catalog, selection, feature.id) === "on";
  const canFlip = isNamed && (isOn || !["unavailable", "no-start"].includes(journey.state));
  return (
    <>
      <Section title="Feature">
        <p className={styles.name}>{feature.id}</p>
        <p className={styles.purpose}>
          {feature.purpose} {feature.effect}
        </p>
        <VerdictPill state={journey.state} />
        {!isHere && <p className={styles.point}>at {pointText(catalog, selection)}</p>}
      </Section>
      <Section title="Why: the journey of the bit">
        <Gates rows={journey.gates} />
        {isHere && (
          <div className={styles.actions}>
            <Button
              look="primary"
              disabled={!canFlip}
              title={canFlip ? undefined : shutReason(journey)}
              onClick={() => switchFeature(feature.id, !isOn)}
            >
              {isOn ? "Flip the bit off" : "Flip the bit"}
            </Button>
          </div>
        )}
      </Section>
      <Section title="Where">
        <FeatureWhere catalog={catalog} feature={feature} selection={selection} />
      </Section>
      <FeatureNotes feature={feature} />
      <Section title="Evidence">
        <ErrorBoundary key={feature.id} what="the evidence" onRetry={() => forgetEvidence(feature.file)}>
          <Suspense fallback={<p className={styles.quiet}>Loading …</p>}>
            <Evidence file={feature.file} />
          </Suspense>
        </ErrorBoundary>
      </Section>
    </>
  );
}

/** The first gate that stops the bit and that no flag opens. */
const shutReason = ({ gates }: Journey): string | undefined => gates.find((gate) => gate.open === "no")?.text;
