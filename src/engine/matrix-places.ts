// Where a cell of a matrix stands in the cube: the points of its row and column, and the selection for the rest.
import { remembered } from "#base/remembered.ts";
import { compareVersions, version } from "#base/version.ts";
import type { Catalog } from "#catalog/open.ts";
import { atPoints, type AxisPoint } from "./axis.ts";
import { allAxes, openCube, STATES, type Cube, type CubeAxes } from "./cube.ts";
import { hostFacts } from "./host.ts";
import { resolveMachine } from "./machine.ts";
import { qemuRelease } from "./qemu-release.ts";
import type { HostSelection, Selection } from "./selection.ts";

/** Places on the cube's axes; `machine` is -1 where the selection's machine type is not known to the host. */
export interface Place {
  readonly machine: number;
  readonly cpu: number;
  readonly host: number;
}

export interface Places {
  readonly cube: Cube;
  readonly at: (row: number, column: number) => Place;
  /** The states of all features at a place. */
  readonly states: (place: Place) => Uint8Array;
  /** The same on the newest upstream kernel and QEMU, with the newest machine type of the same board. */
  readonly newest: (place: Place) => Uint8Array | undefined;
}

/** Opens the cube that holds all points of two axes. */
export function openPlaces(
  catalog: Catalog,
  selection: Selection,
  rows: readonly AxisPoint[],
  columns: readonly AxisPoint[],
): Places {
  const hosts = hostsOf(selection, rows, columns);
  const cpus = cpusOf(selection, rows, columns);
  const axes: CubeAxes = {
    machines: allAxes(catalog, selection.host).machines,
    cpus: cpus.names,
    hosts: [...hosts.list, newestHost(catalog, selection.host)],
  };
  const cube = openCube(catalog, selection, axes);
  const byName = new Map(axes.machines.map((entry, index) => [entry.version.name, index]));
  const ownMachine = remembered((host: number) => machineOn(catalog, selection, axes.hosts[host], byName));
  const machineAt = (row: number, column: number): number | undefined => {
    const name = rows[row]?.machine ?? columns[column]?.machine;
    return name === undefined ? undefined : byName.get(name);
  };
  const filled = (state: "no-start" | "unknown"): Uint8Array =>
    new Uint8Array(cube.features.length).fill(STATES.indexOf(state));
  const missing = { "-1": filled("no-start"), "-2": filled("unknown") };
  return {
    cube,
    at: (row, column) => {
      const host = hosts.at(row, column);
      const machine = machineAt(row, column) ?? ownMachine(host);
      return { machine, cpu: cpus.at(row, column, axes.machines[machine]?.board.board), host };
    },
    states: ({ machine, cpu, host }) =>
      machine < 0 ? missing[machine === -1 ? "-1" : "-2"] : cube.states(machine, cpu, host),
    newest: ({ machine, cpu }) => {
      const there = machine < 0 ? undefined : newestType(cube, machine);
      return there === undefined ? undefined : cube.states(there, cpu, axes.hosts.length - 1);
    },
  };
}

/** What the selection's machine type means on a host: its place, -1 when that host's QEMU has none, -2 when nobody knows. */
function machineOn(
  catalog: Catalog,
  selection: Selection,
  host: HostSelection | undefined,
  byName: ReadonlyMap<string, number>,
): number {
  const facts = hostFacts(catalog, host ?? selection.host);
  if (!facts.qemu || !facts.isTold) return -2;
  const { entry, exists } = resolveMachine(catalog, selection.machine, facts, qemuRelease(catalog, facts.qemu));
  return (entry && byName.get(entry.version.name)) ?? (exists === "unknown" ? -2 : -1);
}

interface HostPlaces {
  readonly list: readonly HostSelection[];
  readonly at: (row: number, column: number) => number;
}

const changesHost = (points: readonly AxisPoint[]): boolean =>
  points.some((point) => point.host !== undefined || point.qemu !== undefined || point.libvirt !== undefined);

function hostsOf(selection: Selection, rows: readonly AxisPoint[], columns: readonly AxisPoint[]): HostPlaces {
  const byRow = changesHost(rows) ? rows : [undefined];
  const byColumn = changesHost(columns) ? columns : [undefined];
  const list = byRow.flatMap((row) =>
    byColumn.map((column) => atPoints(selection, ...[row, column].filter((point) => point !== undefined)).host),
  );
  return {
    list,
    at: (row, column) => (byRow.length === 1 ? 0 : row) * byColumn.length + (byColumn.length === 1 ? 0 : column),
  };
}

interface CpuPlaces {
  readonly names: readonly string[];
  readonly at: (row: number, column: number, board: string | undefined) => number;
}

/** The CPU models of an axis, or the selection's own; QEMU's own default depends on the board. */
function cpusOf(selection: Selection, rows: readonly AxisPoint[], columns: readonly AxisPoint[]): CpuPlaces {
  const onRows = rows.some((point) => point.cpu !== undefined);
  if (onRows || columns.some((point) => point.cpu !== undefined))
    return {
      names: (onRows ? rows : columns).map((point) => point.cpu ?? ""),
      at: (row, column) => (onRows ? row : column),
    };
  if (selection.cpu !== "") return { names: [selection.cpu], at: () => 0 };
  return { names: ["qemu64", "486"], at: (_row, _column, board) => (board === "isapc" ? 1 : 0) };
}

/** The newest upstream kernel with the newest QEMU, built as the selection's host is. */
function newestHost(catalog: Catalog, { vendor, hyperv }: HostSelection): HostSelection {
  const last = (rows: readonly { readonly version: string }[]): string =>
    rows
      .map((row) => row.version)
      .toSorted((a, b) => compareVersions(version(a), version(b)))
      .at(-1) ?? "";
  return { kernel: last(catalog.kernels), qemu: last(catalog.qemu.releases), vendor, hyperv };
}

const newestTypes = new WeakMap<Cube, Map<string, number | undefined>>();

/** The newest type of a type's upstream board, by its place; undefined when its board has none upstream. */
function newestType(cube: Cube, machine: number): number | undefined {
  const known = newestTypes.get(cube) ?? new Map<string, number | undefined>();
  newestTypes.set(cube, known);
  const board = cube.axes.machines[machine]?.board;
  const key = board?.alias ?? board?.board ?? "";
  if (!known.has(key)) {
    const at = cube.axes.machines.findLastIndex(
      (entry) => entry.board.downstream === undefined && (entry.board.alias ?? entry.board.board) === key,
    );
    known.set(key, at < 0 ? undefined : at);
  }
  return known.get(key);
}
