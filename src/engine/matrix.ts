// Two axes of the cube as a table: rows and columns with equal neighbours folded, each cell a verdict or counts.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { allAxes, hostTitle, openCube, STATES, type Cube } from "./cube.ts";
import { hostFacts } from "./host.ts";
import { resolveMachine } from "./machine.ts";
import { qemuRelease } from "./qemu-release.ts";
import { resolveVm } from "./resolve.ts";
import type { VerdictState } from "./resolved.ts";
import type { HostSelection, Selection } from "./selection.ts";

export interface MatrixSpec {
  readonly rows: "machine" | "feature";
  readonly columns: "host";
  /** Which hosts are columns; all unless given. */
  readonly hosts?: "linux" | "platforms" | "all";
  /** With machine rows: the one feature whose verdict a cell shows; unset: counts over all features. */
  readonly feature?: string;
}

/** A row or column; `members` are the ids folded into it, its own first. */
export interface MatrixLine {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly members: readonly MatrixMember[];
}

export interface MatrixMember {
  readonly id: string;
  readonly label: string;
  /** What moves the VM there: a machine type, a host, or nothing for a feature. */
  readonly machine?: string;
  readonly host?: HostSelection;
  readonly feature?: string;
}

export interface MatrixCell {
  /** The verdict of the one feature, or for counts the state that tells whether it starts at all. */
  readonly state: VerdictState;
  /** For counts: seen with the selection as it is; possible by a flag; all visible features; unknown ones. */
  readonly seen: number;
  readonly possible: number;
  readonly total: number;
  readonly unknown: number;
  /** For one feature: whether the guest sees it there with the overrides of the selection. */
  readonly shown: boolean;
}

export interface Matrix {
  readonly rows: readonly MatrixLine[];
  readonly columns: readonly MatrixLine[];
  /** How many rows and columns there were before folding. */
  readonly unfolded: { readonly rows: number; readonly columns: number };
  readonly cell: (row: number, column: number) => MatrixCell;
}

/** Id of a host in tables: a platform id, `linux-6.12`, or `measured`. */
export const hostId = (host: HostSelection): string =>
  host.measured ? "measured" : (host.platform ?? `linux-${host.kernel ?? ""}`);

/**
 * Builds the table of a selection. Folding follows from computed equality alone: neighbours of one group with the
 * same cells in every other line become one line.
 */
export function buildMatrix(catalog: Catalog, selection: Selection, spec: MatrixSpec): Matrix {
  const all = allAxes(catalog, selection.host);
  const axes = {
    ...all,
    cpus: [selection.cpu === "" ? "qemu64" : selection.cpu],
    hosts: all.hosts.filter(
      (host) => (spec.hosts ?? "all") === "all" || (host.platform === undefined) === (spec.hosts === "linux"),
    ),
  };
  const cube = openCube(catalog, selection, axes);
  const hosts = axes.hosts.map((host): MatrixMember & { group: string } => ({
    id: hostId(host),
    label: hostTitle(catalog, host),
    host,
    group: hostGroup(catalog, host),
  }));
  const asked = askedFeatures(catalog, selection, cube);
  const source =
    spec.rows === "machine" ? machineRows(cube, spec, asked) : featureRows(catalog, selection, cube, asked);
  const columns = fold(hosts, (a, b) => source.rows.every((_, row) => source.key(row, a) === source.key(row, b)));
  const rows = fold(source.rows, (a, b) =>
    columns.every((column) => source.key(a, column.index) === source.key(b, column.index)),
  );
  return {
    rows: rows.map((line) => line.line),
    columns: columns.map((line) => line.line),
    unfolded: { rows: source.rows.length, columns: hosts.length },
    cell: (row, column) => source.cell(rows[row]?.index ?? 0, columns[column]?.index ?? 0),
  };
}

type Grouped = MatrixMember & { readonly group: string };

interface Folded {
  readonly index: number;
  readonly line: MatrixLine;
}

/** Folds neighbours of one group that are the same. */
function fold(items: readonly Grouped[], same: (a: number, b: number) => boolean): Folded[] {
  const folded: { index: number; group: string; members: MatrixMember[] }[] = [];
  items.forEach(({ group, ...member }, index) => {
    const last = folded.at(-1);
    if (last && last.group === group && same(last.index, index)) last.members.push(member);
    else folded.push({ index, group, members: [member] });
  });
  return folded.map(({ index, group, members }) => ({
    index,
    line: { id: members[0]?.id ?? "", label: members[0]?.label ?? "", group, members },
  }));
}

const hostGroup = (catalog: Catalog, host: HostSelection): string =>
  host.platform === undefined ? "linux" : (catalog.platformById.get(host.platform)?.family ?? "");

/** What the flags of the selection do at a point: whether the VM still starts, and which features its guest sees. */
interface Asked {
  readonly starts: boolean;
  readonly seen: ReadonlySet<string>;
  /** Equal keys mean that nothing tells two points apart. */
  readonly key: string;
}

/** Undefined without flags: the states say all. */
type AskedAt = (machine: number, host: number) => Asked | undefined;

const NOTHING_ASKED: Asked = { starts: true, seen: new Set(), key: "" };

function askedFeatures(catalog: Catalog, selection: Selection, cube: Cube): AskedAt {
  if (selection.overrides.length === 0 && (selection.globals ?? []).length === 0) return () => undefined;
  const memo = new Map<string, Asked>();
  return (machine, host) => {
    const first = STATES[cube.states(machine, 0, host)[0] ?? 3];
    if (first === "no-start") return NOTHING_ASKED;
    const key = `${cube.machineClass[machine] ?? 0}:${host}`;
    const made = memo.get(key) ?? askedAt(catalog, selection, cube, machine, host);
    memo.set(key, made);
    return made;
  };
}

