// The CPU's own leaves as registers: feature words, version and name, and which registers only the host can tell.
import type { Register } from "#catalog/schema/common.ts";
import { or, u32, type U32 } from "#base/u32.ts";
import type { Catalog } from "#catalog/open.ts";
import { identityLeaves, isAnnounced, signatureWord } from "./cpu-identity.ts";
import { isUnmeasured, type CpuWordsContext } from "./cpu-context.ts";
import { hasFlag, hasOpenNeed } from "./flag-needs.ts";
import { firstEbx, openRegisters } from "./package-bits.ts";
import type { Leaf } from "./resolved.ts";

const REGISTERS = ["eax", "ebx", "ecx", "edx"] as const;
const FIRST = 1;
const EXTENDED_FEATURES = 0x80000001;
const AVX10 = 0x24;
const SVM = 0x8000000a;
/** cpu_x86_cpuid(), leaf 0x8000000A: SVM revision and number of address space ids. */
const SVM_WORDS = { eax: 1, ebx: 0x10 } as const;

type LeafRow = Catalog["leaves"][number];
type Registers = Record<Register, U32>;

/** What the catalogue says of one of the CPU's own leaves. */
export const cpuLeafRow = (catalog: Catalog, leaf: U32, subleaf: number): LeafRow | undefined =>
  catalog.leaves.find((row) => row.family === "cpu" && Number(row.leaf) === leaf && (row.subleaf ?? 0) === subleaf);

/** The leaves below 0x40000000 and from 0x80000000 up. `sureness` is `model`: the host may still take bits away. */
export function cpuLeaves(context: CpuWordsContext, words: ReadonlyMap<string, U32>): Leaf[] {
  const fromHost = context.kind === "host" || context.kind === "max" || isUnmeasured(context.kind, context.version);
  const places = new Set([...words].filter(([, word]) => word !== 0).map(([at]) => at.slice(0, at.lastIndexOf(":"))));
  const isThere = isAnnounced(context, words);
  const features = [...places]
    .map((place) => featureLeaf(context, words, place, fromHost))
    .filter((leaf) => leaf !== undefined)
    .filter((leaf) => isThere(leaf.leaf));
  return [...identityLeaves(context, words), ...features].toSorted((a, b) => a.leaf - b.leaf || a.subleaf - b.subleaf);
}

/** A leaf with feature words; undefined where QEMU leaves it at zero for want of the flag that it needs. */
function featureLeaf(
  context: CpuWordsContext,
  words: ReadonlyMap<string, U32>,
  place: string,
  fromHost: boolean,
): Leaf | undefined {
  const [number = 0, subleaf = 0] = place.split(":").map(Number);
  const row = cpuLeafRow(context.catalog, number, subleaf);
  if (row?.needs !== undefined && !fromHost && !hasFlag(context.catalog, words, row.needs)) return undefined;
  const word = (register: Register): U32 => words.get(`${place}:${register}`) ?? 0;
  const own = { eax: word("eax"), ebx: word("ebx"), ecx: word("ecx"), edx: word("edx") };
  const leaf = { leaf: number, subleaf, family: "cpu", ...own } as const;
  if (fromHost) return { ...leaf, sureness: "unknown", unpredicted: REGISTERS };
  const fixed = subleaf === 0 ? fixedWords(context, number, own) : {};
  const open = new Set<Register>([
    ...(row?.depends?.registers ?? []).filter((register) => fixed[register] === undefined),
    ...openRegisters(context, number, subleaf),
    ...REGISTERS.filter((register) => hasOpenNeed(context, words, `${place}:${register}`)),
  ]);
  const unpredicted = REGISTERS.filter((register) => open.has(register));
  return { ...leaf, ...fixed, sureness: "model", unpredicted };
}

/** Registers that hold no flags but follow from the model. */
function fixedWords(context: CpuWordsContext, leaf: U32, own: Registers): Partial<Registers> {
  if (leaf === FIRST) return { eax: signatureWord(context), ebx: firstEbx(context) };
  if (leaf === AVX10) return avx10Words(context, own);
  if (leaf === EXTENDED_FEATURES) return { eax: signatureWord(context) };
  return leaf === SVM ? SVM_WORDS : {};
}

/** The flags and the version, which the user or the model gives; else QEMU takes the host's. */
function avx10Words({ assignments, version }: CpuWordsContext, { ebx }: Registers): Partial<Registers> {
  const given = assignments.get("avx10-version")?.value ?? version?.avx10Version;
  return given === undefined || Number(given) === 0 ? {} : { ebx: or(ebx, u32(Number(given) & 0xff)) };
}
