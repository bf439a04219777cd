// Decides which CPU model name libvirt is given: QEMU's versioned names are younger in libvirt than their aliases.
import { compareVersions, parseVersion, version, versionText, type Version } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { defaultCpu } from "#engine/cpu.ts";
import { hostFacts } from "#engine/host.ts";
import { resolveMachine } from "#engine/machine.ts";
import { qemuRelease } from "#engine/qemu-release.ts";
import type { Selection } from "#engine/selection.ts";

/** Newest libvirt seen to refuse names such as Skylake-Server-v4: "Unknown CPU model" (9.0.0 was run). */
const WITHOUT_VERSIONED_NAMES = version("9.0.0");
/** Boards without PCI: libvirt's own default devices do not fit ("No PCI buses available", 9.0.0 was run). */
const WITHOUT_PCI = new Set(["isapc", "microvm"]);
const WITHOUT_ACPI = new Set(["isapc"]);

/** What a domain needs to know of its machine type. */
export interface DomainMachine {
  /** The versioned name where this QEMU's is known, else as written; empty for libvirt's own default. */
  readonly name: string;
  readonly defaultCpu: string;
  readonly hasPci: boolean;
  readonly hasAcpi: boolean;
  /** Only one distribution's QEMU has this machine type, so its program may lie elsewhere. */
  readonly isDownstream: boolean;
}

/** Resolves the machine type of a selection on its host's QEMU. */
export function domainMachine(catalog: Catalog, selection: Selection): DomainMachine {
  const host = hostFacts(catalog, selection.host);
  const entry = host.qemu
    ? resolveMachine(catalog, selection.machine, host, qemuRelease(catalog, host.qemu)).entry
    : catalog.machineByName.get(selection.machine);
  const board = entry?.board.board ?? "";
  return {
    name: entry?.version.name ?? selection.machine,
    defaultCpu: defaultCpu(entry),
    hasPci: !WITHOUT_PCI.has(board),
    hasAcpi: !WITHOUT_ACPI.has(board),
    isDownstream: (entry?.board.downstream ?? host.platform?.machines) !== undefined,
  };
}

export interface DomainCpuModel {
  readonly name: string;
  /** Why this host's libvirt may refuse it, by the catalogue. */
  readonly doubt?: string;
}

/** The name of a named CPU model for libvirt: as written, unless only an alias of the same version is old enough. */
export function domainCpuModel(catalog: Catalog, selection: Selection): DomainCpuModel {
  if (selection.cpu === "") return { name: domainMachine(catalog, selection).defaultCpu };
  const { libvirt } = hostFacts(catalog, selection.host);
  const entry = catalog.cpuByName.get(selection.cpu);
  if (!entry) return { name: selection.cpu };
  const isVersioned = entry.version?.name === selection.cpu && entry.version.version > 0;
  if (isVersioned && libvirt !== undefined && compareVersions(libvirt, WITHOUT_VERSIONED_NAMES) <= 0) {
    const alias = entry.version.aliases[0]?.name;
    if (alias !== undefined) return { name: alias };
    const doubt = `libvirt ${versionText(libvirt)} knows no versioned CPU model names, and refuses ${selection.cpu}`;
    return { name: selection.cpu, doubt };
  }
  const doubt = modelDoubt(entry.model, libvirt);
  return { name: selection.cpu, ...(doubt !== undefined && { doubt }) };
}

interface ModelLore {
  readonly model: string;
  readonly libvirt?: { readonly name: string | null; readonly since?: string | undefined } | undefined;
}

function modelDoubt({ model, libvirt: lore }: ModelLore, libvirt: Version | undefined): string | undefined {
  if (lore === undefined || lore.name === null)
    return `no libvirt is known to have the CPU model ${model}, so it may refuse it`;
  // `<=9.0.0`: there at the latest then, so an older libvirt may have it, too. `after 11.3.0`: not yet in that one.
  const since = parseVersion(lore.since?.replace(/^after /, "") ?? "");
  if (since === undefined || libvirt === undefined) return undefined;
  const isAfter = lore.since?.startsWith("after ") === true;
  const distance = compareVersions(libvirt, since);
  if (isAfter ? distance > 0 : distance >= 0) return undefined;
  const first = isAfter ? `a release after ${versionText(since)}` : versionText(since);
  return `libvirt has the CPU model ${model} from ${first} on, and this host has ${versionText(libvirt)}`;
}
