// One bit of a CPUID register, and whether a guest reads it as set.
import { hasBit, type U32 } from "#base/u32.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { ResolvedVm } from "./resolved.ts";

/** One bit of a CPUID register as the guest reads it. */
export interface BitPlace {
  readonly leaf: U32;
  readonly subleaf: number;
  readonly register: Register;
  readonly bit: number;
}

/** Whether this guest reads a bit as set; leaves that are not there read as zero. */
export function isBitSet(resolved: ResolvedVm, { leaf, subleaf, register, bit }: BitPlace): boolean {
  const row = resolved.leaves.find((entry) => entry.leaf === leaf && entry.subleaf === subleaf);
  return row !== undefined && hasBit(row[register], bit);
}
