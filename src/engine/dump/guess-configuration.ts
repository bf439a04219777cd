// The likely configuration of a dump's guest as a whole: vendor and CPU model from the CPU's own words, then machine type and flags.
import type { Catalog } from "#catalog/open.ts";
import { resolveVm } from "../resolve.ts";
import type { Override, Selection } from "../selection.ts";
import type { DecodedCpu } from "./compare.ts";
import { nameOfDump } from "./cpu-name.ts";
import type { Guess } from "./guess.ts";
import { guessCpu, type CpuGuess } from "./guess-cpu.ts";
import { guessMachine, typesFor, type MachineGuess } from "./guess-machine.ts";

export interface Configuration {
  readonly selection: Selection;
  /** Undefined where the dump does not tell which CPU it is: the chosen model stays. */
  readonly cpu?: CpuGuess;
  /** Undefined where the dump has no hypervisor leaves: nothing is said of flags and machine types. */
  readonly flags?: Pick<Guess, "sureness" | "differing" | "uncompared">;
  readonly machines?: MachineGuess;
}

/** Undefined for dumps that tell neither. Takes up to half a second: not for the main thread. */
export function guessConfiguration(catalog: Catalog, selection: Selection, cpu: DecodedCpu): Configuration | undefined {
  const asked = withVendor(asAccelerated(selection, cpu), cpu);
  const [on, found] = cpuOnTypes(catalog, asked, cpu);
  const [model] = found?.models ?? [];
  const base = model !== undefined && model !== on.cpu ? withModel(catalog, on, model) : on;
  const made = guessMachine(catalog, base, cpu);
  if (!made && !found) return undefined;
  const flagged = made?.guess.selection ?? base;
  return {
    selection: found ? withFlags(catalog, flagged, found.extra) : flagged,
    ...(found && { cpu: found }),
    ...(made && { flags: made.guess, machines: made.machines }),
  };
}

/** The CPU model on the chosen machine type; where none fits there whole, perhaps one does on the board's oldest type, which may know other numbers. */
function cpuOnTypes(
  catalog: Catalog,
  selection: Selection,
  cpu: DecodedCpu,
): readonly [on: Selection, found: CpuGuess | undefined] {
  const found = guessCpu(catalog, selection, cpu);
  const [oldest] = typesFor(catalog, selection);
  if (!oldest || unexplained(found) === 0) return [selection, found];
  const on = { ...selection, machine: oldest.version.name };
  const other = guessCpu(catalog, on, cpu);
  return unexplained(other) < unexplained(found) ? [on, other] : [selection, found];
}

/** How many flags a model does not explain; a CPU of no model is worse than any of one. */
function unexplained(found: CpuGuess | undefined): number {
  if (!found) return Infinity;
  return found.evidence.includes("no-model") ? Number.MAX_SAFE_INTEGER : found.extra.length;
}

/** KVM's guests read the host's vendor: a dump tells it. What a host was asked itself stays. */
function withVendor(selection: Selection, { leaves }: DecodedCpu): Selection {
  const { vendor } = nameOfDump(leaves);
  const { host } = selection;
  if (selection.accel !== "kvm" || vendor === undefined || host.measured) return selection;
  return { ...selection, host: { ...host, vendor } };
}

/** The interfaces tell the accelerator; without any, the chosen one stays. */
function asAccelerated(selection: Selection, { interfaces, tellsHypervisor }: DecodedCpu): Selection {
  if (!tellsHypervisor) return selection;
  return { ...selection, accel: interfaces.some(({ signature }) => signature.startsWith("TCG")) ? "tcg" : "kvm" };
}

/** Another model: the ordinary flags that were chosen belonged to the old one. */
function withModel(catalog: Catalog, selection: Selection, cpu: string): Selection {
  const isFeature = ({ property }: Override): boolean => catalog.featureByProperty.has(property);
  return { ...selection, cpu, overrides: selection.overrides.filter(isFeature) };
}

/** The flags beyond the model, each where QEMU takes it without a complaint of its own. */
function withFlags(catalog: Catalog, selection: Selection, flags: readonly string[]): Selection {
  return flags.reduce((made, property): Selection => {
    const next: Selection = {
      ...made,
      overrides: [...made.overrides, { property, form: "plus", value: "on" }],
    };
    const [before, after] = [resolveVm(catalog, made), resolveVm(catalog, next)];
    return after.problems.length > before.problems.length || after.starts === "no" ? made : next;
  }, selection);
}
