// The whole cube in small: one table a kind of CPU model, machine types by upstream kernel, equal neighbours folded.
import type { Catalog } from "#catalog/open.ts";
import { allAxes, openCube, STATES } from "#engine/cube.ts";
import type { Selection } from "#engine/selection.ts";
import { groupBy } from "#state/group-by.ts";
import { bySelection } from "#state/memo.ts";
import { shortVersion } from "#state/versions.ts";
import type { CountedCell } from "./count-text.ts";

export interface CubeTable {
  readonly cpu: string;
  readonly title: string;
  readonly note: string;
  readonly isCurrent: boolean;
  /** Row by column. */
  readonly cells: readonly (readonly CountedCell[])[];
}

/** A row's machine types in words, and in as few as fit. */
export interface CubeRow {
  readonly text: string;
  readonly short: string;
}

export interface CubeModel {
  readonly points: number;
  readonly folded: number;
  readonly rows: readonly CubeRow[];
  readonly columns: readonly string[];
  readonly tables: readonly CubeTable[];
}

/** What the cube depends on: everything else of a selection leaves it, and its memo, alone. */
const essence = bySelection((_catalog, { accel, irqchip, xenVersion, host }) =>
  JSON.stringify({ accel, irqchip, xenVersion, host }),
);
const models = new WeakMap<Catalog, Map<string, CubeModel>>();

/** The small tables for the host, accelerator and interrupt controller of a selection, without its flags. */
export function cubeModel(catalog: Catalog, selection: Selection): CubeModel {
  const known = models.get(catalog) ?? new Map<string, CubeModel>();
  models.set(catalog, known);
  const named = catalog.cpuByName.get(selection.cpu)?.model.kind === "named" ? selection.cpu : "qemu64";
  const key = `${named} ${essence(catalog, selection)}`;
  const found = known.get(key) ?? build(catalog, { ...selection, overrides: [] }, named);
  known.set(key, found);
  return found;
}

function build(catalog: Catalog, selection: Selection, named: string): CubeModel {
  const all = allAxes(catalog, selection.host);
  const axes = {
    ...all,
    cpus: [named, "host", "max", "base"],
    hosts: all.hosts.filter((host) => host.platform === undefined),
  };
  const cube = openCube(catalog, selection, axes);
  const cell = (machine: number, cpu: number, host: number): CountedCell => cellOf(cube.states(machine, cpu, host));
  const cpus = axes.cpus.map((_, cpu) => cpu);
  const starting = axes.machines
    .map((_, machine) => machine)
    .filter((machine) => cell(machine, 0, 0).state !== "no-start");
  const hosts = axes.hosts.map((_, host) => host);
  const keyOf = (machine: number, cpu: number, host: number) =>
    `${cell(machine, cpu, host).state}${cell(machine, cpu, host).seen}`;
  const columns = foldBy(hosts, (host) =>
    starting.flatMap((machine) => cpus.map((cpu) => keyOf(machine, cpu, host))).join(),
  );
  const classes = groupBy(starting, (machine) =>
    columns.flatMap(([host]) => cpus.map((cpu) => keyOf(machine, cpu, host ?? 0))).join(),
  );
  const rows = [...classes.values()];
  const entriesOf = (machines: readonly number[]) =>
    machines.map((machine) => axes.machines[machine]).filter((entry) => entry !== undefined);
  const boards = groupBy(entriesOf(starting), (entry) => entry.board.board);
  const kernel = (index: number | undefined) => {
    const host = axes.hosts[index ?? 0];
    return host?.kernel === undefined && host?.measured ? "by libvirt" : shortVersion(host?.kernel ?? "");
  };
  return {
    points: all.machines.length * all.cpus.length * all.hosts.length,
    folded: rows.length * columns.length * cpus.length,
    rows: rows.map((members) => rowLabel(entriesOf(members), boards)),
    columns: columns.map((members, at) =>
      at === columns.length - 1 && members.length > 1 ? `${kernel(members[0])}+` : kernel(members[0]),
    ),
    tables: axes.cpus.map((cpu, index) => ({
      cpu,
      title: index === 0 ? "named models" : cpu,
      note:
        index === 0
          ? `${catalog.cpus.filter((model) => model.kind === "named").length} models`
          : (NOTES[index - 1] ?? ""),
      isCurrent: index === 0 ? selection.cpu === named : selection.cpu === cpu,
      cells: rows.map(([machine]) => columns.map(([host]) => cell(machine ?? 0, index, host ?? 0))),
    })),
  };
}

const NOTES = ["all the host has", "as host", "nothing"];

const counted = new WeakMap<Uint8Array, CountedCell>();

/** The counts of a point; points of one class share their states, and so their counts. */
function cellOf(states: Uint8Array): CountedCell {
  const found = counted.get(states) ?? countStates(states);
  counted.set(states, found);
  return found;
}

function countStates(states: Uint8Array): CountedCell {
  const count = (wanted: string) => states.reduce((sum, state) => sum + (STATES[state] === wanted ? 1 : 0), 0);
  const seen = count("default");
  const unknown = count("unknown");
  const first = STATES[states[0] ?? 0] ?? "unknown";
  const state = first === "no-start" ? "no-start" : unknown === states.length ? "unknown" : "default";
  return {
    state,
    seen,
    possible: seen + count("opt-in"),
    unknown,
  };
}

/** Neighbours with equal keys together. */
function foldBy(items: readonly number[], key: (item: number) => string): number[][] {
  const folded: { key: string; members: number[] }[] = [];
  for (const item of items) {
    const own = key(item);
    const last = folded.at(-1);
    if (last?.key === own) last.members.push(item);
    else folded.push({ key: own, members: [item] });
  }
  return folded.map(({ members }) => members);
}

type Machine = ReturnType<typeof allAxes>["machines"][number];

/** The machine types of a row by board: `q35, pc`, with their versions where a board has more than one row. */
function rowLabel(machines: readonly Machine[], total: ReadonlyMap<string, readonly Machine[]>): CubeRow {
  const boards = groupBy(machines, (machine) => machine.board.board);
  const label = ([board, entries]: readonly [string, readonly Machine[]]): string => {
    const versions = entries.map((entry) => entry.version.version).filter((version) => version !== undefined);
    const isWhole = total.get(board)?.length === entries.length;
    const name = BOARD_NAMES[board] ?? board;
    return isWhole || versions.length === 0
      ? name
      : `${name} ${[...new Set([versions[0], versions.at(-1)])].join(" … ")}`;
  };
  const labels = [...boards].toSorted(([a], [b]) => rank(a) - rank(b)).map(label);
  return {
    text: labels.join(", "),
    short: labels.length > 2 ? `${labels.slice(0, 2).join(", ")} +${labels.length - 2}` : labels.join(", "),
  };
}

const BOARD_NAMES: Readonly<Record<string, string>> = { "pc-q35": "q35", "pc-i440fx": "pc" };
const rank = (board: string): number => Object.keys(BOARD_NAMES).concat(board).indexOf(board);
