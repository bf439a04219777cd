// How a leaf is named in links and tabs.
import type { U32 } from "#base/u32.ts";

interface LeafPlace {
  readonly leaf: U32;
  readonly subleaf: number;
}

/** `0x40000001`, or `0x7.1` with a sub-leaf. */
export const leafId = ({ leaf, subleaf }: LeafPlace): string =>
  `0x${leaf.toString(16)}${subleaf === 0 ? "" : `.${subleaf}`}`;
