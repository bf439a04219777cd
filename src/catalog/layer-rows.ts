// What one layer knows of one feature: from the layer's file, or from the feature's own facts where those say it already.
import { compareVersions, version } from "#base/version.ts";
import type { BundledFeature, BundledLayer, CatalogBundle } from "./bundle-types.ts";
import type { LayerDefault } from "./schema/layer.ts";

/** One cell of feature × layer. */
export interface LayerRow {
  readonly feature: string;
  readonly layer: string;
  /** First release that knows the feature, `<=` in front when the start was not traced; null when none does. */
  readonly since: string | null;
  /** First release without it again. */
  readonly until?: string | undefined;
  /** When `since` was released; null when that date is not in the catalogue or only an upper bound is known. */
  readonly date: string | null;
  readonly default: LayerDefault;
  /** When it is on, or on what that depends. */
  readonly when?: string | undefined;
  /** What the layer calls it. */
  readonly name: string | null;
  readonly note?: string | undefined;
  readonly sureness: string;
}

type Facts = Pick<LayerRow, "since" | "until" | "default" | "when" | "name" | "note" | "sureness">;

/** What a layer knows of a feature: total over all layers and features of the catalogue. */
export function layerRow(bundle: CatalogBundle, layer: BundledLayer, feature: BundledFeature): LayerRow {
  const facts = layer.from === "layer" ? undefined : DERIVED[layer.from](bundle, feature);
  const stored = facts ?? storedFacts(layer, feature);
  const said = layer.defaults.find((row) => row.features.includes(feature.id));
  return {
    feature: feature.id,
    layer: layer.layer,
    ...stored,
    date: releaseDate(bundle, layer, stored.since),
    ...(said && { default: said.default, when: said.when }),
  };
}

/** All cells of a layer, in the catalogue's order of features. */
export const layerRows = (bundle: CatalogBundle, layer: BundledLayer): readonly LayerRow[] =>
  bundle.features.map((feature) => layerRow(bundle, layer, feature));

const NOTHING: Facts = { since: null, default: "n/a", name: null, sureness: "recalled" };

function storedFacts(layer: BundledLayer, feature: BundledFeature): Facts {
  const row =
    layer.rows.find((row) => row.features.includes(feature.id)) ??
    layer.rest.find((row) => row.families.includes(feature.family));
  if (!row) return NOTHING;
  const { since, until, default: by, when, name, note, sureness } = row;
  return { since, until, default: by, when, name, note, sureness };
}

/** Each reads one part of the feature file; undefined where that part is missing and the layer's own rows decide. */
const DERIVED: Record<
  Exclude<BundledLayer["from"], "layer">,
  (bundle: CatalogBundle, feature: BundledFeature) => Facts | undefined
> = { reports: fromReports, property: fromProperty, libvirt: fromLibvirt, linuxGuest: fromLinuxGuest };

function fromReports(_: CatalogBundle, feature: BundledFeature): Facts {
  const path = feature.reports.length > 0 ? "reports" : "capabilities";
  const first = feature[path].toSorted((a, b) => compareVersions(bare(a.since), bare(b.since)))[0];
  if (!first) return { ...NOTHING, note: "KVM reports nothing for it.", sureness: sureness(feature, "cpuid") };
  const name = feature.capabilities[0]?.name ?? null;
  return { since: first.since, default: "on", name, sureness: sureness(feature, path) };
}

function fromProperty(bundle: CatalogBundle, feature: BundledFeature): Facts {
  const { property } = feature;
  if (!property) return { ...NOTHING, note: "QEMU has no property for it.", sureness: sureness(feature, "cpuid") };
  const facts = {
    since: property.since,
    until: property.until,
    name: property.name,
    sureness: sureness(feature, "property.since"),
  };
  return property.since === null ? { ...facts, default: "n/a" } : { ...facts, ...qemuDefault(bundle, property) };
}

/** The default of the newest release: KVM's table of defaults first, then the property's own. */
function qemuDefault(
  bundle: CatalogBundle,
  property: NonNullable<BundledFeature["property"]>,
): Pick<Facts, "default" | "when"> {
  const table = bundle.qemu.defaults.toSorted((a, b) => compareVersions(version(a.since), version(b.since))).at(-1);
  const switched = table?.irqchip.find((row) => row.property === property.name && row.value === "on");
  if (switched) return { default: "depends", when: `on with kernel-irqchip=${switched.when}` };
  if (table?.on.includes(property.name)) return { default: "on", when: "for named CPU models under KVM" };
  const own = property.defaults?.at(-1)?.value;
  if (own === "auto") return { default: "depends", when: "auto" };
  return own === "on" ? { default: "on" } : { default: "off" };
}

function fromLibvirt(_: CatalogBundle, { libvirt, ...feature }: BundledFeature): Facts {
  if (!libvirt) return NOTHING;
  const facts = { note: libvirt.note, sureness: sureness(feature, "libvirt.since") };
  if (libvirt.since === null) return { ...facts, since: null, default: "n/a", name: null };
  return { ...facts, since: libvirt.since, default: "off", name: libvirt.on ?? null };
}

function fromLinuxGuest(_: CatalogBundle, { linuxGuest, ...feature }: BundledFeature): Facts | undefined {
  if (!linuxGuest) return undefined;
  const known = linuxGuest.since !== null;
  return {
    since: linuxGuest.since,
    default: known ? "on" : "off",
    when: known ? "as soon as the bit is seen" : undefined,
    name: null,
    note: linuxGuest.note,
    sureness: sureness(feature, "linuxGuest.since"),
  };
}

/** The confidence behind a path: the most specific key of evidence that covers it. */
function sureness(feature: Pick<BundledFeature, "sureness">, path: string): string {
  const covering = Object.keys(feature.sureness).filter((key) => path === key || path.startsWith(`${key}.`));
  const nearest = covering.toSorted((a, b) => b.length - a.length)[0];
  return (nearest !== undefined ? feature.sureness[nearest] : undefined) ?? "recalled";
}

const bare = (since: string): readonly number[] => version(since.replace("<=", ""));

function releaseDate(bundle: CatalogBundle, layer: BundledLayer, since: string | null): string | null {
  if (since === null || since.startsWith("<=")) return null;
  if (layer.from === "layer") return layer.releases.find((release) => release.version === since)?.released ?? null;
  const releases = {
    reports: bundle.kernels,
    linuxGuest: bundle.kernels,
    property: bundle.qemu.releases,
    libvirt: bundle.libvirt.releases,
  }[layer.from];
  const same = releases.find((release) => compareVersions(version(release.version), version(since)) === 0);
  return same?.released ?? null;
}
