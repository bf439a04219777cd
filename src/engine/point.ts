// A point of the cube, opened: machine type, CPU model, host and accelerator resolved, with what they set before any override.
import { hasAll } from "#base/u32.ts";
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import { defaultCpu, resolveCpu } from "./cpu.ts";
import { modelHasApic } from "./cpu-words.ts";
import { hostFacts, type HostFacts } from "./host.ts";
import { nativeMask, needingKernelApic, supportedWord } from "./native.ts";
import { irqchipOf, resolveMachine, type MachineAnswer } from "./machine.ts";
import type { ModelKind } from "./cpu.ts";
import { collectProperties, type Assignments } from "./properties.ts";
import { qemuRelease, type QemuRelease } from "./qemu-release.ts";
import type { Tri } from "./resolved.ts";
import type { Accel, IrqchipMode, Selection } from "./selection.ts";
import { xenRefusal } from "./start.ts";

export interface Point {
  readonly catalog: Catalog;
  readonly host: HostFacts;
  readonly qemu: QemuRelease;
  /** `no`: this QEMU has no such machine type or CPU model. `unknown`: nobody knows. */
  readonly starts: Tri;
  readonly stop?: "machine" | "cpu" | "host" | "accel" | "irqchip" | undefined;
  readonly machine: MachineEntry | undefined;
  readonly cpu: string;
  readonly kind: ModelKind;
  readonly irqchip: IrqchipMode;
  readonly accel: Accel;
  /** True when `kvm=off` or Xen emulation takes KVM's own leaves away. */
  readonly hidesKvm: boolean;
  /** What default table and compat properties assign. */
  readonly defaults: Assignments;
}

const NO_ASSIGNMENTS: Assignments = new Map();

/** What a view leaves as it is while it walks the cube: everything of a selection but machine type, CPU model and host. */
export type PointFrame = Pick<Selection, "accel" | "irqchip" | "xenVersion" | "overrides">;

/** `kvm=off` and Xen emulation hide a whole interface; no other override changes a verdict. */
const hidesKvm = ({ xenVersion, overrides }: PointFrame): boolean =>
  xenVersion !== undefined || overrides.some((row) => row.property === "kvm" && /^(off|no|false|n)$/.test(row.value));

/** Opens the point of a selection. */
export function openPoint(catalog: Catalog, selection: Selection): Point {
  const host = hostFacts(catalog, selection.host);
  const qemu = qemuRelease(catalog, host.qemu ?? [0]);
  const machine = resolveMachine(catalog, selection.machine, host, qemu);
  const { name: cpu, kind, usable, apic } = cpuOn(catalog, selection, machine.entry, qemu);
  const stop = stopOf(host, machine, usable);
  if (machine.entry && stop === undefined)
    return pointOn(catalog, selection, { host, qemu, machine: machine.entry, cpu, kind, apic });
  return {
    catalog,
    host,
    qemu,
    starts: stop === "host" || machine.exists === "unknown" ? "unknown" : "no",
    stop,
    machine: machine.entry,
    cpu,
    kind,
    irqchip: machine.entry ? irqchipOf(machine.entry, selection.irqchip) : "on",
    accel: selection.accel,
    hidesKvm: hidesKvm(selection),
    defaults: NO_ASSIGNMENTS,
  };
}

const pointMemo = new WeakMap<Selection, Point>();

/** The same, opened once a selection: what a view asks bit by bit. */
export function pointOf(catalog: Catalog, selection: Selection): Point {
  const found = pointMemo.get(selection);
  if (found?.catalog === catalog) return found;
  const point = openPoint(catalog, selection);
  pointMemo.set(selection, point);
  return point;
}

interface CpuOnMachine {
  readonly name: string;
  readonly kind: ModelKind;
  readonly usable: boolean;
  readonly apic: boolean;
}

function cpuOn(
  catalog: Catalog,
  selection: Selection,
  machine: MachineEntry | undefined,
  qemu: QemuRelease,
): CpuOnMachine {
  const name = selection.cpu === "" ? defaultCpu(machine) : selection.cpu;
  const answer = machine && resolveCpu(catalog, name, machine, qemu);
  const kind = answer?.model?.kind ?? "named";
  const usable = answer?.exists === true && !(kind === "host" && selection.accel !== "kvm");
  return { name, kind, usable, apic: modelHasApic(kind, answer?.version) };
}

/** What keeps a VM from starting here before any property is read. */
function stopOf(host: HostFacts, machine: MachineAnswer, cpuUsable: boolean): Point["stop"] {
  if (host.qemu === undefined || !host.isTold) return "host";
  if (machine.exists !== "yes") return "machine";
  return cpuUsable ? undefined : "cpu";
}

/** Where a walk stands that has looked up machine type and CPU model itself. */
export interface PointPlace {
  readonly host: HostFacts;
  readonly qemu: QemuRelease;
  readonly machine: MachineEntry;
  readonly cpu: string;
  readonly kind: ModelKind;
  /** Whether the CPU has a local APIC: without an in-kernel one, newer QEMU then refuses. */
  readonly apic: boolean;
}

/** A point whose machine type and CPU model exist; the accelerator may still refuse. */
export function pointOn(catalog: Catalog, frame: PointFrame, place: PointPlace): Point {
  const { host, qemu, machine, cpu, kind } = place;
  const irqchip = irqchipOf(machine, frame.irqchip);
  const bare: Selection = { ...frame, overrides: [], machine: "", cpu: "", host: NO_HOST };
  const { assignments } = collectProperties(catalog, bare, { qemu, machine, irqchip, kind, cpu });
  const stop = accelStop(catalog, bare, place, irqchip) ?? abortStop(catalog, frame, place, irqchip, assignments);
  return {
    catalog,
    host,
    qemu,
    machine,
    cpu,
    kind,
    starts: stop === undefined ? "yes" : "no",
    stop,
    irqchip,
    accel: frame.accel,
    hidesKvm: hidesKvm(frame),
    defaults: assignments,
  };
}

const NO_HOST = { vendor: "intel", hyperv: true } as const;

function accelStop(catalog: Catalog, selection: Selection, place: PointPlace, irqchip: IrqchipMode): Point["stop"] {
  const { host, qemu, machine, apic } = place;
  if (xenRefusal({ catalog, selection, qemu, host, irqchip }, machine)) return "accel";
  return selection.accel === "kvm" && irqchip === "off" && apic && qemu.says("userspace-apic") ? "irqchip" : undefined;
}

/** A feature that is on by itself and whose MSR KVM refuses without its own APIC: QEMU aborts at once. */
function abortStop(
  catalog: Catalog,
  frame: PointFrame,
  place: PointPlace,
  irqchip: IrqchipMode,
  defaults: Assignments,
): Point["stop"] {
  if (irqchip !== "off" || frame.accel !== "kvm" || hidesKvm(frame)) return undefined;
  const takesAll = place.kind === "host" || place.kind === "max";
  const { word } = supportedWord({ catalog, qemu: place.qemu, host: place.host, irqchip }, "eax");
  const aborts = needingKernelApic(catalog).some((feature) => {
    const property = feature.property;
    if (!property || !place.qemu.has(property)) return false;
    const asked = defaults.get(property.name)?.value ?? (takesAll ? "on" : "off");
    return asked === "on" && hasAll(word, nativeMask(feature, "eax"));
  });
  return aborts ? "irqchip" : undefined;
}
