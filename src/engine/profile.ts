// A profile on a host: the selection with its flags, what of it this host does not have, and from which kernel on it is whole.
import { compareVersions, version } from "#base/version.ts";
import type { BundledFeature, BundledProfile } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { setFeature } from "./flip.ts";
import { openPoint, type Point } from "./point.ts";
import type { Override, Selection } from "./selection.ts";
import { stateAt } from "./verdict.ts";

type ProfileFlag = BundledProfile["flags"][number];

/** Why a flag of a profile is not taken. */
export type LeftOutWhy = "vendor" | "unavailable" | "no-start" | "unknown";

export interface LeftOut {
  readonly feature: string;
  readonly why: LeftOutWhy;
}

export interface TakenProfile {
  readonly selection: Selection;
  readonly leftOut: readonly LeftOut[];
}

/**
 * The selection with a profile's flags in place of all flags for features of the catalogue; other flags stay. What this host, QEMU and
 * machine type cannot show is left out and named, for QEMU would refuse it; what nobody knows is left out too.
 */
export function takeProfile(catalog: Catalog, selection: Selection, profile: BundledProfile): TakenProfile {
  const bare = { ...selection, overrides: selection.overrides.filter((row) => !isOfFeature(catalog, row)) };
  const point = openPoint(catalog, bare);
  const leftOut: LeftOut[] = [];
  let made: Selection = bare;
  for (const flag of profile.flags) {
    const why = whyNot(catalog, point, selection, flag);
    if (why !== undefined) leftOut.push({ feature: flag.feature, why });
    else made = withFlag(catalog, made, flag);
  }
  return { selection: made, leftOut };
}

const isOfFeature = (catalog: Catalog, { property }: Override): boolean =>
  catalog.featureByProperty.has(property) || catalog.featureByProperty.has(property.replaceAll("_", "-"));

function whyNot(
  catalog: Catalog,
  point: Point,
  { host }: Selection,
  { feature: id, vendor }: ProfileFlag,
): LeftOutWhy | undefined {
  if (vendor !== undefined && vendor !== host.vendor) return "vendor";
  const feature = catalog.featureById.get(id);
  const state = feature ? stateAt(point, feature) : "unavailable";
  return state === "default" || state === "opt-in" ? undefined : state;
}

function withFlag(catalog: Catalog, selection: Selection, { feature: id, value }: ProfileFlag): Selection {
  const property = catalog.featureById.get(id)?.property?.name ?? id;
  if (value !== undefined)
    return { ...selection, overrides: [...selection.overrides, { property, form: "value", value }] };
  const made = setFeature(catalog, selection, id, true);
  return made.ok ? made.value : selection;
}

/**
 * The oldest upstream kernel on which a profile is whole, with the QEMU, machine type and CPU vendor of the selection; flags for the other
 * vendor do not count.
 * @returns undefined when no kernel of the catalogue has all of it.
 */
export function oldestKernel(catalog: Catalog, selection: Selection, profile: BundledProfile): string | undefined {
  const { vendor, hyperv, qemu } = selection.host;
  const platform = catalog.platformById.get(selection.host.platform ?? "");
  const wanted = profile.flags
    .filter((flag) => flag.vendor === undefined || flag.vendor === vendor)
    .flatMap((flag) => catalog.featureById.get(flag.feature) ?? []);
  const on = qemu ?? platform?.qemu ?? undefined;
  const kernels = catalog.kernels.map((row) => row.version).toSorted((a, b) => compareVersions(version(a), version(b)));
  return kernels.find((kernel) => {
    const host = { kernel, vendor, hyperv, ...(on === undefined ? {} : { qemu: on }) };
    const point = openPoint(catalog, { ...selection, overrides: [], host });
    return wanted.every((feature: BundledFeature) => ["default", "opt-in"].includes(stateAt(point, feature)));
  });
}
