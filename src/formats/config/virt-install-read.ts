// Reads the commands of one domain: virt-install's own, or all of virt-xml's for it; what virt-install adds for Windows is in the VM.
import { parseU32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm } from "#engine/explain/config.ts";
import type { Override } from "#engine/selection.ts";
import type { Located } from "./libvirt-draft.ts";
import { readDomain, type ReadDomain } from "./libvirt-read.ts";
import { domainOf } from "./virt-install-domain.ts";
import { virtCommands, type VirtCommand } from "./virt-install-words.ts";

export interface ReadCommands extends ReadDomain {
  readonly commands: readonly VirtCommand[];
}

const kept = new WeakMap<ConfigVm, ReadCommands & { readonly text: string }>();

/** The machines of a text, at most so many. */
export function readVirtInstall(catalog: Catalog, text: string, most: number): readonly ReadCommands[] {
  const groups = [...groupsOf(virtCommands(text))].slice(0, most);
  return groups.map((commands) => {
    const read = readCommands(catalog, text, commands);
    kept.set(read.config, { ...read, text });
    return read;
  });
}

/** The commands of a machine of this text. */
export function reopenCommands(catalog: Catalog, text: string, config: ConfigVm): ReadCommands | undefined {
  const found = kept.get(config);
  if (found?.text === text) return found;
  const isOwn = (read: ReadCommands): boolean => read.config.span.start === config.span.start;
  return readVirtInstall(catalog, text, Infinity).find(isOwn);
}

/** Commands of virt-xml for one domain are about one machine. */
function groupsOf(commands: readonly VirtCommand[]): Iterable<readonly VirtCommand[]> {
  const groups = new Map<string, VirtCommand[]>();
  for (const command of commands) {
    const { program, domain, statement } = command;
    const key = program === "virt-xml" && domain !== "" ? `domain ${domain}` : `command ${statement.start}`;
    const group = groups.get(key) ?? [];
    group.push(command);
    groups.set(key, group);
  }
  return groups.values();
}

function readCommands(catalog: Catalog, text: string, commands: readonly VirtCommand[]): ReadCommands {
  const { config, located, issues } = readDomain(catalog, text, [{ element: domainOf(commands), path: "domain" }]);
  const [first] = commands;
  const { isPinned, ...rest } = config;
  const isInstall = first?.program === "virt-install";
  const isWhole = isInstall && config.vm.machine !== "" && (config.vm.cpu !== "" || config.cpuMode !== undefined);
  const name = config.name ?? first?.domain;
  const added = isInstall && config.guest === "windows" ? addedForWindows(catalog, located) : [];
  return {
    config: {
      ...rest,
      ...(name !== undefined && name !== "" && { name }),
      ...(isPinned === true && { isPinned }),
      vm: { ...config.vm, overrides: [...config.vm.overrides, ...added] },
      isWhole,
      addedByTool: added.map(({ property }) => property),
    },
    located,
    issues,
    commands,
  };
}

/**
 * What virt-install sets for Windows beside what is asked for. The newest is meant, on a host whose libvirt lists all Hyper-V
 * features: of what is perhaps there it is not to be said that it is missing. Features of one CPU vendor are left to the host.
 */
function addedForWindows(catalog: Catalog, located: readonly Located[]): readonly Override[] {
  const said = new Set(located.map(({ mention }) => mention.name));
  const rows = catalog.layers.find(({ layer }) => layer === "virt-install")?.rows ?? [];
  return rows
    .filter((row) => row.default === "depends")
    .flatMap((row) => row.features.map((id) => ({ row, feature: catalog.featureById.get(id) })))
    .flatMap(({ row, feature }) => {
      const property = feature?.property?.name;
      if (property === undefined || feature?.vendors.length === 1 || said.has(property)) return [];
      const retries = parseU32(/retries=(\d+)/.exec(row.name ?? "")?.[1] ?? "");
      const value = retries === undefined ? "on" : `0x${retries.toString(16)}`;
      return [{ property, form: "value" as const, value }];
    });
}
