// What the map can show: the features of a family, all of them, or the one that the inspector explains.
import type { Catalog } from "#catalog/open.ts";
import { visibleFeatures } from "#engine/verdict.ts";
import { FAMILY_ORDER } from "#state/tally.ts";
import type { Focus, Guest } from "#state/view.ts";
import type { MapSubject } from "./map-model.ts";

export interface SubjectChoice {
  readonly value: string;
  readonly label: string;
  readonly subject: MapSubject;
}

const FAMILY_NAMES: Readonly<Record<string, string>> = { kvm: "KVM's own features", hyperv: "Hyper-V features" };

/** The choices, first the features that the guest's kind looks at. */
export function subjectChoices(catalog: Catalog, guest: Guest, focus: Focus): readonly SubjectChoice[] {
  const features = visibleFeatures(catalog);
  const families = FAMILY_ORDER[guest].flatMap((family): SubjectChoice[] => {
    const ids = features.filter((feature) => feature.family === family).map((feature) => feature.id);
    const label = FAMILY_NAMES[family] ?? `${family} features`;
    return ids.length === 0 ? [] : [{ value: family, label, subject: { kind: "counts", features: ids } }];
  });
  const focused = focus.kind === "feature" ? features.find((feature) => feature.id === focus.id) : undefined;
  const single: readonly SubjectChoice[] = focused
    ? [{ value: "focus", label: `${focused.id} alone`, subject: { kind: "feature", feature: focused.id } }]
    : [];
  return [...families, { value: "all", label: "all features", subject: { kind: "counts" } }, ...single];
}
