// What CPUID says of a package with several logical processors: HT, CMP_LEGACY and their number in leaf 1 EBX.
import { bit, or, u32, type U32 } from "#base/u32.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { CpuWordsContext } from "./cpu-context.ts";
import { vendorOf } from "./cpu-identity.ts";

const FIRST = 1;
const EXTENDED = 0x80000001;
/** CLFLUSH size in leaf 1 EBX: 8, in units of 8 bytes. */
const CLFLUSH = 8 << 8;
const HT = bit(28);
const CMP_LEGACY = bit(1);
/** Linux takes CMP_LEGACY for "no threads", so QEMU leaves it clear for these: x86_cpu_expand_features(), cpu_x86_cpuid() before 10.0. */
const WITHOUT_CMP_LEGACY = ["GenuineIntel", "CentaurHauls", "  Shanghai  "];

/** The flags that QEMU sets by itself, whatever was asked, by the word they stand in. */
const PACKAGE_FLAGS = { ht: "1:0:edx", "cmp-legacy": `${EXTENDED}:0:ecx` } as const;

/** True for a flag that follows from the number of logical processors. */
export const isPackageFlag = (name: string): boolean => name in PACKAGE_FLAGS;

const isCmpLegacy = (context: CpuWordsContext): boolean => !WITHOUT_CMP_LEGACY.includes(vendorOf(context) ?? "");

/** Sets the bits of a package with several logical processors; +ht and -ht say nothing then. */
export function setPackageBits(context: CpuWordsContext, words: Map<string, U32>): void {
  if ((context.packageSize ?? 1) < 2) return;
  const set = (place: string, mask: U32): void => void words.set(place, or(words.get(place) ?? 0, mask));
  set(PACKAGE_FLAGS.ht, HT);
  if (isCmpLegacy(context)) set(PACKAGE_FLAGS["cmp-legacy"], CMP_LEGACY);
}

/** Leaf 1 EBX of the first vCPU: CLFLUSH size, and above it the number of logical processors where it is not one. */
export function firstEbx(context: CpuWordsContext): U32 {
  const size = context.packageSize ?? 1;
  if (size < 2) return CLFLUSH;
  return u32((Math.min(isRounded(context) ? powerOfTwo(size) : size, 0xff) << 16) | CLFLUSH);
}

const roundsForVendor = (context: CpuWordsContext): boolean => WITHOUT_CMP_LEGACY.includes(vendorOf(context) ?? "");
const isRounded = (context: CpuWordsContext): boolean =>
  roundsForVendor(context) && context.qemu.behaves("smp-ids-rounded");
const powerOfTwo = (size: number): number => 2 ** Math.ceil(Math.log2(size));

/** Registers that nobody can predict: of a package whose size is not known, or whose number releases write differently. */
export function openRegisters(context: CpuWordsContext, leaf: U32, subleaf: number): readonly Register[] {
  const { packageSize, qemu } = context;
  if (subleaf !== 0) return [];
  if (packageSize === undefined) return OF_UNKNOWN_SIZE[leaf] ?? [];
  if (leaf !== FIRST || packageSize < 2) return [];
  const mayRound = roundsForVendor(context) && qemu.behaves("smp-ids-rounded-in-stable");
  const isOpen = packageSize > 0xff || (mayRound && powerOfTwo(packageSize) !== packageSize);
  return isOpen ? ["ebx"] : [];
}

const OF_UNKNOWN_SIZE: Readonly<Record<U32, readonly Register[]>> = { [FIRST]: ["ebx", "edx"], [EXTENDED]: ["ecx"] };
