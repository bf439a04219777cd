// The main question: what does this VM become on this host, does it start, and which CPUID leaves does its guest read?
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import { defaultCpu, resolveCpu, type CpuAnswer, type ModelKind } from "./cpu.ts";
import { cpuLeaves } from "./cpu-leaves.ts";
import type { CpuWordsContext } from "./cpu-context.ts";
import { cpuWords, hasApic } from "./cpu-words.ts";
import { hostFacts, type HostFacts } from "./host.ts";
import { hostFlag } from "./host-flags.ts";
import { resolveHyperv, type HypervAnswer } from "./hyperv.ts";
import { leavesOf } from "./leaf-list.ts";
import { irqchipOf, resolveMachine, type MachineAnswer } from "./machine.ts";
import { resolveNative } from "./native.ts";
import { outcomesOf } from "./outcomes.ts";
import { collectProperties } from "./properties.ts";
import { qemuRelease, type QemuRelease } from "./qemu-release.ts";
import type { Problem, ResolvedVm, Tri } from "./resolved.ts";
import type { Selection } from "./selection.ts";
import { sideEffects } from "./side-effects.ts";
import { packageSize } from "./topology.ts";
import {
  accelProblems,
  finding,
  machineProblems,
  modelWarnings,
  plugProblems,
  realizeProblems,
  vendorWarning,
  type StartContext,
} from "./start.ts";

const NOTHING = { hypervOn: false, outcomes: [], leaves: [] } as const;

/** Where a selection stands before any property is read: the release, the host, the machine type. */
interface Place {
  readonly qemu: QemuRelease;
  readonly host: HostFacts;
  readonly machine: MachineAnswer;
}

/**
 * Resolves a selection: aliases, defaults, compat properties, overrides, dependencies and host filtering.
 * Total: an impossible VM yields `starts: "no"` with QEMU's own messages, missing evidence `"unknown"`.
 */
export function resolveVm(catalog: Catalog, selection: Selection): ResolvedVm {
  const host = hostFacts(catalog, selection.host);
  if (!host.qemu || !host.isTold) {
    const problem = finding(
      "host-unknown",
      "error",
      "The host needs a kernel version and a QEMU version, or a platform that has both.",
    );
    return { ...NOTHING, starts: "unknown", machine: undefined, cpu: undefined, problems: [problem] };
  }
  const qemu = qemuRelease(catalog, host.qemu);
  const machine = resolveMachine(catalog, selection.machine, host, qemu);
  const place: Place = { qemu, host, machine };
  if (!machine.entry)
    return stopped(
      place,
      machineProblems({ catalog, selection, qemu, host, irqchip: "on" }, machine),
      machine.exists === "unknown" ? "unknown" : "no",
    );
  return resolveOn(catalog, selection, place, machine.entry);
}

const stopped = (place: Place, problems: readonly Problem[], starts: Tri, cpu?: CpuAnswer): ResolvedVm => ({
  ...NOTHING,
  starts,
  machine: place.machine.entry?.version.name,
  cpu: cpu?.name,
  problems,
});

const isFatal = (problems: readonly Problem[]): boolean => problems.some((problem) => problem.severity === "error");

function resolveOn(catalog: Catalog, selection: Selection, place: Place, machine: MachineEntry): ResolvedVm {
  const { qemu, host } = place;
  const irqchip = irqchipOf(machine, selection.irqchip);
  const start: StartContext = { catalog, selection, qemu, host, irqchip };
  const accel = accelProblems(start, machine);
  if (isFatal(accel)) return stopped(place, accel, "no");
  const before = [...machineProblems(start, place.machine), ...accel];
  const written = selection.cpu === "" ? defaultCpu(machine) : selection.cpu;
  const cpu = resolveCpu(catalog, written, machine, qemu);
  if (!cpu.model)
    return stopped(
      place,
      [...before, ...present(qemu.message("cpu-unsupported", "cpu-unsupported", { name: written }))],
      "no",
      cpu,
    );
  const kind: ModelKind = cpu.model.kind;
  const collected = collectProperties(catalog, selection, { qemu, machine, irqchip, kind, cpu: written });
  const { assignments } = collected;
  const steps = [
    () => collected.problems.filter((problem) => problem.severity !== "error"),
    () => modelWarnings(start, written, machine),
    () => collected.problems.filter((problem) => problem.severity === "error"),
    () => plugProblems(start, assignments),
    () => vendorWarning(qemu, assignments, qemu.behaves("hyperv-early-expand")),
    () => collected.lateProblems,
    () =>
      kind === "host" && selection.accel !== "kvm"
        ? present(qemu.message("cpu-needs-kvm", "accel-host-model", { name: written }))
        : [],
  ];
  const early = untilFatal(before, steps);
  if (isFatal(early)) return stopped(place, early, "no", cpu);
  const native = resolveNative({ catalog, qemu, host, irqchip, kind, selection, assignments });
  const hyperv = resolveHyperv({ catalog, qemu, host, selection, assignments });
  const model: CpuWordsContext = {
    catalog,
    qemu,
    kind,
    version: cpu.version,
    assignments,
    irqchip,
    accel: selection.accel,
    packageSize: packageSize(selection, machine, qemu),
    hostFlag: selection.host.measured && ((name) => hostFlag(catalog, selection, name).answer),
    hostVendor: host.vendor,
    machineVersion: machine.version.version ?? undefined,
  };
  const { words, unmet, lacked } = cpuWords(model);
  const vcpu = { ...start, assignments, native, hyperv, hasApic: hasApic(model, words) };
  const problems = [...early, ...realizeProblems(vcpu)];
  const fatal = isFatal(problems);
  const parts = { ...vcpu, machine, kind, unmet, lacked, cpuLeaves: cpuLeaves(model, words) };
  return {
    starts: fatal ? "no" : isUnsure(hyperv, early) ? "unknown" : "yes",
    machine: machine.version.name,
    cpu: cpu.name,
    hypervOn: hyperv.on && !fatal,
    problems: fatal ? problems : [...problems, ...sideEffects(parts)],
    outcomes: outcomesOf(parts, problems),
    leaves: fatal ? [] : leavesOf(parts),
  };
}

/** Nobody knows whether the host has an enlightenment that was asked for, or QEMU a name that was written. */
const isUnsure = (hyperv: HypervAnswer, problems: readonly Problem[]): boolean =>
  (hyperv.unsure && !hyperv.passthrough) || problems.some((problem) => problem.rule === "property-uncertain");

const present = (problem: Problem | undefined): Problem[] => (problem ? [problem] : []);

/** Adds up what each step finds, up to the first step at which QEMU stops. */
function untilFatal(first: readonly Problem[], steps: readonly (() => readonly Problem[])[]): Problem[] {
  const problems = [...first];
  for (const step of steps) {
    if (isFatal(problems)) break;
    problems.push(...step());
  }
  return problems;
}
