import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Selection } from "#engine/selection.ts";
import { selectResolved } from "#state/selectors.ts";
import { featurePlaces } from "#state/places.ts";
import { hex } from "#base/u32.ts";
import { Facts, type Fact } from "#ui/facts.tsx";

interface FeatureWhereProps {
  readonly catalog: Catalog;
  readonly feature: BundledFeature;
  readonly selection: Selection;
}

/** Where a feature shows: CPUID, MSRs, hypercalls, QEMU's and libvirt's names, migration. */
export function FeatureWhere({ catalog, feature, selection }: FeatureWhereProps) {
  const places = featurePlaces(selectResolved(catalog, selection), feature);
  const rows: readonly (Fact | undefined)[] = [
    fact(
      "CPUID",
      places.map((place) => `${hex(place.leaf)} ${place.register.toUpperCase()}[${place.bit}]`),
    ),
    fact(
      "MSR",
      feature.msrs.map((msr) => `${msr.index} ${msr.name}`),
    ),
    fact(
      "Hypercall",
      feature.hypercalls.map((call) => [call.number, call.name].filter(Boolean).join(" ")),
    ),
    fact("QEMU", qemuNames(feature)),
    fact("libvirt", [libvirtText(feature)]),
    fact("Migration", feature.migration ? [MIGRATION[feature.migration.value]] : []),
    fact(
      "Linux guests",
      feature.linuxGuest
        ? [feature.linuxGuest.since === null ? "none use it" : `use it since ${feature.linuxGuest.since}`]
        : [],
    ),
  ];
  return <Facts facts={rows.filter((row) => row !== undefined)} />;
}

const MIGRATION = {
  yes: "travels",
  no: "blocks migration",
  conditional: "under conditions",
  unknown: "unknown",
} as const;

function fact(term: string, lines: readonly string[]): Fact | undefined {
  if (lines.length === 0) return undefined;
  return { term, value: lines.map((line) => <div key={line}>{line}</div>) };
}

function qemuNames({ property }: BundledFeature): string[] {
  if (property === undefined || property.since === null) return ["no property"];
  const until = property.until === undefined ? "" : `, until ${property.until}`;
  return [property.name, `since ${property.since}${until}`];
}

function libvirtText({ libvirt }: BundledFeature): string {
  if (libvirt === undefined || libvirt.since === null) return "no element";
  const element = libvirt.on ?? libvirt.path ?? "element";
  return `${element} since ${libvirt.since}${libvirt.emitsNothing === true ? ", hands nothing to QEMU" : ""}`;
}
