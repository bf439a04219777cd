// CPU models: which version an unversioned name means on this machine type and QEMU, and the words it defines.
import { atLeast, compareVersions, version } from "#base/version.ts";
import type { BundledCpu, BundledCpuVersion } from "#catalog/bundle-types.ts";
import type { Catalog, CpuEntry, MachineEntry } from "#catalog/open.ts";
import type { QemuRelease } from "./qemu-release.ts";

/** How a CPU model treats bits that nobody set: named models leave them, `max` and `host` take all, `base` none. */
export type ModelKind = "named" | "host" | "max" | "base";

export interface CpuAnswer {
  readonly exists: boolean;
  readonly model?: BundledCpu;
  readonly version?: BundledCpuVersion;
  /** The name of what it resolved to: `Skylake-Server-v1`; the model's own name where QEMU has no versions. */
  readonly name?: string;
}

/** QEMU's default CPU model: https://gitlab.com/qemu-project/qemu, `default_cpu_type` of the boards. */
export const defaultCpu = (entry: MachineEntry | undefined): string =>
  entry?.board.board === "isapc" ? "486" : "qemu64";

/** Versions came with QEMU 4.1, and only machine types from 4.1 on resolve unversioned names to one. */
const FIRST_VERSIONED = version("4.1");

/** Resolves a CPU model as written. Rule: `x86_cpu_get_versioned_cpu_name` and the boards' `default_cpu_version`. */
export function resolveCpu(catalog: Catalog, name: string, machine: MachineEntry, qemu: QemuRelease): CpuAnswer {
  const entry = catalog.cpuByName.get(name);
  if (!entry || !nameExists(entry, qemu)) return { exists: false };
  const { model } = entry;
  if (entry.version && entry.version.version > 0) {
    return { exists: true, model, version: entry.version, name: entry.version.name };
  }
  const versions = model.versions.filter((row) => row.version > 0);
  if (versions.length === 0 || !qemu.behaves("cpu-versions"))
    return { exists: true, model, ...firstVersion(model), name: model.model };
  const chosen =
    machine.board.cpuVersion === "latest" ? latest(versions, qemu) : versions.find((row) => row.version === 1);
  return {
    exists: true,
    model,
    ...(chosen ? { version: chosen } : {}),
    name: takesBare(machine) || !chosen ? model.model : chosen.name,
  };
}

/** Boards without a version, and types before 4.1, take the bare definition, which is that of version 1. */
const takesBare = ({ board, version: { version: type } }: MachineEntry): boolean =>
  board.cpuVersion === "none" || (type !== undefined && compareVersions(version(type), FIRST_VERSIONED) < 0);

function nameExists(entry: CpuEntry, qemu: QemuRelease): boolean {
  const introduced = entry.introduced;
  if (entry.model.removed !== undefined && atLeast(qemu.version, version(entry.model.removed))) return false;
  return introduced === null || introduced.startsWith("<=") || atLeast(qemu.version, version(introduced));
}

const firstVersion = (model: BundledCpu): { version?: BundledCpuVersion } =>
  model.versions[0] ? { version: model.versions[0] } : {};

const latest = (versions: readonly BundledCpuVersion[], qemu: QemuRelease): BundledCpuVersion | undefined =>
  versions.filter((row) => row.introduced === null || atLeast(qemu.version, version(row.introduced))).at(-1);

/** Family, model and stepping as this QEMU defines them. */
export function signatureOf(
  row: BundledCpuVersion,
  qemu: QemuRelease,
): Pick<BundledCpuVersion, "family" | "model" | "stepping"> {
  return row.older && qemu.has({ until: row.older.until }) ? row.older : row;
}

/** True when a CPU name exists in this QEMU. */
export function cpuExists(catalog: Catalog, name: string, qemu: QemuRelease): boolean {
  const entry = catalog.cpuByName.get(name);
  return entry !== undefined && nameExists(entry, qemu);
}
