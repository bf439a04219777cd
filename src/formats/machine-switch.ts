// Layers with one switch for a whole Hyper-V set: which features it brings at a release, and whether that contradicts the selection.
import type { Catalog } from "#catalog/open.ts";
import type { BundledFeature, BundledLayer } from "#catalog/bundle-types.ts";
import { leftOutBecause, saidBy, type Choice, type Fate } from "./choices.ts";
import { broughtBy, knownFeature, type Target } from "./layer-target.ts";
import { isOff } from "./settled.ts";

type Row = BundledLayer["rows"][number];

/** What a switch sets. */
export interface Brought {
  readonly feature: BundledFeature;
  readonly row: Row;
}

/** The features that come with a switch at this release. */
export const switchBrings = (catalog: Catalog, target: Target, isSwitch: (row: Row) => boolean): readonly Brought[] =>
  broughtBy(target, isSwitch).flatMap((row) =>
    row.features.flatMap((id) => {
      const feature = catalog.featureById.get(id);
      return feature?.property ? [{ feature, row }] : [];
    }),
  );

const sameValue = (a: string, b: string | undefined): boolean =>
  b === undefined || a === b || (/^\w+$/.test(a) && Number(a) === Number(b));

/** True when the choice asks for just what the switch sets. */
export const isBrought = (brought: readonly Brought[], choice: Choice): boolean =>
  brought.some(
    ({ feature, row }) => feature === choice.feature && !isOffChoice(choice) && sameValue(choice.value, row.value),
  );

export const isOffChoice = ({ property, value, feature }: Choice): boolean => isOff({ property, value, feature });

/** What becomes of a feature where only that switch can be thrown. `by` is its name; it is thrown or not. */
export function switchFate(
  catalog: Catalog,
  target: Target,
  choice: Choice,
  by: { readonly name: string; readonly isThrown: boolean; readonly brought: readonly Brought[] },
): Fate {
  const { property, value, feature } = choice;
  if (!feature) return leftOutBecause(property, `${target.title} has no option for this CPU property`, "never");
  const found = by.brought.find((row) => row.feature === feature);
  if (!found) {
    const { obstacle } = knownFeature(catalog, target, feature);
    return leftOutBecause(
      property,
      obstacle?.reason ?? `${target.title} has no option for it`,
      obstacle?.kind ?? "never",
    );
  }
  if (isBrought(by.brought, choice)) return saidBy(property, by.name, found.row.since);
  if (!by.isThrown) return leftOutBecause(property, `${by.name} is not set, so it stays off`, "never");
  const what = isOffChoice(choice) ? "on" : `at ${found.row.value ?? "a value of its own"}`;
  return leftOutBecause(property, `${by.name} has it ${what}, and ${JSON.stringify(value)} cannot be said`, "conflict");
}

/** What comes along with the switch and was not asked for: a note, or none. */
export function alongNote(name: string, brought: readonly Brought[], choices: readonly Choice[]): string[] {
  const asked = new Set(choices.flatMap(({ feature }) => feature?.id ?? []));
  const extra = brought.filter(({ feature }) => !asked.has(feature.id));
  if (extra.length === 0) return [];
  const list = extra.map(({ feature, row }) => [feature.property?.name, row.value].filter(Boolean).join("="));
  return [`${name} also switches on what was not asked for: ${list.join(", ")}`];
}

/** What decides beside the release, in the layer's own words, for what is asked for. */
export function conditionNotes(brought: readonly Brought[], choices: readonly Choice[]): readonly string[] {
  const rows = new Set(
    brought.filter((row) => choices.some((choice) => isBrought([row], choice))).map(({ row }) => row),
  );
  return [...rows].flatMap((row) => {
    const names = brought.filter((found) => found.row === row).map(({ feature }) => feature.property?.name);
    return row.when === undefined ? [] : [`${names.join(", ")}: ${row.when}`];
  });
}
