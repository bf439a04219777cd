// The main question: what does this VM become on this host, does it start, and which CPUID leaves does its guest read?
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import { defaultCpu, resolveCpu, type CpuAnswer } from "./cpu.ts";
import { cpuLeaves, cpuWords, hasApic, type CpuWordsContext } from "./cpu-words.ts";
import { hostFacts, type HostFacts } from "./host.ts";
import { resolveHyperv } from "./hyperv.ts";
import { leavesOf } from "./leaf-list.ts";
import { irqchipOf, resolveMachine, type MachineAnswer } from "./machine.ts";
import { resolveNative, type ModelKind } from "./native.ts";
import { outcomesOf } from "./outcomes.ts";
import { collectProperties } from "./properties.ts";
import { qemuRelease, type QemuRelease } from "./qemu-release.ts";
import type { Problem, ResolvedVm, Tri } from "./resolved.ts";
import type { Selection } from "./selection.ts";
import { sideEffects } from "./side-effects.ts";
import { accelProblems, finding, machineProblems, plugProblems, realizeProblems, type StartContext } from "./start.ts";

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
  if (!host.qemu || !host.kernel) {
    const problem = finding("host-unknown", "error", "The host needs a kernel version and a QEMU version, or a platform that has both.");
    return { ...NOTHING, starts: "unknown", machine: undefined, cpu: undefined, problems: [problem] };
  }
  const qemu = qemuRelease(catalog, host.qemu);
  const machine = resolveMachine(catalog, selection.machine, host, qemu);
  const place: Place = { qemu, host, machine };
  if (!machine.entry) return stopped(place, machineProblems({ catalog, selection, qemu, host, irqchip: "on" }, machine), machine.exists === "unknown" ? "unknown" : "no");
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
  const before = [...machineProblems(start, place.machine), ...accelProblems(start)];
  if (isFatal(before)) return stopped(place, before, "no");
  const written = selection.cpu === "" ? defaultCpu(machine) : selection.cpu;
  const cpu = resolveCpu(catalog, written, machine, qemu);
  const refusals = cpuProblems(start, written, cpu);
  if (!cpu.model || refusals.length > 0) return stopped(place, [...before, ...refusals], "no", cpu);
  const kind: ModelKind = cpu.model.kind;
  const collected = collectProperties(catalog, selection, { qemu, machine, irqchip, named: kind === "named", cpu: written });
  const { assignments } = collected;
  const early = [...before, ...collected.problems, ...(isFatal(collected.problems) ? [] : plugProblems(start, assignments))];
  if (isFatal(early)) return stopped(place, early, "no", cpu);
  const native = resolveNative({ catalog, qemu, host, irqchip, kind, selection, assignments });
  const hyperv = resolveHyperv({ catalog, qemu, host, selection, assignments });
  const model: CpuWordsContext = { catalog, kind, version: cpu.version, assignments, irqchip, accel: selection.accel, vcpus: selection.vcpus ?? 1 };
  const words = cpuWords(model);
  const vcpu = { ...start, assignments, native, hyperv, hasApic: hasApic(model, words) };
  const problems = [...early, ...realizeProblems(vcpu)];
  const fatal = isFatal(problems);
  const parts = { ...vcpu, machine, kind, cpuLeaves: cpuLeaves(model, words) };
  return {
    starts: fatal ? "no" : hyperv.unsure && !hyperv.passthrough ? "unknown" : "yes",
    machine: machine.version.name,
    cpu: cpu.name,
    hypervOn: hyperv.on && !fatal,
    problems: fatal ? problems : [...problems, ...sideEffects(parts)],
    outcomes: outcomesOf(parts, problems),
    leaves: fatal ? [] : leavesOf(parts),
  };
}

function cpuProblems({ selection, qemu }: StartContext, written: string, cpu: CpuAnswer): Problem[] {
  if (!cpu.exists) {
    const problem = qemu.message("cpu-unsupported", "cpu-unsupported", { name: written });
    return problem ? [problem] : [];
  }
  const needsKvm = cpu.model?.kind === "host" && selection.accel !== "kvm";
  const problem = needsKvm ? qemu.message("cpu-needs-kvm", "accel-host-model", { name: written }) : undefined;
  return problem ? [problem] : [];
}

