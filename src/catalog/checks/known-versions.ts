// A first release exists: not newer than the newest that the catalogue knows, and for libvirt one of its releases.
import { compareVersions, version } from "#base/version.ts";
import type { Issue } from "#base/result.ts";
import type { ParsedCatalog } from "../parsed.ts";
import type { DataCheck } from "./check.ts";

type Finding = Omit<Issue, "rule">;

export const knownVersionsCheck: DataCheck = {
  name: "known-versions",
  scope: "features, CPU models, machine types",
  check: (catalog) => {
    const newest = {
      QEMU: last(catalog.qemu.value.releases.map((release) => release.version)),
      Linux: last(catalog.linux.value.kernels.map((kernel) => kernel.version)),
    };
    return [...sinceFacts(catalog).flatMap((fact) => tooNew(fact, newest[fact.project])), ...libvirtReleases(catalog)];
  },
};

interface Since {
  readonly where: string;
  readonly project: "QEMU" | "Linux";
  readonly since: string | null | undefined;
}

function sinceFacts({ features, boards, cpus }: ParsedCatalog): Since[] {
  const linux = features.flatMap(({ file, value }) =>
    [...value.reports, ...value.capabilities, ...(value.linuxGuest ? [value.linuxGuest] : [])].map(
      ({ since }): Since => ({ where: file, project: "Linux", since }),
    ),
  );
  const qemu = [
    ...features.map(({ file, value }) => ({ where: `${file}: property.since`, since: value.property?.since })),
    ...boards.flatMap(({ file, value }) =>
      value.versions.map((machine) => ({ where: `${file}: ${machine.name}`, since: machine.introduced })),
    ),
    ...cpus.flatMap(({ file, value }) =>
      value.versions.map((model) => ({ where: `${file}: ${model.name}`, since: model.introduced })),
    ),
  ];
  return [...linux, ...qemu.map((fact): Since => ({ ...fact, project: "QEMU" }))];
}

function tooNew({ where, project, since }: Since, newest: string): Finding[] {
  if (!since || compareVersions(bare(since), version(newest)) <= 0) return [];
  return [{ where, message: `${project} ${since} is newer than the newest release known, ${newest}` }];
}

/** libvirt's releases are listed from some release on; older ones cannot be checked. */
function libvirtReleases({ features, libvirt }: ParsedCatalog): Finding[] {
  const known = libvirt.value.releases.map((release) => release.version);
  const oldest = known.toSorted((a, b) => compareVersions(version(a), version(b)))[0] ?? "0";
  return features.flatMap(({ file, value }) => {
    const since = value.libvirt?.since;
    if (!since || known.includes(since.replace("<=", "")) || compareVersions(bare(since), version(oldest)) < 0)
      return [];
    return [{ where: `${file}: libvirt.since`, message: `libvirt ${since} is no known release` }];
  });
}

const bare = (since: string): readonly number[] => version(since.replace("<=", ""));
const last = (versions: readonly string[]): string =>
  versions.toSorted((a, b) => compareVersions(version(a), version(b))).at(-1) ?? "0";
