// How many features this guest sees of those it could see here, counted over the families that its kind of guest looks at.
import type { Catalog } from "#catalog/open.ts";
import type { Family } from "#catalog/schema/feature.ts";
import type { VerdictState } from "#engine/resolved.ts";
import type { Selection } from "#engine/selection.ts";
import { visibleFeatures } from "#engine/verdict.ts";
import { propertyKey } from "./flag-text.ts";
import { bySelection } from "./memo.ts";
import { selectResolved, selectVerdict } from "./selectors.ts";
import type { Guest } from "./view.ts";

/** Linux reads KVM's leaves and leaves Hyper-V's alone; Windows knows nothing but Hyper-V's. */
const FAMILIES: Record<Guest, readonly Family[]> = { linux: ["kvm"], windows: ["hyperv"] };

/** The order in which families are shown. */
export const FAMILY_ORDER: Record<Guest, readonly Family[]> = {
  linux: ["kvm", "hyperv", "xen", "vmware"],
  windows: ["hyperv", "kvm", "xen", "vmware"],
};

export interface GuestTally {
  readonly seen: number;
  readonly possible: number;
  /** Features that a flag would show. */
  readonly missed: readonly string[];
  readonly unknown: number;
}

/** The features whose bits the guest of a selection reads, flags and dependencies counted in. */
export const selectSeen = bySelection(
  (catalog, selection): ReadonlySet<string> =>
    new Set(
      selectResolved(catalog, selection)
        .outcomes.filter((outcome) => outcome.outcome === "on")
        .map((outcome) => outcome.feature),
    ),
);

/** What the selection's flags ask of a feature: on, off, or nothing. The last flag for a property counts. */
export function askedFor(catalog: Catalog, selection: Selection, featureId: string): "on" | "off" | undefined {
  const property = catalog.featureById.get(featureId)?.property;
  if (property === undefined) return undefined;
  const names = new Set([property.name, ...property.aliases].map(propertyKey));
  const flag = selection.overrides.findLast((override) => names.has(propertyKey(override.property)));
  if (flag === undefined) return undefined;
  return /^(off|no|false|n)$/.test(flag.value) ? "off" : "on";
}

/** A verdict with the selection's flags laid over it: an opt-in that is asked for is on, a default that is refused is off. */
export function shownState(state: VerdictState, asked: "on" | "off" | undefined): VerdictState | "on" {
  if (state === "opt-in" && asked === "on") return "on";
  return state === "default" && asked === "off" ? "opt-in" : state;
}

export const selectTally = bySelection((catalog, selection, guest: Guest): GuestTally => {
  const features = visibleFeatures(catalog).filter((feature) => FAMILIES[guest].includes(feature.family));
  const seen = selectSeen(catalog, selection);
  const verdicts = features.map((feature) => selectVerdict(catalog, selection, feature.id));
  const missed = verdicts
    .filter(({ feature, state }) => !seen.has(feature) && (state === "opt-in" || state === "default"))
    .map(({ feature }) => feature);
  const count = features.filter((feature) => seen.has(feature.id)).length;
  const unknown = verdicts.filter(({ feature, state }) => state === "unknown" && !seen.has(feature)).length;
  return { seen: count, possible: count + missed.length, missed, unknown };
});
