// The likely configuration: which flags, on the chosen host, machine type and CPU model, make the very hypervisor leaves of a dump.
import { popCount, u32, type U32 } from "#base/u32.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { REGISTERS, type Register } from "#catalog/schema/common.ts";
import { setFeature, withOverride } from "../flip.ts";
import { resolveVm } from "../resolve.ts";
import type { Leaf, ResolvedVm } from "../resolved.ts";
import type { Selection } from "../selection.ts";
import { visibleFeatures } from "../verdict.ts";
import type { DecodedCpu } from "./compare.ts";
import { showsFeature } from "./faster.ts";
import { isHypervisorLeaf } from "./interfaces.ts";
import { readSettings } from "./guess-settings.ts";

export interface Guess {
  readonly selection: Selection;
  /** `exact`: every hypervisor leaf comes out bit for bit. `nearly`: all but a few bits. `not`: this host cannot make them. */
  readonly sureness: "exact" | "nearly" | "not";
  /** Bits of the hypervisor leaves that come out otherwise. */
  readonly differing: number;
  /** Bits that no prediction tells, so that they were not compared. */
  readonly uncompared: number;
}

/** Up to so many bits may differ for a guess to be called near. */
const NEAR = 4;
/** Rounds of trying each flag; each round that helps nothing ends the search. */
const ROUNDS = 4;

/** Looks for the flags; undefined for dumps without any hypervisor leaf, which do not say what a guest reads there. */
export function guessSelection(catalog: Catalog, selection: Selection, cpu: DecodedCpu): Guess | undefined {
  if (!cpu.tellsHypervisor) return undefined;
  const target = announced(cpu);
  const bare = fromInterfaces(catalog, selection, cpu);
  const shown = visibleFeatures(catalog).filter(
    (feature) => feature.family !== "xen" && showsFeature("guest", cpu, feature) === true,
  );
  const starts = irqchipsOf(bare).flatMap((start) => {
    const asked = shown.reduce((made, feature) => switched(catalog, made, feature, true), start);
    return [start, asked, readSettings(catalog, asked, cpu)];
  });
  const found = climb(catalog, starts, target);
  const { differing, uncompared } = distance(target, resolveVm(catalog, found));
  const sureness = differing === 0 ? "exact" : differing <= NEAR ? "nearly" : "not";
  return { selection: found, sureness, differing, uncompared };
}

/** The interrupt controllers worth trying: the chosen one, and the split one, which Xen needs and which shows one bit more. */
function irqchipsOf(selection: Selection): readonly Selection[] {
  const split: Selection = { ...selection, irqchip: "split" };
  if (selection.xenVersion !== undefined) return [split];
  return selection.irqchip === undefined && selection.accel === "kvm" ? [selection, split] : [selection];
}

/** The hypervisor leaves that count: those that an interface announces. */
function announced({ leaves, interfaces }: DecodedCpu): ReadonlyMap<U32, Leaf> {
  const isIn = (leaf: U32): boolean => interfaces.some(({ base, highest }) => leaf >= base && leaf <= highest);
  return new Map(
    leaves
      .filter(({ leaf, subleaf }) => isHypervisorLeaf(leaf) && subleaf === 0 && isIn(leaf))
      .map(({ leaf, words }) => {
        const { eax = 0, ebx = 0, ecx = 0, edx = 0 } = words;
        const unpredicted = REGISTERS.filter((register) => words[register] === undefined);
        return [leaf, { leaf, subleaf: 0, family: "cpu", eax, ebx, ecx, edx, sureness: "exact", unpredicted }];
      }),
  );
}

/** What no flag but the interfaces themselves tell: the accelerator, Xen, and whether KVM hides. */
function fromInterfaces(catalog: Catalog, selection: Selection, { interfaces, leaves }: DecodedCpu): Selection {
  const { xenVersion: _xen, ...rest } = selection;
  const isOurs = (property: string): boolean => catalog.featureByProperty.has(property);
  const base: Selection = {
    ...rest,
    accel: interfaces.some(({ signature }) => signature.startsWith("TCG")) ? "tcg" : "kvm",
    overrides: selection.overrides.filter(({ property }) => !isOurs(property)),
    globals: selection.globals?.filter(({ property }) => !isOurs(property)) ?? [],
  };
  const xen = interfaces.find(({ family }) => family === "xen");
  const version = xen && leaves.find(({ leaf }) => leaf === xen.base + 1)?.words.eax;
  if (version !== undefined) return { ...base, xenVersion: version };
  const hidesKvm = base.accel === "kvm" && !interfaces.some(({ family }) => family === "kvm");
  return hidesKvm ? withOverride(base, { property: "kvm", form: "value", value: "off" }, ["kvm"]) : base;
}

function switched(catalog: Catalog, selection: Selection, { id }: BundledFeature, on: boolean): Selection {
  const next = setFeature(catalog, selection, id, on);
  return next.ok ? next.value : selection;
}

/** Takes the best start, then each single switch that brings it nearer, until none does. */
function climb(catalog: Catalog, starts: readonly Selection[], target: ReadonlyMap<U32, Leaf>): Selection {
  const cost = (selection: Selection): number => distance(target, resolveVm(catalog, selection)).differing;
  const ranked = starts.map((selection) => ({ selection, cost: cost(selection) }));
  let best = ranked.toSorted((a, b) => a.cost - b.cost)[0];
  if (!best) throw new Error("no start to climb from");
  const features = catalog.features.filter(({ property }) => property?.scope === "cpu" && isSwitch(property.type));
  for (let round = 0; round < ROUNDS && best.cost > 0; round += 1) {
    const before: number = best.cost;
    for (const feature of features) {
      for (const on of [true, false]) {
        const selection = switched(catalog, best.selection, feature, on);
        const next: number = best.cost === 0 ? Infinity : cost(selection);
        if (next < best.cost) best = { selection, cost: next };
      }
    }
    if (best.cost === before) break;
  }
  return best.selection;
}

const isSwitch = (type: string): boolean => type === "bit" || type === "bool" || type === "on-off-auto";

const NO_WORDS = { eax: 0, ebx: 0, ecx: 0, edx: 0, unpredicted: [] } as const;
/** A VM that does not start reads nothing at all, which is farther than any other. */
const FARTHEST = 1_000_000;

/** A register that the prediction or the dump does not tell. */
const isOpen = ({ unpredicted }: Pick<Leaf, "unpredicted">, register: Register): boolean =>
  unpredicted.includes(register);

/** How many bits of the hypervisor leaves differ, and how many nobody can predict. */
function distance(
  target: ReadonlyMap<U32, Leaf>,
  vm: ResolvedVm,
): { readonly differing: number; readonly uncompared: number } {
  if (vm.starts === "no") return { differing: FARTHEST, uncompared: 0 };
  const made = new Map(vm.leaves.filter((row) => isHypervisorLeaf(row.leaf)).map((row) => [row.leaf, row]));
  let [differing, uncompared] = [0, 0];
  for (const leaf of new Set([...target.keys(), ...made.keys()])) {
    const [want, have] = [target.get(leaf) ?? NO_WORDS, made.get(leaf) ?? NO_WORDS];
    for (const register of REGISTERS) {
      if (isOpen(have, register) || isOpen(want, register)) uncompared += 32;
      else differing += popCount(u32(want[register] ^ have[register]));
    }
  }
  return { differing, uncompared };
}
