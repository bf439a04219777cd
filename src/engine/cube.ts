// The whole cube, machine type × CPU model × host: verdicts computed once for each class of points that the rules cannot tell apart.
import { compareVersions, version } from "#base/version.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import { cpuExists, type ModelKind } from "./cpu.ts";
import { modelHasApic } from "./cpu-words.ts";
import { hostFacts, type HostFacts } from "./host.ts";
import { boardsOf, irqchipOf, keptDefaults, machineExists, turnedOn } from "./machine.ts";
import { pointOn, type PointFrame } from "./point.ts";
import { qemuRelease, type QemuRelease } from "./qemu-release.ts";
import type { VerdictState } from "./resolved.ts";
import type { HostSelection } from "./selection.ts";
import { ALSO_READ } from "./support.ts";
import { stateAt, visibleFeatures } from "./verdict.ts";

/** States as bytes, in this order. */
export const STATES: readonly VerdictState[] = ["default", "opt-in", "unavailable", "no-start", "unknown"];
const NO_START = STATES.indexOf("no-start");
const UNKNOWN = STATES.indexOf("unknown");

export interface CubeAxes {
  readonly machines: readonly MachineEntry[];
  /** CPU names: model versions, `host`, `max`, `base`. */
  readonly cpus: readonly string[];
  readonly hosts: readonly HostSelection[];
}

/** An opened cube: per-host tables are made when a host is first asked for. */
export interface Cube {
  readonly axes: CubeAxes;
  readonly features: readonly BundledFeature[];
  /** The states of all features at a point, one byte each; shared, do not write. */
  readonly states: (machine: number, cpu: number, host: number) => Uint8Array;
  /** A number for those states: two points have the same number exactly when all their states are equal. */
  readonly stateId: (machine: number, cpu: number, host: number) => number;
  /** One CPU model's points, host by machine, counted: two bytes a point, seen by default and seen or one flag away. */
  readonly counts: (cpu: number, out?: Uint8Array) => Uint8Array;
  /** Classes of machine types: types of one class give the same verdicts wherever both exist. */
  readonly machineClass: readonly number[];
  /** Classes of CPU models: likewise. */
  readonly cpuClass: readonly number[];
  /** Writes all states, host by machine by CPU by feature, into `out`, which must be `size` long. */
  readonly write: (out: Uint8Array) => void;
  readonly size: number;
}

/** All points of the catalogue: every machine type, CPU model version, upstream kernel (with the given QEMU) and platform. */
export function allAxes(catalog: Catalog, host: HostSelection): CubeAxes {
  const facts = hostFacts(catalog, host);
  const qemu = facts.qemu?.join(".");
  const libvirt = facts.libvirt?.join(".");
  const common = { vendor: host.vendor, hyperv: host.hyperv };
  const oldest = version("4.4");
  return {
    machines: catalog.boards.flatMap((board) => board.versions.map((row, index) => ({ board, version: row, index }))),
    cpus: catalog.cpus.flatMap((model) =>
      model.kind === "named" ? model.versions.map((row) => row.name) : [model.model],
    ),
    hosts: [
      ...(host.measured ? [host] : []),
      ...catalog.kernels
        .filter((row) => compareVersions(version(row.version), oldest) >= 0)
        .map((row) => ({ ...common, kernel: row.version, ...(qemu ? { qemu } : {}), ...(libvirt ? { libvirt } : {}) })),
      ...catalog.platforms.map((row) => ({ ...common, platform: row.id })),
    ],
  };
}

interface HostTable {
  readonly complete: boolean;
  readonly machineThere: Uint8Array;
  readonly cpuThere: Uint8Array;
  /** States by machine class and CPU kind. */
  readonly vector: (machineClass: number, kind: number) => Uint8Array;
}

/** What the rules read of a CPU model: its kind, and whether it has a local APIC. */
const CPU_CLASSES: readonly { readonly kind: ModelKind; readonly apic: boolean }[] = [
  { kind: "named", apic: true },
  { kind: "host", apic: true },
  { kind: "max", apic: true },
  { kind: "base", apic: false },
  { kind: "named", apic: false },
];

