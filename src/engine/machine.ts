// Machine types: what an alias means on this QEMU, whether a name exists there, and which compat properties it brings.
import { atLeast, parseVersion, version } from "#base/version.ts";
import type { BundledBoard } from "#catalog/bundle-types.ts";
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import type { HostFacts } from "./host.ts";
import type { QemuRelease } from "./qemu-release.ts";
import type { IrqchipMode } from "./selection.ts";

export interface MachineAnswer {
  /** Present, absent from this QEMU, or a downstream name that nobody has recorded. */
  readonly exists: "yes" | "no" | "unknown";
  readonly entry?: MachineEntry;
  readonly deprecated: boolean;
}

/** The boards that exist in this host's QEMU build. */
export function boardsOf(catalog: Catalog, host: HostFacts): BundledBoard[] {
  const downstream = host.platform?.machines;
  return catalog.boards.filter((board) =>
    downstream === undefined
      ? board.downstream === undefined
      : board.downstream === downstream ||
        (board.downstream === undefined && board.versions.every((row) => row.version === undefined)),
  );
}

/**
 * True when this QEMU has the machine type. A downstream build has a type when it is new enough both in QEMU and in the
 * distribution's own release: RHEL 8.6 and 9.0 share QEMU 6.2 but not their types.
 */
export function machineExists({ board, version: row }: MachineEntry, qemu: QemuRelease, host: HostFacts): boolean {
  if (board.downstream === undefined)
    return qemu.has({ since: row.introduced ?? undefined, until: row.removed ?? undefined });
  const release = parseVersion(/^rhel-(.*)$/.exec(host.platform?.id ?? "")?.[1] ?? "");
  const inRelease =
    release === undefined || row.version === undefined || atLeast(release, version(row.version).slice(0, 2));
  return inRelease && (row.base === undefined || atLeast(qemu.version, version(row.base)));
}

/**
 * Resolves a machine type as written: empty is the default board, an alias the newest type of its board on this QEMU.
 * Rule: QEMU's own `alias` handling, read in the captures of 2.4 to 11.1.
 */
export function resolveMachine(catalog: Catalog, name: string, host: HostFacts, qemu: QemuRelease): MachineAnswer {
  const boards = boardsOf(catalog, host);
  const board = boards.find((row) => (name === "" ? row.isDefault : row.alias === name));
  const entry = board ? newest(board, qemu, host) : catalog.machineByName.get(name);
  if (entry && boards.includes(entry.board) && machineExists(entry, qemu, host)) {
    return { exists: "yes", entry, deprecated: isDeprecated(entry, qemu) };
  }
  const mayBeDownstream = entry === undefined && host.platform !== undefined && /^(pc-|ubuntu)/.test(name);
  return { exists: mayBeDownstream ? "unknown" : "no", deprecated: false };
}

function newest(board: BundledBoard, qemu: QemuRelease, host: HostFacts): MachineEntry | undefined {
  const entries = board.versions.map((row, index) => ({ board, version: row, index }));
  // `pc-q35-4.0.1` came later than 4.0 and was never what `q35` meant: the alias follows the release's own X.Y type.
  return (
    entries
      .filter((entry) => machineExists(entry, qemu, host) && (entry.version.version ?? "").split(".").length <= 2)
      .at(-1) ?? entries.filter((entry) => machineExists(entry, qemu, host)).at(-1)
  );
}

function isDeprecated({ version: row }: MachineEntry, qemu: QemuRelease): boolean {
  return row.deprecated !== null && atLeast(qemu.version, version(row.deprecated));
}

export interface CompatRow {
  readonly driver: string;
  readonly property: string;
  readonly value: string;
}

const compatMemo = new WeakMap<QemuRelease, Map<string, readonly CompatRow[]>>();

/** All compat properties of a type on this QEMU: its own and those of every newer type of its board, newest first. */
export function compatProperties(catalog: Catalog, entry: MachineEntry, qemu: QemuRelease): readonly CompatRow[] {
  const memo = compatMemo.get(qemu) ?? new Map<string, readonly CompatRow[]>();
  compatMemo.set(qemu, memo);
  const found = memo.get(entry.version.name);
  if (found) return found;
  const upstream = upstreamOf(catalog, entry);
  const rows = upstream.board.versions
    .slice(upstream.index)
    .toReversed()
    .flatMap((row) => row.compat.filter((property) => qemu.has(property)));
  memo.set(entry.version.name, rows);
  return rows;
}

/** A downstream type behaves like the upstream type it is built on; an upstream one is itself. */
function upstreamOf(catalog: Catalog, entry: MachineEntry): MachineEntry {
  if (entry.board.downstream === undefined || entry.version.base === undefined) return entry;
  const board = catalog.boards.find((row) => row.downstream === undefined && row.alias === entry.board.alias);
  const index = board?.versions.findIndex((row) => row.version === entry.version.base) ?? -1;
  const version = board?.versions[index];
  return board && version ? { board, version, index } : entry;
}

/** Rows of the KVM default table that this type leaves alone: those that it or a newer type of its board names. */
export const keptDefaults = (entry: MachineEntry): ReadonlySet<string> =>
  new Set(entry.board.versions.slice(entry.index).flatMap((row) => row.keepsDefault ?? []));

/** CPU properties that a downstream type switches on by itself. */
export const turnedOn = (entry: MachineEntry): readonly string[] => entry.version.turnsOn ?? [];

/** The interrupt controller mode in force. */
export const irqchipOf = (entry: MachineEntry, asked: IrqchipMode | undefined): IrqchipMode =>
  asked ?? entry.version.irqchip ?? entry.board.irqchip;
