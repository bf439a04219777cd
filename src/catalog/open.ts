// Opens a bundle into look-ups by id, by property name and by alias. The result is shared and never written to.
import type {
  CatalogBundle,
  BundledBoard,
  BundledCpu,
  BundledCpuVersion,
  BundledFeature,
  BundledMachineVersion,
  BundledPlatform,
} from "./bundle-types.ts";

export interface MachineEntry {
  readonly board: BundledBoard;
  readonly version: BundledMachineVersion;
  /** Its place in the board's list, oldest first. */
  readonly index: number;
}

export interface CpuEntry {
  readonly model: BundledCpu;
  /** Set when the name itself fixes a version (`EPYC-v3`, `EPYC-IBPB`). */
  readonly version: BundledCpuVersion | undefined;
  /** QEMU release that introduced this very name. */
  readonly introduced: string | null;
}

/** The catalogue, opened. */
export interface Catalog extends CatalogBundle {
  readonly featureById: ReadonlyMap<string, BundledFeature>;
  /** By QEMU property name and every alias of it. */
  readonly featureByProperty: ReadonlyMap<string, BundledFeature>;
  readonly machineByName: ReadonlyMap<string, MachineEntry>;
  readonly boardByAlias: ReadonlyMap<string, readonly BundledBoard[]>;
  readonly cpuByName: ReadonlyMap<string, CpuEntry>;
  readonly platformById: ReadonlyMap<string, BundledPlatform>;
}

/** Builds the look-ups of a bundle. Linear in its size; does not check it, since only checked bundles exist. */
export function openCatalog(bundle: CatalogBundle): Catalog {
  const featureByProperty = new Map<string, BundledFeature>();
  for (const feature of bundle.features) {
    if (!feature.property) continue;
    for (const name of [feature.property.name, ...feature.property.aliases]) featureByProperty.set(name, feature);
  }
  return {
    ...bundle,
    featureById: new Map(bundle.features.map((feature) => [feature.id, feature])),
    featureByProperty,
    machineByName: machinesByName(bundle.boards),
    boardByAlias: groupBy(
      bundle.boards.filter((board) => board.alias !== null),
      (board) => board.alias ?? "",
    ),
    cpuByName: cpusByName(bundle.cpus),
    platformById: new Map(bundle.platforms.map((platform) => [platform.id, platform])),
  };
}

function machinesByName(boards: readonly BundledBoard[]): Map<string, MachineEntry> {
  const machines = new Map<string, MachineEntry>();
  for (const board of boards) {
    board.versions.forEach((version, index) => machines.set(version.name, { board, version, index }));
  }
  return machines;
}

function cpusByName(cpus: readonly BundledCpu[]): Map<string, CpuEntry> {
  const entries = new Map<string, CpuEntry>();
  for (const model of cpus) {
    for (const version of model.versions) {
      entries.set(version.name, { model, version, introduced: version.introduced });
      for (const alias of version.aliases) entries.set(alias.name, { model, version, introduced: alias.introduced });
    }
    entries.set(model.model, { model, version: undefined, introduced: model.introduced });
  }
  return entries;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