function askedAt(catalog: Catalog, selection: Selection, cube: Cube, machine: number, host: number): Asked {
  const there = {
    ...selection,
    machine: cube.axes.machines[machine]?.version.name ?? "",
    host: cube.axes.hosts[host] ?? selection.host,
  };
  const resolved = resolveVm(catalog, there);
  if (resolved.starts === "no") return { starts: false, seen: new Set(), key: "no-start" };
  const seen = resolved.outcomes.filter((row) => row.outcome === "on").map((row) => row.feature);
  return { starts: true, seen: new Set(seen), key: seen.join() };
}

interface Source {
  readonly rows: readonly Grouped[];
  /** Equal keys mean cells that nobody can tell apart. */
  readonly key: (row: number, host: number) => number | string;
  readonly cell: (row: number, host: number) => MatrixCell;
}

function machineRows(cube: Cube, spec: MatrixSpec, shown: AskedAt): Source {
  const only = spec.feature === undefined ? -1 : cube.features.findIndex((feature) => feature.id === spec.feature);
  const rows = cube.axes.machines.map((entry): Grouped => ({
    id: entry.version.name,
    label: entry.version.name,
    machine: entry.version.name,
    group: entry.board.board,
  }));
  const cell = (row: number, host: number): MatrixCell => {
    const states = cube.states(row, 0, host);
    return only < 0 ? countCell(cube, states, shown(row, host)) : featureCell(cube, states, only, shown(row, host));
  };
  const key = (row: number, host: number): number | string => {
    const seen = shown(row, host);
    if (only >= 0) return cellKey(cell(row, host));
    return seen ? `${cube.stateId(row, 0, host)}|${seen.key}` : cube.stateId(row, 0, host);
  };
  return { rows, key, cell };
}

/** Feature rows stand at the selection's own machine type, on every host with that host's meaning of it. */
function featureRows(catalog: Catalog, selection: Selection, cube: Cube, shown: AskedAt): Source {
  const rows = cube.features.map((feature): Grouped => ({
    id: feature.id,
    label: feature.property?.name ?? feature.id,
    feature: feature.id,
    group: `${feature.family}:${feature.id}`,
  }));
  const machines = cube.axes.hosts.map((host) => machineOn(catalog, selection, cube, host));
  const noStart = new Uint8Array(cube.features.length).fill(STATES.indexOf("no-start"));
  const at = (host: number): Uint8Array => {
    const machine = machines[host] ?? -1;
    return machine < 0 && hostFacts(catalog, cube.axes.hosts[host] ?? selection.host).qemu
      ? noStart
      : cube.states(Math.max(machine, 0), 0, host);
  };
  const cell = (row: number, host: number): MatrixCell =>
    featureCell(cube, at(host), row, shown(Math.max(machines[host] ?? 0, 0), host));
  const key = (row: number, host: number): string => {
    return cellKey(cell(row, host));
  };
  return { rows, key, cell };
}

/** Index of what the selection's machine type means on a host; -1 when that host's QEMU has none. */
function machineOn(catalog: Catalog, selection: Selection, cube: Cube, host: HostSelection): number {
  const facts = hostFacts(catalog, host);
  if (!facts.qemu) return -1;
  const entry = resolveMachine(catalog, selection.machine, facts, qemuRelease(catalog, facts.qemu)).entry;
  return cube.axes.machines.findIndex((row) => row.version.name === entry?.version.name);
}

/** What tells two cells of one feature apart on screen. */
const cellKey = ({ state, shown }: MatrixCell): string => `${state}${shown ? "+" : "-"}`;

const count = (states: Uint8Array, ...wanted: VerdictState[]): number =>
  states.reduce((sum, state) => (wanted.includes(STATES[state] ?? "unknown") ? sum + 1 : sum), 0);

function countCell(cube: Cube, states: Uint8Array, asked: Asked | undefined): MatrixCell {
  const unknown = count(states, "unknown");
  const byItself = count(states, "default");
  return {
    state: countState(states, unknown, asked),
    seen: asked ? cube.features.filter((feature) => asked.seen.has(feature.id)).length : byItself,
    possible: count(states, "default", "opt-in"),
    total: states.length,
    unknown,
    shown: false,
  };
}

/** Counts have one state of their own: whether the VM starts, flags included, and whether anything is known at all. */
function countState(states: Uint8Array, unknown: number, asked: Asked | undefined): VerdictState {
  if (STATES[states[0] ?? 4] === "no-start" || asked?.starts === false) return "no-start";
  return unknown === states.length ? "unknown" : "default";
}

function featureCell(cube: Cube, states: Uint8Array, index: number, asked: Asked | undefined): MatrixCell {
  const verdict = STATES[states[index] ?? 4] ?? "unknown";
  const state = asked?.starts === false ? "no-start" : verdict;
  const feature: BundledFeature | undefined = cube.features[index];
  const shown = asked ? feature !== undefined && asked.seen.has(feature.id) : state === "default";
  const possible = state === "default" || state === "opt-in";
  return {
    state,
    seen: shown ? 1 : 0,
    possible: possible ? 1 : 0,
    total: 1,
    unknown: state === "unknown" ? 1 : 0,
    shown,
  };
}
