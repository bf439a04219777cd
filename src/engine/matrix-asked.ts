// What the flags of a selection do at the points of a cube: whether the VM still starts, and which features its guest sees.
import type { Catalog } from "#catalog/open.ts";
import { STATES, type Cube } from "./cube.ts";
import { resolveVm } from "./resolve.ts";
import type { Selection } from "./selection.ts";

export interface Asked {
  readonly starts: boolean;
  readonly seen: ReadonlySet<string>;
}

/** By places on the cube's axes. Undefined where the states say all: without flags, and where nothing starts. */
export type AskedAt = (machine: number, cpu: number, host: number) => Asked | undefined;

/** Resolves the selection with its flags once for each class of points that the rules cannot tell apart. */
export function askedAt(catalog: Catalog, selection: Selection, cube: Cube): AskedAt {
  if (selection.overrides.length === 0 && (selection.globals ?? []).length === 0) return () => undefined;
  const memo = new Map<string, Asked>();
  return (machine, cpu, host) => {
    const first = STATES[cube.states(machine, cpu, host)[0] ?? 3];
    if (first === "no-start") return undefined;
    const key = `${cube.machineClass[machine] ?? 0}:${cube.cpuClass[cpu] ?? 0}:${host}`;
    const made = memo.get(key) ?? resolved(catalog, selection, cube, [machine, cpu, host]);
    memo.set(key, made);
    return made;
  };
}

function resolved(
  catalog: Catalog,
  selection: Selection,
  { axes }: Cube,
  [machine, cpu, host]: readonly [number, number, number],
): Asked {
  const { starts, outcomes } = resolveVm(catalog, {
    ...selection,
    machine: axes.machines[machine]?.version.name ?? "",
    cpu: axes.cpus[cpu] ?? "",
    host: axes.hosts[host] ?? selection.host,
  });
  if (starts === "no") return { starts: false, seen: new Set() };
  return { starts: true, seen: new Set(outcomes.filter((row) => row.outcome === "on").map((row) => row.feature)) };
}
