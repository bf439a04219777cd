// One name means one thing: feature ids, property names, machine types, CPU names, platforms, kernel and QEMU releases.
import type { ParsedCatalog } from "../parsed.ts";
import type { DataCheck } from "./check.ts";

function namesByKind(catalog: ParsedCatalog): Record<string, string[]> {
  const properties = catalog.features.flatMap(({ value }) =>
    value.property ? [value.property.name, ...value.property.aliases] : [],
  );
  return {
    feature: catalog.features.map(({ value }) => value.id),
    property: properties,
    "machine type": catalog.boards.flatMap(({ value }) => value.versions.map((version) => version.name)),
    "CPU name": catalog.cpus.flatMap(({ value }) => [
      ...new Set([
        value.model,
        ...value.versions.flatMap((version) => [version.name, ...version.aliases.map((alias) => alias.name)]),
      ]),
    ]),
    platform: catalog.platforms.flatMap(({ value }) => value.platforms.map((platform) => platform.id)),
    "kernel release": catalog.linux.value.kernels.map((kernel) => kernel.version),
    "QEMU release": catalog.qemu.value.releases.map((release) => release.version),
    "libvirt release": catalog.libvirt.value.releases.map((release) => release.version),
  };
}

export const uniqueCheck: DataCheck = {
  name: "unique",
  scope: "all names",
  check: (catalog) =>
    Object.entries(namesByKind(catalog)).flatMap(([kind, names]) =>
      names
        .filter((name, i) => names.indexOf(name) !== i)
        .map((name) => ({ where: kind, message: `${name} is there twice` })),
    ),
};
