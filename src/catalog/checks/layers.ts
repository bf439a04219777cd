// Layers: each feature has one answer in each layer, nothing that a feature file says is said again, and versions are releases of the layer.
import type { Issue } from "#base/result.ts";
import type { FromFile, ParsedCatalog } from "../parsed.ts";
import type { Layer } from "../schema/layer.ts";
import type { DataCheck } from "./check.ts";

type Finding = Omit<Issue, "rule">;
type LayerFile = FromFile<Layer>;

const NEEDED = ["reports", "property", "libvirt"] as const;

export const layersCheck: DataCheck = {
  name: "layers",
  scope: "layers",
  check: (catalog) => [
    ...derivedLayers(catalog),
    ...catalog.layers.flatMap((file) => [
      ...identity(file, catalog),
      ...features(file, catalog),
      ...(file.value.from === "layer" ? versions(file) : mirrors(file, catalog)),
    ]),
  ],
};

/** Kernel, QEMU and libvirt are there once, and every feature with a property says what libvirt has for it. */
function derivedLayers({ layers, features }: ParsedCatalog): Finding[] {
  const missing = NEEDED.filter((from) => layers.filter(({ value }) => value.from === from).length !== 1);
  const silent = features.filter(({ value }) => value.property && !value.libvirt);
  return [
    ...missing.map((from) => ({ where: "layers", message: `exactly one layer takes its facts from ${from}` })),
    ...silent.map(({ file }) => ({
      where: `${file}: libvirt`,
      message: "a feature with a property says what libvirt has",
    })),
  ];
}

function identity({ file, value }: LayerFile, { layers }: ParsedCatalog): Finding[] {
  const findings: Finding[] = [];
  if (file !== `layers/${value.layer}.json`) findings.push({ where: file, message: "the file's name is not its id" });
  if (layers.some((other) => other.file !== file && other.value.order === value.order)) {
    findings.push({ where: `${file}: order`, message: "another layer has the same place in the stack" });
  }
  return findings;
}

function features({ file, value }: LayerFile, { features }: ParsedCatalog): Finding[] {
  const known = new Map(features.map((feature) => [feature.value.id, feature.value]));
  const rows = value.rows.flatMap((row) => row.features);
  const named = [...rows, ...value.defaults.flatMap((row) => row.features)];
  const families = value.rest.flatMap((row) => row.families);
  const findings = named
    .filter((id) => !known.has(id))
    .map((id) => ({ where: file, message: `no feature has the id ${id}` }));
  findings.push(
    ...[
      ...rows.filter((id, i) => rows.indexOf(id) !== i),
      ...families.filter((id, i) => families.indexOf(id) !== i),
    ].map((id) => ({ where: file, message: `${id} has two answers` })),
  );
  if (value.from === "layer") {
    const open = features.filter(
      (feature) => !rows.includes(feature.value.id) && !families.includes(feature.value.family),
    );
    findings.push(...open.map((feature) => ({ where: file, message: `${feature.value.id} has no answer` })));
  }
  return findings;
}

/** What the feature file says, the layer's file does not repeat: so the two cannot disagree. */
function mirrors({ file, value }: LayerFile, { features }: ParsedCatalog): Finding[] {
  const findings: Finding[] = [];
  if (value.rows.length > 0 || value.releases.length > 0) {
    findings.push({ where: file, message: `repeats facts that are taken from ${value.from} of each feature` });
  }
  const total = features.every(
    (feature) => value.from === "reports" || value.from === "property" || feature.value[partOf(value.from)],
  );
  if (total && value.rest.length > 0) findings.push({ where: `${file}: rest`, message: "no feature is left for it" });
  return findings;
}

const partOf = (from: Layer["from"]): "libvirt" | "linuxGuest" => (from === "libvirt" ? "libvirt" : "linuxGuest");

/** Everything with a first and perhaps a last release, and what it is about. */
const rowsOf = ({
  rows,
  rest,
  settings = [],
}: Layer): [string, { since: string | null; until?: string | undefined }][] => [
  ...rows.map((row): [string, typeof row] => [row.features.join(", "), row]),
  ...rest.map((row): [string, typeof row] => [row.families.join(", "), row]),
  ...settings.map((row): [string, typeof row] => [[row.setting, row.of].filter(Boolean).join(" "), row]),
];

function versions({ file, value }: LayerFile): Finding[] {
  const order = value.releases.map((release) => release.version);
  const findings: Finding[] = [];
  const dates = value.releases.flatMap((release) => release.released ?? []);
  if (dates.some((date, i) => i > 0 && date < (dates[i - 1] ?? ""))) {
    findings.push({ where: `${file}: releases`, message: "releases come in the order of their dates" });
  }
  for (const [what, row] of rowsOf(value)) {
    const since = row.since?.replace("<=", "");
    const places = [since, row.until].map((version) => (version === undefined ? undefined : order.indexOf(version)));
    if (places.includes(-1))
      findings.push({ where: `${file}: ${what}`, message: "since or until is no release of the layer" });
    const [start, end] = places;
    if (end !== undefined && end >= 0 && (start === undefined || start >= end)) {
      findings.push({ where: `${file}: ${what}`, message: "ends before it starts" });
    }
  }
  return findings;
}
