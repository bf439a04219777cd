// Since when each layer knows a feature: kernel, guest, QEMU and libvirt from the feature's file, the tools above from the layers' files.
import { compareVersions, parseVersion } from "#base/version.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Layer } from "#catalog/schema/layer.ts";
import { earliest, sinceText } from "./since-text.ts";

export interface SinceRow {
  readonly layer: string;
  /** As it is written; empty where the layer does not know the feature. */
  readonly since: string;
  /** The release's day, where both are known. */
  readonly released: string | undefined;
  readonly name: string | undefined;
  /** What it does there without being asked. */
  readonly byDefault: string | undefined;
  readonly note: string | undefined;
  readonly confidence: string | undefined;
  /** The file of the catalogue that says so, and where it has it from. */
  readonly file: string;
  readonly source: string | undefined;
}

interface Release {
  readonly version: string;
  readonly released: string | null;
}

/** The day of a release, taken from the list that holds its first or only point release. */
function releaseDay(releases: readonly Release[], since: string | null | undefined): string | undefined {
  if (since === null || since === undefined) return undefined;
  const wanted = parseVersion(since.replace("<=", ""));
  if (wanted === undefined) return undefined;
  const found = releases.find(({ version }) => compareVersions(parseVersion(version) ?? [], wanted) === 0);
  return found?.released ?? undefined;
}

const NOTHING = {
  since: "",
  released: undefined,
  name: undefined,
  byDefault: undefined,
  note: undefined,
  confidence: undefined,
  source: undefined,
} as const;

function kernelRow(catalog: Catalog, { file, reports, capabilities, sureness }: BundledFeature): SinceRow {
  const since = earliest([...reports, ...capabilities].map((row) => row.since));
  const vendors = [...new Set([...reports, ...capabilities].flatMap(({ vendor }) => vendor ?? []))];
  const until = reports.find((row) => row.until !== undefined)?.until;
  return {
    ...NOTHING,
    file,
    layer: "Linux, KVM",
    since: sinceText(since),
    released: releaseDay(catalog.kernels, since),
    name: capabilities.map(({ name }) => name).join(", ") || undefined,
    note:
      [
        until === undefined ? undefined : `until ${until}`,
        vendors.length === 1 ? `${vendors[0] === "amd" ? "AMD" : "Intel"} hosts only` : undefined,
        ...[...reports, ...capabilities].map((row) => row.note),
      ]
        .filter(Boolean)
        .join("; ") || undefined,
    confidence: sureness["reports"] ?? sureness["capabilities"],
  };
}

function guestRow(catalog: Catalog, { file, linuxGuest, sureness }: BundledFeature): SinceRow {
  return {
    ...NOTHING,
    file,
    layer: "Linux guest",
    since: sinceText(linuxGuest?.since),
    released: releaseDay(catalog.kernels, linuxGuest?.since),
    note: linuxGuest?.note ?? (linuxGuest === undefined ? "not recorded" : undefined),
    confidence: sureness["linuxGuest"],
  };
}

function qemuRow(catalog: Catalog, { file, property, sureness }: BundledFeature): SinceRow {
  return {
    ...NOTHING,
    file,
    layer: "QEMU",
    since: sinceText(property?.since),
    released: releaseDay(catalog.qemu.releases, property?.since),
    name: property?.name,
    note: property?.until === undefined ? undefined : `until ${property.until}`,
    confidence: sureness["property.since"],
  };
}

function libvirtRow(catalog: Catalog, { file, libvirt, sureness }: BundledFeature): SinceRow {
  return {
    ...NOTHING,
    file,
    layer: "libvirt",
    since: sinceText(libvirt?.since),
    released: releaseDay(catalog.libvirt.releases, libvirt?.since),
    name: libvirt?.on ?? libvirt?.path,
    note: libvirt?.emitsNothing === true ? "hands nothing to QEMU" : undefined,
    confidence: sureness["libvirt"],
  };
}

const DEFAULTS = { on: "on", off: "off", depends: "depends", "n/a": undefined } as const;

type Derived = "reports" | "linuxGuest" | "property" | "libvirt";

const DERIVED = { reports: kernelRow, linuxGuest: guestRow, property: qemuRow, libvirt: libvirtRow } as const;

const withWhen = (byDefault: string | undefined, when: string | undefined): string | undefined =>
  byDefault === undefined ? undefined : [byDefault, when].filter(Boolean).join(": ");

/** Off is worth a word only where one could switch it on. */
function layerDefault({
  since,
  default: value,
  when,
}: Pick<Layer["rest"][number], "since" | "default" | "when">): string | undefined {
  return since === null && value === "off" && when === undefined ? undefined : withWhen(DEFAULTS[value], when);
}

function layerRow(layer: Layer, feature: BundledFeature): SinceRow {
  const known =
    layer.rows.find(({ features }) => features.includes(feature.id)) ??
    layer.rest.find(({ families }) => families.includes(feature.family));
  const released = layer.releases.find(({ version }) => version === known?.since?.replace("<=", ""))?.released;
  return {
    layer: layer.title,
    since: sinceText(known?.since),
    released: released ?? undefined,
    name: known?.name ?? undefined,
    byDefault: known && layerDefault(known),
    note: known === undefined ? "not recorded" : known.note,
    confidence: known?.evidence[0]?.confidence,
    file: `layers/${layer.layer}.json`,
    source: known?.evidence.map(({ source }) => source).join("; "),
  };
}

/** A derived layer's row, with what its file knows of defaults. */
function derivedRow(catalog: Catalog, feature: BundledFeature, from: Derived, layer: Layer | undefined): SinceRow {
  const row = DERIVED[from](catalog, feature);
  const known = layer?.defaults.find(({ features }) => features.includes(feature.id));
  return {
    ...row,
    layer: layer?.title ?? row.layer,
    byDefault: known && withWhen(DEFAULTS[known.default], known.when),
  };
}

/** One row a layer, lowest first. Without the layers' files: kernel, guest, QEMU and libvirt. */
export function sinceRows(catalog: Catalog, feature: BundledFeature, layers: readonly Layer[]): readonly SinceRow[] {
  const derived = (["reports", "linuxGuest", "property", "libvirt"] as const).map((from, index) => {
    const layer = layers.find((candidate) => candidate.from === from);
    return { order: layer?.order ?? index, row: derivedRow(catalog, feature, from, layer) };
  });
  const above = layers
    .filter(({ from }) => from === "layer")
    .map((layer) => ({ order: layer.order, row: layerRow(layer, feature) }));
  return [...derived, ...above].toSorted((a, b) => a.order - b.order).map(({ row }) => row);
}
