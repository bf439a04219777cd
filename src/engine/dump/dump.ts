// A CPUID dump: what somebody read somewhere, word by word, with the place it stood at. Says nothing yet of what the words mean.
import type { Issue } from "#base/result.ts";
import type { U32 } from "#base/u32.ts";
import type { Register } from "#catalog/schema/common.ts";

/** The registers that a dump gives of one leaf; one that is not there was not given. */
export type DumpWords = Readonly<Partial<Record<Register, U32>>>;

export interface DumpLeaf {
  readonly leaf: U32;
  readonly subleaf: number;
  readonly words: DumpWords;
  /** The bits that the dump tells of, where it does not tell whole registers. */
  readonly known?: DumpWords;
  /** Line of the text, from 1; 0 where lines mean nothing. */
  readonly line: number;
}

/** A value of QEMU's own CPU model expansion. */
export type PropertyValue = string | number | boolean;

/** One processor of a dump, or one list where a dump holds several. */
export interface DumpCpu {
  readonly label: string;
  readonly leaves: readonly DumpLeaf[];
  /** CPU properties by name, where the dump gives these and no words. */
  readonly properties?: Readonly<Record<string, PropertyValue>>;
}

/** Something in the text that could not be taken. */
export interface DumpIssue extends Issue {
  /** From 1; 0 where it is about the whole text. */
  readonly line: number;
}

export interface Dump {
  /** Id of the format that the text was taken for. */
  readonly format: string;
  /** `guest`: what a guest reads. `host`: what a KVM offers. `model`: what QEMU has set, whoever reads it. */
  readonly about: "guest" | "host" | "model";
  readonly cpus: readonly DumpCpu[];
  /** The first of them in the order of the text; `issueCount` counts all. */
  readonly issues: readonly DumpIssue[];
  readonly issueCount: number;
}
