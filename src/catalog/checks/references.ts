// What one file names in another must be there: features, platforms, CPU and file names.
import type { Issue } from "#base/result.ts";
import type { ParsedCatalog } from "../parsed.ts";
import type { DataCheck } from "./check.ts";

type Finding = Omit<Issue, "rule">;

function featureReferences({ features, linux, platforms }: ParsedCatalog, known: ReadonlySet<string>): Finding[] {
  const named: { where: string; feature: string }[] = [];
  for (const { file, value } of features) {
    for (const key of ["requires", "recommends"] as const) {
      value[key].forEach((relation, i) => named.push({ where: `${file}: ${key}.${i}`, feature: relation.feature }));
    }
    value.conflicts.forEach(({ feature }, i) => {
      if (feature) named.push({ where: `${file}: conflicts.${i}`, feature });
    });
  }
  linux.value.backports.forEach((row, i) =>
    named.push({ where: `${linux.file}: backports.${i}`, feature: row.feature }),
  );
  for (const { file, value } of platforms) {
    for (const platform of value.platforms) {
      for (const row of platform.backports)
        named.push({ where: `${file}: ${platform.id}.backports`, feature: row.feature });
    }
  }
  return named
    .filter(({ feature }) => !known.has(feature))
    .map(({ where, feature }) => ({ where, message: `no feature has the id ${feature}` }));
}

function platformReferences({ platforms }: ParsedCatalog): Finding[] {
  const ids = new Set(platforms.flatMap(({ value }) => value.platforms.map((platform) => platform.id)));
  return platforms.flatMap(({ file, value }) =>
    value.platforms
      .filter((platform) => platform.sameAs !== undefined && !ids.has(platform.sameAs))
      .map((platform) => ({
        where: `${file}: ${platform.id}.sameAs`,
        message: `no platform has the id ${platform.sameAs}`,
      })),
  );
}

function fileNames({ features, boards }: ParsedCatalog): Finding[] {
  const wrongFeatures = features.filter(({ file, value }) => file !== `features/${value.family}/${value.id}.json`);
  const wrongBoards = boards.filter(({ file, value }) => file !== `machines/${value.board}.json`);
  return [...wrongFeatures, ...wrongBoards].map(({ file }) => ({
    where: file,
    message: "the file's name is not its id",
  }));
}

export const referencesCheck: DataCheck = {
  name: "references",
  scope: "all files",
  check: (catalog) => [
    ...featureReferences(catalog, new Set(catalog.features.map(({ value }) => value.id))),
    ...platformReferences(catalog),
    ...fileNames(catalog),
  ],
};
