// Profiles name features that QEMU's -cpu can set, with a value where one is needed; our own hold what their flags require, and what is recommended.
import type { FromFile, ParsedCatalog } from "../parsed.ts";
import type { Feature } from "../schema/feature.ts";
import type { Profile } from "../schema/profile.ts";
import type { DataCheck } from "./check.ts";

type Finding = ReturnType<DataCheck["check"]>[number];

export const profilesCheck: DataCheck = {
  name: "profiles",
  scope: "profiles",
  check: ({ profiles, features, qemu }: ParsedCatalog) => {
    const byId = new Map(features.map(({ value }) => [value.id, value]));
    const defaults = new Set(qemu.value.defaults.at(-1)?.on ?? []);
    return profiles.flatMap((file) => [
      ...identity(file),
      ...flags(file, byId),
      ...(file.value.kind === "own" ? closed(file, byId) : []),
      ...(file.value.id === `${file.value.guest}-recommended` ? complete(file, features, defaults) : []),
    ]);
  },
};

type ProfileFile = FromFile<Profile>;

function identity({ file, value }: ProfileFile): Finding[] {
  const findings: Finding[] = [];
  if (file !== `profiles/${value.id}.json`) findings.push({ where: file, message: "the file's name is not its id" });
  if ((value.kind === "published") !== (value.publisher !== undefined))
    findings.push({
      where: `${file}: publisher`,
      message: "a published profile, and only such a one, names its publisher",
    });
  return findings;
}

function flags({ file, value }: ProfileFile, byId: ReadonlyMap<string, Feature>): Finding[] {
  return value.flags.flatMap(({ feature: id, value: written }, at): Finding[] => {
    const where = `${file}: flags.${at}`;
    const property = byId.get(id)?.property;
    if (property?.scope !== "cpu") return [{ where, message: `${id} is no feature with a property of -cpu` }];
    if (value.flags.findIndex((other) => other.feature === id) !== at)
      return [{ where, message: `${id} is there twice` }];
    const isSwitch = property.type === "bit" || property.type === "bool";
    return isSwitch === (written === undefined)
      ? []
      : [{ where, message: isSwitch ? `${id} takes no value` : `${id} needs a value` }];
  });
}

/** What QEMU makes a flag require must be in the set too. */
function closed({ file, value }: ProfileFile, byId: ReadonlyMap<string, Feature>): Finding[] {
  const held = new Set(value.flags.map((flag) => flag.feature));
  return value.flags.flatMap(({ feature }) =>
    (byId.get(feature)?.requires ?? [])
      .filter((row) => row.check === "fatal" && !held.has(row.feature))
      .map((row) => ({ where: `${file}: flags`, message: `${feature} requires ${row.feature}` })),
  );
}

/** The recommended set is every feature that its own file recommends and QEMU does not switch on by itself. */
function complete(
  { file, value }: ProfileFile,
  features: ParsedCatalog["features"],
  defaults: ReadonlySet<string>,
): Finding[] {
  const held = new Set(value.flags.map((flag) => flag.feature));
  return features
    .map((row) => row.value)
    .filter(
      ({ recommended, property, kind }) =>
        kind === "feature" && recommended?.[value.guest] === "yes" && property?.scope === "cpu",
    )
    .filter(({ id, property }) => !held.has(id) && !defaults.has(property?.name ?? ""))
    .map(({ id }) => ({ where: `${file}: flags`, message: `${id} is recommended, but not in the set` }));
}
