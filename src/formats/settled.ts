// What the CPU flags of a selection come to: one value a property, as QEMU takes them.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Override } from "#engine/selection.ts";

/** A property after all overrides: QEMU takes `p=v` first, then `+p`, then `-p`, and of each the last. */
export interface Settled {
  /** QEMU's own name for it. */
  readonly property: string;
  readonly value: string;
  readonly feature: BundledFeature | undefined;
}

/** One row a property, in the order of their first mention. */
export function settleOverrides(catalog: Catalog, overrides: readonly Override[]): ReadonlyMap<string, Settled> {
  const rank = { value: 0, plus: 1, minus: 2 } as const;
  const ranks = new Map<string, number>();
  const settled = new Map<string, Settled>();
  for (const { property, form, value } of overrides) {
    const { name, feature } = canonicalProperty(catalog, property);
    if (rank[form] < (ranks.get(name) ?? 0)) continue;
    ranks.set(name, rank[form]);
    settled.set(name, { property: name, value, feature });
  }
  return settled;
}

/** QEMU's own name of a property as somebody wrote it, and its feature. */
export function canonicalProperty(
  catalog: Catalog,
  property: string,
): { readonly name: string; readonly feature: BundledFeature | undefined } {
  const dashed = property.replaceAll("_", "-");
  const feature = catalog.featureByProperty.get(property) ?? catalog.featureByProperty.get(dashed);
  const meant = Object.hasOwn(catalog.flags.aliases, property) ? catalog.flags.aliases[property] : undefined;
  return { name: feature?.property?.name ?? meant ?? dashed, feature };
}

/** The words that QEMU takes for on. */
export const isOn = (value: string): boolean => /^(?:on|yes|true|y)$/.test(value);

/** The words that QEMU takes for off. */
export const isOffWord = (value: string): boolean => /^(?:off|no|false|n)$/.test(value);

/** True for a feature that is on or off, and has no other value. */
export const isSwitch = (feature: BundledFeature | undefined): boolean =>
  /^(?:bit|bool|on-off-auto)$/.test(feature?.property?.type ?? "");

/** True when the property is a switch that is off here. */
export const isOff = ({ value, feature }: Settled): boolean => isSwitch(feature) && isOffWord(value);

/** True for the name of an ordinary CPU flag. */
export const isCpuFlag = (catalog: Catalog, property: string): boolean =>
  catalog.flags.words.some((word) => Object.values(word.flags).includes(property));
