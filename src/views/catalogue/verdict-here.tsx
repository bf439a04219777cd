import { useDeferredValue } from "react";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import { visibleFeatures } from "#engine/verdict.ts";
import { SHORT, TONES } from "#parts/verdict-look.ts";
import { VerdictMark } from "#parts/verdict-mark.tsx";
import { selectJourney } from "#state/journey.ts";
import { useCatalog, useSelection } from "#state/use-app.ts";
import { Badge } from "#ui/badge.tsx";
import styles from "./verdict-here.module.css";

interface VerdictHereProps {
  readonly feature: BundledFeature;
}

/** What the current VM's guest has of a feature, short; nothing where there are no bits to see. */
export function VerdictHere({ feature }: VerdictHereProps) {
  const catalog = useCatalog();
  const selection = useDeferredValue(useSelection());
  if (!visibleFeatures(catalog).includes(feature)) return <span className={styles.none}>–</span>;
  const { state } = selectJourney(catalog, selection, feature.id);
  return (
    <span className={styles.pill}>
      <Badge tone={TONES[state]}>
        <VerdictMark state={state} />
        {SHORT[state]}
      </Badge>
    </span>
  );
}
