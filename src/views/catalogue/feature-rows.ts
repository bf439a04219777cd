// What the list of features shows of each, and the facets that narrow it.
import { compareVersions, parseVersion } from "#base/version.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { CONFIDENCES } from "#catalog/schema/common.ts";
import { earliest } from "./since-text.ts";

type Confidence = (typeof CONFIDENCES)[number];

/** `none`: a matter of the host, or without a property. */
export type Default = "on" | "off" | "auto" | "value" | "none";

export interface FeatureRow {
  readonly feature: BundledFeature;
  readonly bits: string;
  readonly kernel: string | undefined;
  readonly qemu: string | undefined;
  readonly libvirt: string | undefined;
  readonly byDefault: Default;
  /** The weakest of the confidences behind its first releases; undefined when it has none. */
  readonly confidence: Confidence | undefined;
  readonly text: string;
}

/** Lower-case words; QEMU takes `_` and `-` for the same. */
const plain = (text: string): string => text.toLowerCase().replaceAll("_", "-");

/** First kernel that has it: reported bits and capabilities both tell. */
const kernelSince = (feature: BundledFeature): string | undefined =>
  earliest([...feature.reports, ...feature.capabilities].map(({ since }) => since));

function bitsText({ cpuid, reports }: BundledFeature): string {
  const places = cpuid.length > 0 ? cpuid : reports;
  const [first] = places;
  if (first === undefined) return "";
  const bits = "field" in first && first.field ? first.field.join(":") : (first.bits ?? []).join(",");
  const more = places.length > 1 ? " …" : "";
  return `${first.leaf.replace("0x400000", "…")} ${first.register.toUpperCase()}[${bits}]${more}`;
}

function byDefault(catalog: Catalog, { property }: BundledFeature): Default {
  if (property === undefined || property.since === null) return "none";
  if (catalog.qemu.defaults.at(-1)?.on.includes(property.name)) return "on";
  const own = property.defaults?.at(-1)?.value;
  if (own === undefined) return "off";
  if (own === "on" || own === "off" || own === "auto") return own;
  return "value";
}

const SINCE_PATHS = ["reports", "capabilities", "property.since", "libvirt", "linuxGuest"] as const;

function sinceConfidence({ sureness }: BundledFeature): Confidence | undefined {
  const known = SINCE_PATHS.map((path) => sureness[path]);
  return CONFIDENCES.findLast((confidence) => known.includes(confidence));
}

export function featureRow(catalog: Catalog, feature: BundledFeature): FeatureRow {
  const { property, libvirt } = feature;
  const bits = bitsText(feature);
  return {
    feature,
    bits,
    kernel: kernelSince(feature),
    qemu: property?.since ?? undefined,
    libvirt: libvirt?.since ?? undefined,
    byDefault: byDefault(catalog, feature),
    confidence: sinceConfidence(feature),
    text: plain(
      [
        feature.id,
        feature.title,
        feature.purpose,
        feature.family,
        property?.name ?? "",
        ...(property?.aliases ?? []),
        ...feature.msrs.flatMap((msr) => [msr.name, msr.index]),
        ...feature.hypercalls.map((call) => call.name),
        ...feature.cpuid.map((place) => `${place.leaf} ${place.register}`),
        bits,
      ].join(" "),
    ),
  };
}

const before = (since: string | undefined, limit: string): boolean =>
  since !== undefined && compareVersions(parseVersion(since.replace("<=", "")) ?? [], parseVersion(limit) ?? []) < 0;

function kernelAge({ kernel }: FeatureRow): string {
  if (kernel === undefined) return "none";
  if (before(kernel, "4.6")) return "4.5";
  if (before(kernel, "5.0")) return "4.x";
  return before(kernel, "6.0") ? "5.x" : "6.x";
}

const needOf = ({ feature }: FeatureRow): string =>
  feature.requires.some(({ check }) => check === "fatal") ? "features" : feature.needs.length > 0 ? "host" : "none";

export interface Facet {
  readonly id: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly of: (row: FeatureRow) => string;
}

const option = (value: string, label: string) => ({ value, label });

/** In the order in which they stand above the list; their ids and values are written in links. */
export const FACETS: readonly Facet[] = [
  {
    id: "family",
    label: "Family",
    options: [option("kvm", "KVM"), option("hyperv", "Hyper-V"), option("xen", "Xen"), option("vmware", "VMware")],
    of: ({ feature }) => feature.family,
  },
  {
    id: "kind",
    label: "Kind",
    options: [
      option("feature", "Feature"),
      option("setting", "Setting"),
      option("switch", "Switch"),
      option("host", "Of the host"),
      option("proposal", "Proposed only"),
    ],
    of: ({ feature }) => feature.kind,
  },
  {
    id: "default",
    label: "On by default",
    options: [
      option("on", "Yes"),
      option("off", "No"),
      option("auto", "Automatic"),
      option("value", "A value"),
      option("none", "No property"),
    ],
    of: (row) => row.byDefault,
  },
  {
    id: "kernel",
    label: "KVM since",
    options: [
      option("4.5", "4.5 or before"),
      option("4.x", "4.6 to 4.20"),
      option("5.x", "5.x"),
      option("6.x", "6.0 or later"),
      option("none", "Not from KVM"),
    ],
    of: kernelAge,
  },
  {
    id: "needs",
    label: "Needs",
    options: [
      option("features", "Other features"),
      option("host", "Something of host or VM"),
      option("none", "Nothing more"),
    ],
    of: needOf,
  },
  {
    id: "libvirt",
    label: "libvirt element",
    options: [option("yes", "Has one"), option("no", "Has none")],
    of: (row) => (row.libvirt === undefined ? "no" : "yes"),
  },
  {
    id: "sure",
    label: "Confidence",
    options: CONFIDENCES.map((confidence) => option(confidence, confidence)),
    of: (row) => row.confidence ?? "none",
  },
];

export type Chosen = ReadonlyMap<string, string>;

/** Reads `family:kvm,libvirt:no`. */
export const parseChosen = (only: string): Chosen =>
  new Map(
    only
      .split(",")
      .map((part) => part.split(":"))
      .flatMap(([id, value]) => (id && value ? [[id, value] as const] : [])),
  );

export const printChosen = (chosen: Chosen): string =>
  [...chosen]
    .filter(([, value]) => value !== "")
    .map((pair) => pair.join(":"))
    .join(",");

/** Whether all words of a query occur in a text. */
export const hasWords = (text: string, query: string): boolean =>
  plain(query)
    .split(/\s+/)
    .every((word) => text.includes(word));

/** The rows that hold all words and lie in all facets; a facet that this release does not know narrows nothing. */
export const narrowed = (rows: readonly FeatureRow[], query: string, chosen: Chosen): readonly FeatureRow[] =>
  rows.filter(
    (row) =>
      hasWords(row.text, query) &&
      FACETS.every((facet) => {
        const value = chosen.get(facet.id);
        return value === undefined || facet.of(row) === value;
      }),
  );