function cpuClass(catalog: Catalog, name: string): number {
  const entry = catalog.cpuByName.get(name);
  const kind = entry?.model.kind ?? "named";
  const apic = modelHasApic(kind, entry?.version ?? entry?.model.versions[0]);
  return CPU_CLASSES.findIndex((row) => row.kind === kind && row.apic === apic);
}

/** Opens the cube of some axes under a frame (accelerator, interrupt controller, Xen, kvm=off). */
export function openCube(catalog: Catalog, frame: PointFrame, axes: CubeAxes): Cube {
  const features = visibleFeatures(catalog);
  const { classOf, representatives } = machineClasses(axes.machines, frame, features);
  const kinds = axes.cpus.map((name) => cpuClass(catalog, name));
  const noStart = new Uint8Array(features.length).fill(NO_START);
  const unknown = new Uint8Array(features.length).fill(UNKNOWN);
  const tables: (HostTable | undefined)[] = Array.from({ length: axes.hosts.length });
  const vectors = internVectors([noStart, unknown]);
  const tableOf = (host: number): HostTable =>
    (tables[host] ??= openHostTable(catalog, frame, axes, axes.hosts[host], representatives, vectors));
  const states = (machine: number, cpu: number, host: number): Uint8Array => {
    const table = tableOf(host);
    if (!table.complete) return unknown;
    if (table.machineThere[machine] !== 1 || table.cpuThere[cpu] !== 1) return noStart;
    return table.vector(classOf[machine] ?? 0, kinds[cpu] ?? 0);
  };
  const counts = (
    cpu: number,
    out: Uint8Array = new Uint8Array(axes.hosts.length * axes.machines.length * 2),
  ): Uint8Array => {
    let at = 0;
    for (let host = 0; host < axes.hosts.length; host += 1) {
      for (let machine = 0; machine < axes.machines.length; machine += 1) {
        const counted = vectors.counts(states(machine, cpu, host));
        out[at] = counted >> 8;
        out[at + 1] = counted & 0xff;
        at += 2;
      }
    }
    return out;
  };
  const size = axes.hosts.length * axes.machines.length * axes.cpus.length * features.length;
  const write = (out: Uint8Array): void => {
    let at = 0;
    const row = axes.cpus.length * features.length;
    for (let host = 0; host < axes.hosts.length; host += 1) {
      const blocks = new Map<number, Uint8Array>();
      const there = tableOf(host);
      for (let machine = 0; machine < axes.machines.length; machine += 1) {
        const key = there.complete && there.machineThere[machine] !== 1 ? -1 : (classOf[machine] ?? 0);
        let block = blocks.get(key);
        if (!block) {
          block = new Uint8Array(row);
          for (let cpu = 0; cpu < axes.cpus.length; cpu += 1)
            block.set(states(machine, cpu, host), cpu * features.length);
          blocks.set(key, block);
        }
        out.set(block, at);
        at += row;
      }
    }
  };
  const stateId = (machine: number, cpu: number, host: number): number => vectors.id(states(machine, cpu, host));
  return { axes, features, states, stateId, counts, machineClass: classOf, cpuClass: kinds, write, size };
}

interface Vectors {
  /** The one vector with these states. */
  readonly intern: (vector: Uint8Array) => Uint8Array;
  readonly id: (vector: Uint8Array) => number;
  /** Seen by default in the high byte, seen or one flag away in the low one. */
  readonly counts: (vector: Uint8Array) => number;
}

