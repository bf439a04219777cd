// The changelog keeps up with the catalogue: its newest version is the catalogue's own, and what that names is there.
// Older versions may name what has gone since.
import type { Issue } from "#base/result.ts";
import type { ParsedCatalog } from "../parsed.ts";
import type { CatalogChange } from "../schema/changes.ts";
import type { DataCheck } from "./check.ts";

type Finding = Omit<Issue, "rule">;

export const changesCheck: DataCheck = {
  name: "changes",
  scope: "changes",
  check: (catalog) => {
    const { file, value } = catalog.changes;
    const known = knownNames(catalog);
    const changes = value.versions.flatMap(({ changes }) => changes);
    return [
      ...versionFindings(catalog),
      ...repeated(changes.map((change) => change.id)).map((id) => ({
        where: `${file}: ${id}`,
        message: "is there twice",
      })),
      ...(value.versions[0]?.changes ?? []).flatMap((change) =>
        changeFindings(change, known).map((message) => ({ where: `${file}: ${change.id}`, message })),
      ),
    ];
  },
};

const dayOf = (version: string): string => version.replaceAll(".", "-");
const repeated = (names: readonly string[]): string[] => names.filter((name, i) => names.indexOf(name) !== i);

function versionFindings({ changes: { file, value }, index }: ParsedCatalog): Finding[] {
  const { version } = index.value;
  const [newest] = value.versions;
  const findings: Finding[] = [];
  if (newest?.version !== version)
    findings.push({ where: file, message: `the catalogue's version ${version} is not the newest one here` });
  value.versions.forEach((row, i) => {
    const older = value.versions[i + 1];
    const where = `${file}: ${row.version}`;
    if (older && older.version >= row.version)
      findings.push({ where, message: "versions come newest first, each once" });
    for (const { id, date } of row.changes) {
      const isInside = date <= dayOf(row.version) && (older === undefined || date > dayOf(older.version));
      if (!isInside)
        findings.push({ where: `${file}: ${id}`, message: `${date} is not in the version ${row.version}` });
    }
  });
  return findings;
}

interface Known {
  readonly files: readonly string[];
  readonly names: readonly (readonly [
    keyof CatalogChange & ("features" | "hosts" | "machines" | "cpus"),
    ReadonlySet<string>,
  ])[];
}

function knownNames(catalog: ParsedCatalog): Known {
  const platforms = catalog.platforms.flatMap(({ value }) => value.platforms.map((platform) => platform.id));
  const kernels = catalog.linux.value.kernels.map(({ version }) => `linux-${version}`);
  return {
    files: catalog.files,
    names: [
      ["features", new Set(catalog.features.map(({ value }) => value.id))],
      ["hosts", new Set([...platforms, ...kernels])],
      ["machines", new Set(catalog.boards.flatMap(({ value }) => value.versions.map(({ name }) => name)))],
      ["cpus", new Set(catalog.cpus.map(({ value }) => value.model))],
    ],
  };
}

function changeFindings(change: CatalogChange, { files, names }: Known): string[] {
  const isThere = (place: string): boolean =>
    place.endsWith("/") ? files.some((file) => file.startsWith(place)) : files.includes(place);
  const featuresOf = change.files.flatMap((file) => /^features\/[a-z]+\/(.+)\.json$/.exec(file)?.[1] ?? []);
  return [
    ...change.files.filter((place) => !isThere(place)).map((place) => `the catalogue has no ${place}`),
    ...names.flatMap(([key, known]) => [
      ...change[key].filter((name) => !known.has(name)).map((name) => `${key}: the catalogue has no ${name}`),
      ...repeated(change[key]).map((name) => `${key}: ${name} is there twice`),
    ]),
    ...featuresOf.filter((id) => !change.features.includes(id)).map((id) => `names the file of ${id}, not the feature`),
    ...(change.kind === "corrected" && change.before === undefined ? ["a correction says what was there before"] : []),
  ];
}
