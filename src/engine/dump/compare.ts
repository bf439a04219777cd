// A dump beside the prediction: for each bit and field that either has, whether the guest lacks it, has more, or has the same.
import { hasBit, hex, wordText, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import { REGISTERS, type Register } from "#catalog/schema/common.ts";
import { unmoved } from "../flip.ts";
import type { Leaf, ResolvedVm } from "../resolved.ts";
import type { Dump, DumpCpu, DumpLeaf } from "./dump.ts";
import { interfacesOf, isHypervisorLeaf, placeOf, type LeafPlace, type SeenInterface } from "./interfaces.ts";
import { leavesOfCpu } from "./properties.ts";
import { fieldValue, registerParts, type RegisterPart } from "./register-parts.ts";

/** `missing`: predicted, not in the dump. `extra`: in the dump, not predicted. `other`: a field with another value. */
export type DumpState = "same" | "missing" | "extra" | "other" | "not-predicted";

export interface DumpRow {
  readonly state: DumpState;
  readonly family: Leaf["family"];
  /** Where it stands in the dump; where it would stand if the dump lacks the leaf. */
  readonly leaf: U32;
  readonly subleaf: number;
  readonly register: Register;
  readonly bits: readonly [high: number, low: number];
  /** Undefined for a bit that nobody named. */
  readonly name: string | undefined;
  readonly feature?: string;
  /** Fields only: both values as they are read. */
  readonly predicted?: string;
  readonly seen?: string;
}

/** What one processor of a dump shows, without any prediction. */
export interface DecodedCpu {
  readonly label: string;
  readonly interfaces: readonly SeenInterface[];
  readonly leaves: readonly DumpLeaf[];
  /** False where the dump has not one hypervisor leaf: some programs never read them, so it says nothing of what a guest sees there. */
  readonly tellsHypervisor: boolean;
  /** Hypervisor leaves that no interface announces: an echo of other leaves, or nothing. */
  readonly beyond: readonly U32[];
}

export function decodeCpu(catalog: Catalog, about: Dump["about"], cpu: DumpCpu): DecodedCpu {
  const leaves = leavesOfCpu(catalog, cpu);
  const interfaces = interfacesOf({ leaves });
  const isBeyond = ({ leaf, words }: DumpLeaf): boolean =>
    placeOf(about, interfaces, leaf) === undefined &&
    !interfaces.some(({ base, highest }) => leaf >= base && leaf <= highest) &&
    REGISTERS.some((register) => (words[register] ?? 0) !== 0);
  return {
    label: cpu.label,
    interfaces,
    leaves,
    tellsHypervisor: leaves.some(({ leaf }) => isHypervisorLeaf(leaf)),
    beyond: leaves.filter(isBeyond).map((row) => row.leaf),
  };
}

interface Sides {
  readonly place: LeafPlace;
  readonly subleaf: number;
  readonly seen: DumpLeaf | undefined;
  readonly predicted: Leaf | undefined;
}

const keyOf = ({ family, leaf }: LeafPlace, subleaf: number): string => `${family}:${leaf}:${subleaf}`;

/** Both sides of each leaf, joined by what the leaf is and not by where Hyper-V or Xen in front moved it. */
function joinLeaves(about: Dump["about"], cpu: DecodedCpu, vm: ResolvedVm): Sides[] {
  const sides = new Map<string, Sides>();
  for (const seen of cpu.leaves) {
    const place = placeOf(about, cpu.interfaces, seen.leaf);
    if (place) sides.set(keyOf(place, seen.subleaf), { place, subleaf: seen.subleaf, seen, predicted: undefined });
  }
  for (const predicted of vm.leaves) {
    const place = { family: predicted.family, leaf: unmoved(predicted.leaf, predicted.family) };
    const key = keyOf(place, predicted.subleaf);
    const known = sides.get(key) ?? { place, subleaf: predicted.subleaf, seen: undefined };
    sides.set(key, { ...known, predicted });
  }
  return [...sides.values()].toSorted((a, b) => a.place.leaf - b.place.leaf || a.subleaf - b.subleaf);
}

/**
 * Compares one processor with the prediction. Registers that the dump does not give are left out, and so are the CPU's
 * own leaves that hold no flags: caches, topology, names.
 */
export function compareDump(catalog: Catalog, about: Dump["about"], cpu: DecodedCpu, vm: ResolvedVm): DumpRow[] {
  return joinLeaves(about, cpu, vm).flatMap((sides) => {
    // A leaf of the CPU that is not there may be zero or just not printed. Lists of words and programs that read no
    // hypervisor leaves say nothing of those either; a guest's other dumps have all that are announced.
    if (!sides.seen && (about === "model" || sides.place.family === "cpu" || !cpu.tellsHypervisor)) return [];
    return REGISTERS.flatMap((register) => registerRows(catalog, sides, register));
  });
}

function registerRows(catalog: Catalog, sides: Sides, register: Register): DumpRow[] {
  const { place, subleaf, seen, predicted } = sides;
  const given = seen ? seen.words[register] : 0;
  if (given === undefined) return [];
  const mask = seen?.known ? (seen.known[register] ?? 0) : 0xffffffff;
  const word = predicted?.[register] ?? 0;
  const isOpen = isUnpredicted(predicted, register);
  const at = { family: place.family, leaf: (seen ?? predicted ?? place).leaf, subleaf, register };
  return registerParts(catalog, place, subleaf, register).flatMap((part): DumpRow[] => {
    const row = part.kind === "bit" ? bitRow(part, given, word, mask) : fieldRow(part, given, word, mask);
    return row ? [{ ...at, ...row, state: isOpen ? "not-predicted" : row.state }] : [];
  });
}

const isUnpredicted = (predicted: Leaf | undefined, register: Register): boolean =>
  predicted !== undefined && (predicted.unpredicted.includes(register) || predicted.sureness === "unknown");

type Part<Kind extends RegisterPart["kind"]> = Extract<RegisterPart, { readonly kind: Kind }>;
type RowRest = Omit<DumpRow, "family" | "leaf" | "subleaf" | "register">;

/** Nothing for a bit that is clear on both sides, or of which the dump says nothing. */
function bitRow({ bit, name, feature }: Part<"bit">, seen: U32, predicted: U32, mask: U32): RowRest | undefined {
  if (!hasBit(mask, bit)) return undefined;
  const [has, should] = [hasBit(seen, bit), hasBit(predicted, bit)];
  if (!has && !should) return undefined;
  const state: DumpState = has === should ? "same" : has ? "extra" : "missing";
  return { state, bits: [bit, bit], name, ...(feature !== undefined && { feature }) };
}

function fieldRow(field: Part<"field">, seen: U32, predicted: U32, mask: U32): RowRest | undefined {
  const { name, high, low, isText } = field;
  if (mask !== 0xffffffff) return undefined;
  const [has, should] = [fieldValue(seen, field), fieldValue(predicted, field)];
  if (has === 0 && should === 0) return undefined;
  const text = (value: U32): string => (isText ? `“${wordText(value)}”` : value > 0xffff ? hex(value) : String(value));
  return {
    state: has === should ? "same" : "other",
    bits: [high, low],
    name,
    predicted: text(should),
    seen: text(has),
  };
}
