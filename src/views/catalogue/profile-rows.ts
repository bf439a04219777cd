// The table of profiles: a row a feature that any of them has, a cell a profile.
import type { BundledProfile } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";

export interface ProfileCell {
  /** `part`: only on one vendor, or only sometimes. */
  readonly has: "yes" | "part" | "no";
  readonly text: string;
  /** The whole of it in words. */
  readonly title: string;
}

export interface ProfileRow {
  readonly id: string;
  readonly label: string;
  readonly cells: readonly ProfileCell[];
}

/** Rows in the catalogue's order of features. */
export function profileTable(catalog: Catalog, profiles: readonly BundledProfile[]): readonly ProfileRow[] {
  const named = new Set(profiles.flatMap((profile) => profile.flags.map((flag) => flag.feature)));
  return catalog.features
    .filter(({ id }) => named.has(id))
    .map((feature) => ({
      id: feature.id,
      label: feature.property?.name ?? feature.id,
      cells: profiles.map((profile) => cellOf(profile, feature.id)),
    }));
}

function cellOf(profile: BundledProfile, id: string): ProfileCell {
  const flag = profile.flags.find(({ feature }) => feature === id);
  if (flag === undefined) return { has: "no", text: "–", title: "not in the set" };
  const vendor = flag.vendor && VENDORS[flag.vendor];
  const limits = [vendor && `on ${vendor}`, flag.when].filter((text) => text !== undefined);
  const value = flag.value ?? "yes";
  return {
    has: limits.length > 0 ? "part" : "yes",
    text: vendor ?? (flag.when === undefined ? value : `${value}*`),
    title: [value, ...limits].join(", "),
  };
}

const VENDORS = { intel: "Intel", amd: "AMD" } as const;