/** Keeps one vector for each content, with its number and its counts. */
function internVectors(first: readonly Uint8Array[]): Vectors {
  const byContent = new Map<string, Uint8Array>();
  const ids = new Map<Uint8Array, number>();
  const counted = new Map<Uint8Array, number>();
  const intern = (vector: Uint8Array): Uint8Array => {
    const content = vector.join("");
    const found = byContent.get(content);
    if (found) return found;
    byContent.set(content, vector);
    ids.set(vector, ids.size);
    const seen = vector.reduce((sum, state) => sum + (state === 0 ? 1 : 0), 0);
    const possible = vector.reduce((sum, state) => sum + (state <= 1 ? 1 : 0), 0);
    counted.set(vector, (seen << 8) | possible);
    return vector;
  };
  for (const vector of first) intern(vector);
  return { intern, id: (vector) => ids.get(vector) ?? -1, counts: (vector) => counted.get(vector) ?? 0 };
}

/** Types are told apart only by what the rules read of them: irqchip, kept defaults, compat rows of visible properties. */
function machineClasses(
  machines: readonly MachineEntry[],
  frame: PointFrame,
  features: readonly BundledFeature[],
): { classOf: number[]; representatives: MachineEntry[] } {
  const names = new Set([...features.map((feature) => feature.property?.name ?? ""), ...ALSO_READ]);
  const keys = new Map<string, number>();
  const representatives: MachineEntry[] = [];
  const classOf = machines.map((entry) => {
    const key = JSON.stringify([
      irqchipOf(entry, frame.irqchip),
      entry.board.board === "microvm",
      [...keptDefaults(entry)].filter((name) => names.has(name)),
      turnedOn(entry),
      entry.version.base ?? "",
      entry.board.versions
        .slice(entry.index)
        .flatMap((row) => row.compat.filter((property) => names.has(property.property))),
    ]);
    const found = keys.get(key);
    if (found !== undefined) return found;
    keys.set(key, representatives.length);
    return representatives.push(entry) - 1;
  });
  return { classOf, representatives };
}

function openHostTable(
  catalog: Catalog,
  frame: PointFrame,
  axes: CubeAxes,
  selection: HostSelection | undefined,
  representatives: readonly MachineEntry[],
  interned: Vectors,
): HostTable {
  const host = selection ? hostFacts(catalog, selection) : undefined;
  const qemu = host?.qemu && host.isTold ? qemuRelease(catalog, host.qemu) : undefined;
  if (!host || !qemu)
    return {
      complete: false,
      machineThere: new Uint8Array(),
      cpuThere: new Uint8Array(),
      vector: () => new Uint8Array(),
    };
  const boards = new Set(boardsOf(catalog, host));
  const there = {
    machines: existing(axes.machines, (entry) => boards.has(entry.board) && machineExists(entry, qemu, host)),
    cpus: existing(axes.cpus, (name) => usable(catalog, name, frame, qemu)),
  };
  const vectors = new Map<number, Uint8Array>();
  return {
    complete: true,
    machineThere: there.machines,
    cpuThere: there.cpus,
    vector: (machineClass, kind) => {
      const key = machineClass * CPU_CLASSES.length + kind;
      const found = vectors.get(key);
      if (found) return found;
      const made = interned.intern(makeVector(catalog, frame, { host, qemu }, representatives[machineClass], kind));
      vectors.set(key, made);
      return made;
    },
  };
}

const existing = <T>(items: readonly T[], test: (item: T) => boolean): Uint8Array =>
  Uint8Array.from(items, (item) => (test(item) ? 1 : 0));

const usable = (catalog: Catalog, name: string, frame: PointFrame, qemu: QemuRelease): boolean =>
  cpuExists(catalog, name, qemu) && !(name === "host" && frame.accel !== "kvm");

function makeVector(
  catalog: Catalog,
  frame: PointFrame,
  on: { host: HostFacts; qemu: QemuRelease },
  machine: MachineEntry | undefined,
  cpuIndex: number,
): Uint8Array {
  const features = visibleFeatures(catalog);
  const cpu = CPU_CLASSES[cpuIndex];
  if (!machine || !cpu) return new Uint8Array(features.length).fill(UNKNOWN);
  const point = pointOn(catalog, frame, { ...on, ...cpu, machine, cpu: cpu.kind });
  return Uint8Array.from(features, (feature) => STATES.indexOf(stateAt(point, feature)));
}
