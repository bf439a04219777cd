// Two selections register by register: what one guest reads and the other does not, with the names of the bits.
import { bitIndexes, hasBit, hex, u32, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import { REGISTERS, type Register } from "#catalog/schema/common.ts";
import { bitInfo } from "#engine/flip.ts";
import type { Leaf, ResolvedVm } from "#engine/resolved.ts";
import type { Selection } from "#engine/selection.ts";
import { upstreamHost } from "./actions.ts";
import { leafId } from "./leaf-id.ts";
import { leafTitle } from "./leaves.ts";
import { selectResolved } from "./selectors.ts";
import { parseAgainst, type Against } from "./url/against.ts";
import { parseLink } from "./url/link.ts";

export interface BitDifference {
  readonly bit: number;
  readonly name: string;
  readonly feature: string | undefined;
  /** Whether the VM of the page has it; the other then has not. */
  readonly here: boolean;
}

export interface RegisterDifference {
  /** The leaf in the VM of the page, else in the other. */
  readonly id: string;
  readonly title: string;
  readonly register: Register;
  readonly here: string;
  readonly there: string;
  /** Where the other VM has the leaf, when it stands elsewhere there. */
  readonly movedTo: string | undefined;
  /** Empty for registers that hold numbers or characters. */
  readonly bits: readonly BitDifference[];
}

export interface Comparison {
  readonly differences: readonly RegisterDifference[];
  /** Registers that are not predicted for one of the two, so that nobody can say whether they differ. */
  readonly open: readonly string[];
  readonly other: ResolvedVm;
}

const BLOCK = 0x100;
const HYPERVISOR = 0x40000000;

/** The selection that a comparison is with; undefined where there is none, or nothing of that name. */
export function otherSelection(
  catalog: Catalog,
  selection: Selection,
  previous: Selection | undefined,
  text: string,
): Selection | undefined {
  const against = parseAgainst(text);
  if (against === undefined) return undefined;
  if (against.kind === "before") return previous;
  return changed(catalog, selection, against);
}

function changed(catalog: Catalog, selection: Selection, { kind, name }: Against): Selection | undefined {
  const { host } = selection;
  const { platform: _p, kernel: _k, qemu: _q, libvirt: _l, measured: _m, ...build } = host;
  switch (kind) {
    case "defaults": {
      const { globals: _globals, irqchip: _irqchip, xenVersion: _xen, ...rest } = selection;
      return { ...rest, overrides: [] };
    }
    case "host":
      return catalog.platformById.has(name) ? { ...selection, host: { ...build, platform: name } } : undefined;
    case "kernel":
      return { ...selection, host: upstreamHost(catalog, host, name) };
    case "qemu":
      return { ...selection, host: { ...host, qemu: name } };
    case "vendor":
      return name === "intel" || name === "amd" ? { ...selection, host: { ...host, vendor: name } } : undefined;
    case "machine":
      return { ...selection, machine: name };
    case "cpu":
      return { ...selection, cpu: name };
    default:
      return parseLink(`#${name}`).selection;
  }
}

/** KVM's and Xen's leaves are compared with themselves, wherever others moved them to. */
const keyOf = ({ leaf, subleaf, family }: Leaf): string => {
  const isMoved = family !== "cpu" && leaf >= HYPERVISOR && leaf < HYPERVISOR + 0x10000;
  return `${family}:${isMoved ? leaf % BLOCK : leaf}:${subleaf}`;
};

/** Compares what the guests of two selections read. */
export function compareLeaves(catalog: Catalog, selection: Selection, other: Selection): Comparison {
  const here = selectResolved(catalog, selection);
  const there = selectResolved(catalog, other);
  const mine = new Map(here.leaves.map((leaf) => [keyOf(leaf), leaf]));
  const theirs = new Map(there.leaves.map((leaf) => [keyOf(leaf), leaf]));
  const keys = [...new Set([...mine.keys(), ...theirs.keys()])];
  const pairs = keys
    .map((key): readonly [Leaf | undefined, Leaf | undefined] => [mine.get(key), theirs.get(key)])
    .toSorted(([a, b], [c, d]) => placeOf(a ?? b) - placeOf(c ?? d));
  const open: string[] = [];
  const differences = pairs.flatMap(([a, b]) =>
    REGISTERS.flatMap((register): RegisterDifference[] => {
      const leaf = a ?? b;
      if (leaf === undefined) return [];
      if (isOpen(here, a, leaf, register) || isOpen(there, b, leaf, register)) {
        open.push(`${leafId(leaf)} ${register.toUpperCase()}`);
        return [];
      }
      return differ(catalog, [selection, here, a], [other, there, b], register);
    }),
  );
  return { differences, open, other: there };
}

/** Whether a register is not predicted. Of a CPU that takes what the host has, leaves may be missing only because nobody knows them. */
function isOpen(resolved: ResolvedVm, own: Leaf | undefined, either: Leaf, register: Register): boolean {
  if (own) return own.unpredicted.includes(register);
  return either.family === "cpu" && resolved.leaves.some((leaf) => leaf.leaf === 1 && leaf.sureness === "unknown");
}

const placeOf = (leaf: Leaf | undefined): number => (leaf ? leaf.leaf * 64 + leaf.subleaf : 0);

type Side = readonly [selection: Selection, resolved: ResolvedVm, leaf: Leaf | undefined];

function differ(catalog: Catalog, mine: Side, theirs: Side, register: Register): RegisterDifference[] {
  const [, , a] = mine;
  const [, , b] = theirs;
  const [here, there] = [a?.[register] ?? 0, b?.[register] ?? 0];
  const [owner, leaf] = a ? [mine, a] : [theirs, b];
  if (here === there || leaf === undefined) return [];
  const movedTo = a && b && a.leaf !== b.leaf ? leafId(b) : undefined;
  return [
    {
      id: leafId(leaf),
      title: leafTitle(catalog, owner[1], leaf.leaf, leaf.subleaf),
      register,
      here: hex(here),
      there: hex(there),
      movedTo,
      bits: bitDifferences(catalog, owner, leaf, register, here, u32(here ^ there)),
    },
  ];
}

function bitDifferences(
  catalog: Catalog,
  [selection, resolved]: Side,
  leaf: Leaf,
  register: Register,
  here: U32,
  changedBits: U32,
): BitDifference[] {
  const infos = bitIndexes(changedBits).map((bit) => ({
    bit,
    info: bitInfo(catalog, selection, resolved, { leaf: leaf.leaf, subleaf: leaf.subleaf, register, bit }),
  }));
  const isNumber = infos.every(({ info }) => info.feature === undefined && info.flag === undefined);
  if (isNumber) return [];
  return infos.map(({ bit, info }) => ({ bit, name: info.name, feature: info.feature, here: hasBit(here, bit) }));
}
