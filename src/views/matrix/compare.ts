// Two points side by side: the features that their guests see differently, each with the gate that decides it.
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { visibleFeatures } from "#engine/verdict.ts";
import type { Shown } from "#parts/verdict-look.ts";
import { selectJourney } from "#state/journey.ts";

export interface ComparedState {
  readonly state: Shown;
  /** The first gate that is not open, in words; empty where the guest sees the bit. */
  readonly why: string;
}

export interface Difference {
  readonly feature: string;
  readonly label: string;
  readonly left: ComparedState;
  readonly right: ComparedState;
}

/** The features whose state differs between two selections, flags counted in. */
export function compareSelections(catalog: Catalog, left: Selection, right: Selection): readonly Difference[] {
  return visibleFeatures(catalog).flatMap((feature) => {
    const [a, b] = [stateOf(catalog, left, feature.id), stateOf(catalog, right, feature.id)];
    if (a.state === b.state) return [];
    return [{ feature: feature.id, label: feature.property?.name ?? feature.id, left: a, right: b }];
  });
}

function stateOf(catalog: Catalog, selection: Selection, feature: string): ComparedState {
  const { state, gates } = selectJourney(catalog, selection, feature);
  const shown: Shown = state === "default" ? "on" : state;
  const shut = gates.find((gate) => gate.open !== "yes");
  return { state: shown, why: shown === "on" ? "" : (shut?.text ?? "") };
}
