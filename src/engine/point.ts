// A point of the cube, opened: machine type, CPU model, host and accelerator resolved, with what they set before any override.
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import { defaultCpu, resolveCpu } from "./cpu.ts";
import { hostFacts, type HostFacts } from "./host.ts";
import { irqchipOf, resolveMachine, type MachineAnswer } from "./machine.ts";
import type { ModelKind } from "./cpu.ts";
import { collectProperties, type Assignments } from "./properties.ts";
import { qemuRelease, type QemuRelease } from "./qemu-release.ts";
import type { Tri } from "./resolved.ts";
import type { Accel, IrqchipMode, Selection } from "./selection.ts";

export interface Point {
  readonly catalog: Catalog;
  readonly host: HostFacts;
  readonly qemu: QemuRelease;
  /** `no`: this QEMU has no such machine type or CPU model. `unknown`: nobody knows. */
  readonly starts: Tri;
  readonly stop?: "machine" | "cpu" | "host" | undefined;
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
  const { name: cpu, kind, usable } = cpuOn(catalog, selection, machine.entry, qemu);
  const stop = stopOf(host, machine, usable);
  if (machine.entry && stop === undefined)
    return pointOn(catalog, selection, { host, qemu, machine: machine.entry, cpu, kind });
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

interface CpuOnMachine {
  readonly name: string;
  readonly kind: ModelKind;
  readonly usable: boolean;
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
  return { name, kind, usable: answer?.exists === true && !(kind === "host" && selection.accel !== "kvm") };
}

/** What keeps a VM from starting here before any property is read. */
function stopOf(host: HostFacts, machine: MachineAnswer, cpuUsable: boolean): Point["stop"] {
  if (host.qemu === undefined || host.kernel === undefined) return "host";
  if (machine.exists !== "yes") return "machine";
  return cpuUsable ? undefined : "cpu";
}

/** A point at which the VM is known to start: for walks that have looked up machine type and CPU model themselves. */
export function pointOn(
  catalog: Catalog,
  frame: PointFrame,
  place: {
    readonly host: HostFacts;
    readonly qemu: QemuRelease;
    readonly machine: MachineEntry;
    readonly cpu: string;
    readonly kind: ModelKind;
  },
): Point {
  const irqchip = irqchipOf(place.machine, frame.irqchip);
  const bare: Selection = {
    accel: frame.accel,
    overrides: [],
    machine: "",
    cpu: "",
    host: { vendor: "intel", hyperv: true },
  };
  const { assignments } = collectProperties(catalog, bare, {
    qemu: place.qemu,
    machine: place.machine,
    irqchip,
    kind: place.kind,
    cpu: place.cpu,
  });
  return {
    catalog,
    ...place,
    starts: "yes",
    irqchip,
    accel: frame.accel,
    hidesKvm: hidesKvm(frame),
    defaults: assignments,
  };
}
