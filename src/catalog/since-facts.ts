// Every "since when" of the catalogue with its confidence: what `catalog:status` counts, layer by layer.
import { strongest } from "./bundle.ts";
import type { FromFile, ParsedCatalog } from "./parsed.ts";
import type { Confidence, Evidence } from "./schema/common.ts";
import type { Feature } from "./schema/feature.ts";

export interface SinceFact {
  /** The layer it is about: `linux-kvm-host`, `qemu`, `machine types`, ... */
  readonly layer: string;
  readonly file: string;
  readonly what: string;
  readonly since: string;
  readonly confidence: Confidence;
}

/** All first releases that the catalogue claims; an unknown or never reached one (null) is no claim. */
export function sinceFacts(catalog: ParsedCatalog): readonly SinceFact[] {
  return [
    ...catalog.features.flatMap(featureFacts),
    ...catalog.linux.value.capabilities.map((row): SinceFact => ({
      layer: "linux-kvm-host",
      file: catalog.linux.file,
      what: row.name,
      since: row.since,
      confidence: strongest(row.evidence),
    })),
    ...catalog.boards.flatMap(({ file, value }) =>
      value.versions.flatMap((row) => introduced("machine types", file, row.name, row)),
    ),
    ...catalog.cpus.flatMap(({ file, value }) => [
      ...introduced("CPU models", file, value.model, value),
      ...value.versions.flatMap((row) => introduced("CPU models", file, row.name, row)),
    ]),
    ...layerFacts(catalog),
  ];
}

function featureFacts({ file, value }: FromFile<Feature>): SinceFact[] {
  const fact = (layer: string, path: string, since: string | null | undefined): SinceFact[] =>
    since ? [{ layer, file, what: `${value.id} ${path}`, since, confidence: strongest(covering(value, path)) }] : [];
  return [
    ...value.reports.flatMap((row) => fact("linux-kvm-host", "reports", row.since)),
    ...value.capabilities.flatMap((row) => fact("linux-kvm-host", "capabilities", row.since)),
    ...fact("qemu", "property.since", value.property?.since),
    ...fact("libvirt", "libvirt.since", value.libvirt?.since),
    ...fact("linux-guest", "linuxGuest.since", value.linuxGuest?.since),
  ];
}

/** The evidence under the most specific key that covers a path. */
function covering({ evidence }: Feature, path: string): readonly Evidence[] {
  const keys = Object.keys(evidence).filter((key) => path === key || path.startsWith(`${key}.`));
  const nearest = keys.toSorted((a, b) => b.length - a.length)[0];
  return (nearest !== undefined ? evidence[nearest] : undefined) ?? [];
}

interface Introduced {
  readonly introduced: string | null;
  readonly evidence: readonly Evidence[];
}

/** Notes of such evidence say which field it backs; where none names this one, all of it counts. */
function introduced(layer: string, file: string, what: string, row: Introduced): SinceFact[] {
  if (row.introduced === null) return [];
  const named = row.evidence.filter((piece) => piece.note?.includes("introduced"));
  const confidence = strongest(named.length > 0 ? named : row.evidence);
  return [{ layer, file, what: `${what} introduced`, since: row.introduced, confidence }];
}

function layerFacts({ layers, features }: ParsedCatalog): SinceFact[] {
  return layers.flatMap(({ file, value }) => {
    const rows = new Set(value.rows.flatMap((row) => row.features));
    const answers = [
      ...value.rows.map((row) => ({ ...row, ids: row.features })),
      ...value.rest.map((row) => ({
        ...row,
        ids: features
          .filter((feature) => row.families.includes(feature.value.family) && !rows.has(feature.value.id))
          .map((feature) => feature.value.id),
      })),
    ];
    return answers.flatMap(({ ids, since, evidence }) =>
      since === null
        ? []
        : ids.map((id): SinceFact => ({ layer: value.layer, file, what: id, since, confidence: strongest(evidence) })),
    );
  });
}
