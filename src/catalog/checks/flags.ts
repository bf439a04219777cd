// The history of CPU property names is one story: each name once, since a known release, gone only later, backported only before.
import { compareVersions, version } from "#base/version.ts";
import type { ParsedCatalog } from "../parsed.ts";
import type { DataCheck } from "./check.ts";

interface Name {
  readonly name: string;
  readonly since: string | undefined;
  readonly until: string | undefined;
}

const isBefore = (a: string, b: string): boolean => compareVersions(version(a), version(b)) < 0;

const namesOf = ({ flags }: ParsedCatalog): Name[] => [
  ...flags.value.words.flatMap((word) =>
    Object.values(word.flags).map((name): Name => ({ name, since: word.since?.[name], until: undefined })),
  ),
  ...flags.value.properties.map(({ name, since, until }): Name => ({ name, since, until })),
];

function messages(catalog: ParsedCatalog): string[] {
  const { words, aliases, backported, beyondKvm, dependencies } = catalog.flags.value;
  const names = namesOf(catalog);
  const byName = new Map(names.map((row) => [row.name, row]));
  const newest = catalog.qemu.value.releases
    .map((row) => row.version)
    .toSorted((a, b) => compareVersions(version(a), version(b)))
    .at(-1);
  return [
    ...names.filter((row) => byName.get(row.name) !== row).map(({ name }) => `${name} is there twice`),
    ...words.flatMap((word) =>
      Object.keys(word.since ?? {})
        .filter((name) => !Object.values(word.flags).includes(name))
        .map((name) => `${word.id} has no flag ${name}, but a first release of it`),
    ),
    ...names
      .filter(({ since }) => since !== undefined && newest !== undefined && isBefore(newest, since))
      .map(({ name, since }) => `${name}: QEMU ${since} is newer than the newest release known, ${newest}`),
    ...names
      .filter(({ since, until }) => since !== undefined && until !== undefined && !isBefore(since, until))
      .map(({ name }) => `${name} is gone before it is there`),
    ...Object.entries(aliases)
      .filter(([, name]) => !byName.has(name))
      .map(([alias, name]) => `${alias} stands for ${name}, which is no name`),
    ...beyondKvm.flags
      .filter((name) => !words.some(({ flags }) => Object.values(flags).includes(name)))
      .map((name) => `${name} is no flag, so KVM cannot list it`),
    ...dependencies.flatMap(({ flag, needs }) =>
      [flag, needs]
        .filter((name) => !words.some(({ flags }) => Object.values(flags).includes(name)))
        .map((name) => `${flag} needs ${needs}, but ${name} is no flag`),
    ),
    ...dependencies
      .filter(({ since, until }) => since !== undefined && until !== undefined && !isBefore(since, until))
      .map(({ flag, needs }) => `${flag} no longer needs ${needs} before it does`),
    ...backported.flatMap((row) =>
      row.names.flatMap((name) => {
        const since = byName.get(name)?.since;
        if (since !== undefined && row.series.every((series) => isBefore(series, since))) return [];
        return [`${name} cannot be backported to ${row.series.join(", ")}: it is there since ${since ?? "ever"}`];
      }),
    ),
  ];
}

export const flagsCheck: DataCheck = {
  name: "flags",
  scope: "CPU property names",
  check: (catalog) => messages(catalog).map((message) => ({ where: catalog.flags.file, message })),
};
