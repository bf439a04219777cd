// Which machine types the words of a guest speak for. Most types are alike, so the answer is ranges: those that need the fewest flags.
import type { U32 } from "#base/u32.ts";
import type { Catalog, MachineEntry } from "#catalog/open.ts";
import { boardsOf, machineExists } from "../machine.ts";
import { openPoint } from "../point.ts";
import { resolveVm } from "../resolve.ts";
import type { Override, Selection } from "../selection.ts";
import type { DecodedCpu } from "./compare.ts";
import { nameOfVm } from "./cpu-name.ts";
import { guessSelection, type Guess } from "./guess.ts";
import { isHypervisorLeaf } from "./interfaces.ts";

/** Neighbours of one board, oldest first; the same type twice where it is one. */
export interface MachineRange {
  readonly first: string;
  readonly last: string;
  readonly count: number;
}

export interface MachineGuess {
  /** The types that need no more flags than the one in the guess. */
  readonly ranges: readonly MachineRange[];
  readonly count: number;
  /** All types of this QEMU on which the CPU model starts. */
  readonly of: number;
  /** What the chosen machine type would need, where another one needs fewer flags or differs less. */
  readonly chosen?: Guess;
}

interface Group {
  /** The first board of its types. */
  readonly board: MachineEntry["board"];
  /** Some machine types give models other version words than newer ones do. */
  readonly signature: U32 | undefined;
  readonly entries: MachineEntry[];
  guess?: Guess | undefined;
}

/** The flags on the machine type that needs the fewest of them, the chosen one before others, and all types that need no more. */
export function guessMachine(
  catalog: Catalog,
  selection: Selection,
  cpu: DecodedCpu,
): { readonly guess: Guess; readonly machines: MachineGuess } | undefined {
  const own = guessSelection(catalog, selection, cpu);
  if (!own) return undefined;
  const { machine } = openPoint(catalog, selection);
  const entries = typesFor(catalog, selection);
  const { signature } = nameOfVm(resolveVm(catalog, selection));
  const groups = groupsOf(catalog, withSwitches(selection, own), entries).filter(
    (group) => group.signature === signature,
  );
  for (const group of groups) {
    const isOwn = group.entries.some(({ version }) => version.name === machine?.version.name);
    group.guess = isOwn ? own : guessSelection(catalog, { ...selection, machine: nameOf(group) }, cpu);
  }
  const best = groups.reduce(
    (a, b) => (b.guess && isLikelier(b.guess, a, b.board === machine?.board) ? b.guess : a),
    own,
  );
  const fitting = groups.filter(({ guess }) => guess && !isBetter(best, guess)).flatMap((group) => group.entries);
  const inOrder = entries.filter((entry) => fitting.includes(entry));
  return {
    guess: best,
    machines: {
      ranges: rangesOf(entries, inOrder),
      count: inOrder.length,
      of: groups.reduce((sum, group) => sum + group.entries.length, 0),
      ...(best !== own && { chosen: own }),
    },
  };
}

/** The newest type of its first board stands for a group: it is the one that people name. */
const nameOf = ({ board, entries }: Group): string =>
  entries.filter((entry) => entry.board === board).at(-1)?.version.name ?? "";

/** Fewer differing bits, or as few with fewer flags. */
const isBetter = (a: Guess, b: Guess): boolean =>
  a.differing < b.differing || (a.differing === b.differing && flagsOf(a) < flagsOf(b));

/** Nobody changes the board for a flag less: another board is likelier only where the chosen one cannot make the leaves. */
const isLikelier = (a: Guess, b: Guess, onChosenBoard: boolean): boolean =>
  onChosenBoard ? isBetter(a, b) : a.differing < b.differing;

const flagsOf = ({ selection }: Guess): number =>
  selection.overrides.length + (selection.irqchip === undefined ? 0 : 1);

/** The machine types of the chosen host's QEMU, those of the chosen board first, each board's oldest first. */
export function typesFor(catalog: Catalog, selection: Selection): MachineEntry[] {
  const { machine, host, qemu } = openPoint(catalog, selection);
  return boardsOf(catalog, host)
    .toSorted((a, b) => Number(b === machine?.board) - Number(a === machine?.board))
    .flatMap((board) => board.versions.map((version, index): MachineEntry => ({ board, version, index })))
    .filter((entry) => machineExists(entry, qemu, host));
}

/** With what the dump shows switched on, so that leaves come into sight; its numbers are what machine types may give by themselves. */
function withSwitches(selection: Selection, { selection: found }: Guess): Selection {
  const isSwitch = ({ value }: Override): boolean => value === "on" || value === "off";
  const { irqchip: _own, ...rest } = found;
  // Xen emulation needs the split interrupt controller everywhere.
  const irqchip = found.xenVersion === undefined ? selection.irqchip : found.irqchip;
  return { ...rest, ...(irqchip && { irqchip }), overrides: found.overrides.filter(isSwitch) };
}

/** Types that show the same hypervisor leaves and version word with the same switches are one question. */
function groupsOf(catalog: Catalog, selection: Selection, entries: readonly MachineEntry[]): Group[] {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const made = resolveVm(catalog, { ...selection, machine: entry.version.name });
    if (made.starts === "no") continue;
    const leaves = made.leaves.filter(({ leaf }) => isHypervisorLeaf(leaf));
    const { signature } = nameOfVm(made);
    const key = JSON.stringify([entry.board.irqchip, signature, leaves]);
    const group = groups.get(key) ?? { board: entry.board, signature, entries: [] };
    groups.set(key, group);
    group.entries.push(entry);
  }
  return [...groups.values()];
}

function rangesOf(all: readonly MachineEntry[], chosen: readonly MachineEntry[]): MachineRange[] {
  const ranges: MachineRange[] = [];
  let before: MachineEntry | undefined;
  for (const entry of chosen) {
    const isNext = before?.board === entry.board && all.indexOf(entry) === all.indexOf(before) + 1;
    const last = isNext ? ranges.pop() : undefined;
    const { name } = entry.version;
    ranges.push({ first: last?.first ?? name, last: name, count: (last?.count ?? 0) + 1 });
    before = entry;
  }
  return ranges;
}
