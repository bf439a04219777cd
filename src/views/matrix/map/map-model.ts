// The cube as pictures: hosts across, machine types down, and for each kind of CPU model what every point holds, a byte a point.
import type { Catalog } from "#catalog/open.ts";
import { hostId, hostTitle } from "#engine/axis.ts";
import { allAxes, openCube, STATES, type Cube } from "#engine/cube.ts";
import { hostFacts } from "#engine/host.ts";
import { resolveMachine } from "#engine/machine.ts";
import { qemuRelease } from "#engine/qemu-release.ts";
import type { HostSelection, Selection } from "#engine/selection.ts";
import { familyTitle } from "#state/versions.ts";

/** What the pictures show: how many features of a set (of all, unless given) are seen, or the verdict of one. */
export type MapSubject =
  | { readonly kind: "counts"; readonly features?: readonly string[] }
  | { readonly kind: "feature"; readonly feature: string };

export interface MapHost {
  readonly id: string;
  readonly title: string;
  readonly selection: HostSelection;
}

export interface MapMachine {
  readonly name: string;
  readonly board: string;
  /** The version alone, or the name of a type without one. */
  readonly short: string;
}

/** Neighbours on an axis that belong together: from `start` up to, not including, `end`. */
export interface MapSpan {
  readonly title: string;
  readonly start: number;
  readonly end: number;
}

/** One picture. The arrays go host by host, within a host by machine type. */
export interface MapKind {
  readonly cpu: string;
  readonly title: string;
  readonly note: string;
  readonly isCurrent: boolean;
  readonly seen: Uint8Array;
  readonly possible: Uint8Array;
  readonly unknown: Uint8Array;
  /** Index into STATES: the feature's verdict; for counts `no-start`, `unknown` when nothing is known, else `default`. */
  readonly state: Uint8Array;
}

export interface MapModel {
  readonly subject: MapSubject;
  readonly hosts: readonly MapHost[];
  readonly machines: readonly MapMachine[];
  readonly hostSpans: readonly MapSpan[];
  readonly machineSpans: readonly MapSpan[];
  readonly kinds: readonly MapKind[];
  /** Where the selection's VM is; undefined where it is on none of the axes' points. */
  readonly here: { readonly host: number; readonly machine: number } | undefined;
}

/** Boards that people use come first; the catalogue's order keeps the others. */
const FIRST_BOARDS = ["pc-q35", "pc-i440fx", "pc-q35-rhel", "pc-i440fx-rhel"];

/**
 * Builds the pictures for the accelerator, interrupt controller and host options of a selection. Its flags play no part:
 * a point says what is seen by default and what one flag could add. Throws for a feature that is no bit of a leaf.
 */
export function mapModel(catalog: Catalog, selection: Selection, subject: MapSubject): MapModel {
  const cube = mapCube(catalog, selection);
  const { machines, cpus, hosts } = cube.axes;
  const read = reader(cube, subject);
  return {
    subject,
    hosts: hosts.map((host) => ({ id: hostId(host), title: hostTitle(catalog, host), selection: host })),
    machines: machines.map(({ board, version }) => ({
      name: version.name,
      board: board.board,
      short: version.version ?? version.name,
    })),
    hostSpans: spans(hosts, (host) => familyOf(catalog, host)),
    machineSpans: spans(machines, ({ board }) => board.board),
    kinds: cpus.map((cpu, index) => ({
      cpu,
      title: index === 0 ? "named models" : cpu,
      note: index === 0 ? `as ${cpu}` : (NOTES[index - 1] ?? ""),
      isCurrent: cpu === (selection.cpu || "qemu64"),
      ...read(index),
    })),
    here: hereOf(catalog, selection, { machines, hosts }),
  };
}

const opened = new WeakMap<Catalog, { readonly key: string; readonly cube: Cube }>();

/** The cube of the pictures. The last one is kept: another subject, or another place of the same VM, reads it again. */
function mapCube(catalog: Catalog, selection: Selection): Cube {
  const { accel, irqchip, xenVersion } = selection;
  const named = catalog.cpuByName.get(selection.cpu)?.model.kind === "named" ? selection.cpu : "qemu64";
  const axes = allAxes(catalog, selection.host);
  const key = JSON.stringify([accel, irqchip, xenVersion, named, axes.hosts]);
  const last = opened.get(catalog);
  if (last?.key === key) return last.cube;
  const machines = axes.machines.toSorted((a, b) => rank(a.board.board) - rank(b.board.board));
  const hosts = grouped(axes.hosts, (host) => familyOf(catalog, host));
  const frame = { ...selection, overrides: [] };
  const cube = openCube(catalog, frame, { machines, cpus: [named, "host", "max", "base"], hosts });
  opened.set(catalog, { key, cube });
  return cube;
}

