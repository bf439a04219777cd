// Who the CPU says it is: vendor, highest leaves, version word and name, as QEMU puts them together.
import { compareVersions, version as parsed } from "#base/version.ts";
import { bit, textWord, u32, without, type U32 } from "#base/u32.ts";
import { signatureOf } from "./cpu.ts";
import type { CpuWordsContext } from "./cpu-context.ts";
import type { Leaf } from "./resolved.ts";
import { wordValue } from "./values.ts";

const EXTENDED = 0x80000000;
const CENTAUR = 0xc0000000;
const NAME_PARTS = 3;
const HOST_VENDORS = { intel: "GenuineIntel", amd: "AuthenticAMD" } as const;

/** The vendor that the guest reads: what the user wrote, under KVM the host's, under TCG the model's. Rule: host_cpu_instance_init(). */
export function vendorOf({ assignments, accel, hostVendor, kind, version }: CpuWordsContext): string | undefined {
  const written = assignments.get("vendor");
  if (written !== undefined && written.by !== "compat") return written.value;
  if (accel === "kvm") return HOST_VENDORS[hostVendor];
  return kind === "named" ? version?.vendorId : undefined;
}

/** Family, model and stepping as leaf 1 EAX: x86_cpuid_version_set_family and its neighbours. */
export function signatureWord({ version, assignments, qemu }: CpuWordsContext): U32 {
  const defined = version && signatureOf(version, qemu);
  const number = (name: "family" | "model" | "stepping"): number =>
    Number(assignments.get(name)?.value ?? defined?.[name] ?? 0);
  const [family, model, stepping] = [number("family"), number("model"), number("stepping")];
  const low = Math.min(family, 0xf);
  const extended = Math.max(0, family - 0xf);
  return u32((extended << 20) | ((model >> 4) << 16) | (low << 8) | ((model & 0xf) << 4) | stepping);
}

/** EXT2 bits of 0x80000001 EDX that repeat leaf 1 EDX on AMD: CPUID_EXT2_AMD_ALIASES in target/i386/cpu.h. They come after the leaves are counted. */
export const AMD_ALIASES = 0x0183f3ff;
const REPEATING = `${0x80000001}:0:edx`;

interface Highest {
  readonly value: U32;
  readonly isSure: boolean;
}

/** Leaves that QEMU announces once a flag is set, whatever stands in them: x86_cpu_expand_features(). */
const RAISED: readonly (readonly [place: string, mask: U32, leaf: U32])[] = [
  ["7:0:ebx", bit(25), 0x14],
  ["7:0:ebx", bit(2), 0x12],
  ["7:1:edx", bit(19), 0x24],
  [`${0x80000001}:0:ecx`, bit(2), 0x8000000a],
];

/** The highest leaf of a range: written, or the model's; flags whose leaf lies higher leave it open, as releases differ there. */
function highest(context: CpuWordsContext, words: ReadonlyMap<string, U32>, extended: boolean): Highest {
  const { assignments, version } = context;
  const written = assignments.get(extended ? "xlevel" : "level");
  if (written !== undefined) return { value: wordValue(written.value), isSure: true };
  const least = assignments.get(extended ? "min-xlevel" : "min-level")?.value;
  const own = least === undefined ? (extended ? version?.xlevel : version?.level) : wordValue(least);
  if (own === undefined) return { value: 0, isSure: false };
  const inRange = (leaf: U32): boolean => (extended ? leaf >= EXTENDED && leaf < CENTAUR : leaf < 0x40000000);
  const used = [...words]
    .filter(([place, word]) => (place === REPEATING ? without(word, AMD_ALIASES) : word) !== 0)
    .map(([place]) => Number(place.split(":")[0]));
  const raised = RAISED.filter(([place, mask]) => ((words.get(place) ?? 0) & mask) !== 0).map(([, , leaf]) => leaf);
  const above = [...used, ...raised].some((leaf) => inRange(leaf) && leaf > own);
  return { value: own, isSure: !above };
}

const vendorWords = (vendor: string): Pick<Leaf, "ebx" | "ecx" | "edx"> => ({
  ebx: textWord(vendor),
  edx: textWord(vendor, 4),
  ecx: textWord(vendor, 8),
});

function highestLeaf(context: CpuWordsContext, words: ReadonlyMap<string, U32>, extended: boolean): Leaf {
  const { value, isSure } = highest(context, words, extended);
  const vendor = vendorOf(context);
  const unknownVendor = vendor === undefined ? (["ebx", "ecx", "edx"] as const) : [];
  return {
    leaf: extended ? EXTENDED : 0,
    subleaf: 0,
    family: "cpu",
    eax: isSure ? value : 0,
    ...vendorWords(vendor ?? ""),
    sureness: isSure && vendor !== undefined ? "model" : "unknown",
    unpredicted: [...(isSure ? [] : (["eax"] as const)), ...unknownVendor],
  };
}

/** Models named after QEMU's own version: machine types before 2.5 name an older one (qemu_hw_version()). */
const NAMED_AFTER_QEMU = /^QEMU Virtual CPU version/;
const FIRST_FIXED_NAME = parsed("2.5");

function nameOf({ assignments, version, machineVersion }: CpuWordsContext): string | undefined {
  const written = assignments.get("model-id")?.value;
  if (written !== undefined) return written;
  const own = version?.modelId;
  const isFixed = machineVersion !== undefined && compareVersions(parsed(machineVersion), FIRST_FIXED_NAME) >= 0;
  return own !== undefined && NAMED_AFTER_QEMU.test(own) && !isFixed ? undefined : own;
}

/** The 48 characters of the name, four a register, padded with zeros. Rule: x86_cpuid_set_model_id(). */
function nameLeaves(context: CpuWordsContext): Leaf[] {
  const name = nameOf(context);
  return Array.from({ length: NAME_PARTS }, (_, part): Leaf => {
    const at = part * 16;
    const word = (offset: number): U32 => textWord((name ?? "").slice(0, 48), at + offset);
    return {
      leaf: u32(EXTENDED + 2 + part),
      subleaf: 0,
      family: "cpu",
      eax: word(0),
      ebx: word(4),
      ecx: word(8),
      edx: word(12),
      sureness: name === undefined ? "unknown" : "model",
      unpredicted: name === undefined ? ["eax", "ebx", "ecx", "edx"] : [],
    };
  });
}

/** Whether a leaf is not above the highest that the CPU announces; where that is not sure, it may be there. */
export function isAnnounced(context: CpuWordsContext, words: ReadonlyMap<string, U32>): (leaf: U32) => boolean {
  const basic = highest(context, words, false);
  const extended = highest(context, words, true);
  return (leaf) => {
    if (leaf >= CENTAUR) return true;
    const { value, isSure } = leaf >= EXTENDED ? extended : basic;
    return !isSure || leaf <= value;
  };
}

/** Leaf 0, 0x80000000 and the name of a CPU; what only the host can tell is left open. */
export function identityLeaves(context: CpuWordsContext, words: ReadonlyMap<string, U32>): Leaf[] {
  const top = highest(context, words, true);
  const leaves = [highestLeaf(context, words, false)];
  if (top.isSure && top.value < EXTENDED) return leaves;
  leaves.push(highestLeaf(context, words, true));
  return !top.isSure || top.value >= EXTENDED + 4 ? [...leaves, ...nameLeaves(context)] : leaves;
}