const NOTES = ["all the host has", "as host", "nothing"];

const rank = (board: string): number =>
  FIRST_BOARDS.includes(board) ? FIRST_BOARDS.indexOf(board) : FIRST_BOARDS.length;

function familyOf(catalog: Catalog, host: HostSelection): string {
  if (host.measured) return "measured";
  if (host.platform === undefined) return "upstream Linux";
  return familyTitle(catalog.platformById.get(host.platform)?.family ?? "");
}

/** The items with those of a group together, groups in the order in which they first come. */
function grouped<T>(items: readonly T[], group: (item: T) => string): T[] {
  const order = [...new Set(items.map(group))];
  return items.toSorted((a, b) => order.indexOf(group(a)) - order.indexOf(group(b)));
}

function spans<T>(items: readonly T[], group: (item: T) => string): MapSpan[] {
  const found: { title: string; start: number; end: number }[] = [];
  items.forEach((item, index) => {
    const title = group(item);
    const last = found.at(-1);
    if (last?.title === title) last.end = index + 1;
    else found.push({ title, start: index, end: index + 1 });
  });
  return found;
}

type Planes = Pick<MapKind, "seen" | "possible" | "unknown" | "state">;
type Summary = readonly [seen: number, possible: number, unknown: number, state: number];

/** Reads one CPU model's planes; points with the same states are summed up once. */
function reader({ axes, states, features }: Cube, subject: MapSubject): (cpu: number) => Planes {
  const summaries = new Map<Uint8Array, Summary>();
  const wanted =
    subject.kind === "feature" ? [subject.feature] : (subject.features ?? features.map((feature) => feature.id));
  const places = wanted.map((id) => features.findIndex((feature) => feature.id === id));
  if (places.includes(-1)) throw new Error(`not a feature that a guest sees: ${wanted[places.indexOf(-1)]}`);
  return (cpu) => {
    const size = axes.hosts.length * axes.machines.length;
    const planes = [new Uint8Array(size), new Uint8Array(size), new Uint8Array(size), new Uint8Array(size)] as const;
    let at = 0;
    for (let host = 0; host < axes.hosts.length; host += 1) {
      for (let machine = 0; machine < axes.machines.length; machine += 1) {
        const vector = states(machine, cpu, host);
        const summary = summaries.get(vector) ?? summaryOf(vector, places, subject.kind === "feature");
        summaries.set(vector, summary);
        for (let plane = 0; plane < planes.length; plane += 1) planes[plane as 0][at] = summary[plane as 0];
        at += 1;
      }
    }
    const [seen, possible, unknown, state] = planes;
    return { seen, possible, unknown, state };
  };
}

const [DEFAULT, OPT_IN, NO_START, UNKNOWN] = (["default", "opt-in", "no-start", "unknown"] as const).map((state) =>
  STATES.indexOf(state),
) as [number, number, number, number];

function summaryOf(vector: Uint8Array, places: readonly number[], single: boolean): Summary {
  const own = places.map((place) => vector[place] ?? UNKNOWN);
  const count = (state: number): number => own.filter((other) => other === state).length;
  const [seen, unknown] = [count(DEFAULT), count(UNKNOWN)];
  const whole = vector[0] === NO_START ? NO_START : unknown === own.length ? UNKNOWN : DEFAULT;
  return [seen, seen + count(OPT_IN), unknown, single ? (own[0] ?? UNKNOWN) : whole];
}

function hereOf(
  catalog: Catalog,
  selection: Selection,
  axes: { readonly machines: Cube["axes"]["machines"]; readonly hosts: readonly HostSelection[] },
): MapModel["here"] {
  const facts = hostFacts(catalog, selection.host);
  if (facts.qemu === undefined) return undefined;
  const { entry } = resolveMachine(catalog, selection.machine, facts, qemuRelease(catalog, facts.qemu));
  const host = axes.hosts.findIndex((row) => hostId(row) === hostId(selection.host));
  const machine = axes.machines.findIndex((row) => row.version.name === entry?.version.name);
  return host < 0 || machine < 0 ? undefined : { host, machine };
}
