// Who the CPU of a dump says it is: vendor, version word and name text, where the dump has these leaves.
import { wordText, type U32 } from "#base/u32.ts";
import { REGISTERS, type Register, type Vendor } from "#catalog/schema/common.ts";
import type { Leaf, ResolvedVm } from "../resolved.ts";
import type { DumpLeaf } from "./dump.ts";

export interface CpuName {
  /** `AuthenticAMD`; undefined where the dump does not tell. */
  readonly vendorId: string | undefined;
  /** Whose KVM it is: Hygon's processors count as AMD's, Zhaoxin's as Intel's, as in KVM itself. */
  readonly vendor: Vendor | undefined;
  /** Family, model and stepping: leaf 1 EAX. */
  readonly signature: U32 | undefined;
  /** The up to 48 characters of 0x80000002 to 4, trimmed; undefined where the dump does not have all of them. */
  readonly text: string | undefined;
}

const VENDORS: Readonly<Record<string, Vendor>> = {
  AuthenticAMD: "amd",
  HygonGenuine: "amd",
  GenuineIntel: "intel",
  CentaurHauls: "intel",
  "  Shanghai  ": "intel",
};

const NAME_LEAVES = [0x80000002, 0x80000003, 0x80000004] as const;

type Words = Readonly<Partial<Record<Register, U32>>>;

/** Reads them from the words of leaves with subleaf 0; a register that is not known is not there. */
function cpuNameOf(wordsOf: (leaf: U32) => Words | undefined): CpuName {
  const vendorId = textOf(wordsOf(0), ["ebx", "edx", "ecx"]);
  return {
    vendorId,
    vendor: vendorId !== undefined && Object.hasOwn(VENDORS, vendorId) ? VENDORS[vendorId] : undefined,
    signature: wordsOf(1)?.eax,
    text: nameText(wordsOf),
  };
}

/** The name; lists leave out leaves of zeros, so one that is not there is empty where the text before it has ended. */
function nameText(wordsOf: (leaf: U32) => Words | undefined): string | undefined {
  let text = "";
  for (const leaf of NAME_LEAVES) {
    const words = wordsOf(leaf);
    const part = textOf(words, REGISTERS);
    if (part === undefined)
      return words === undefined && text !== "" && text.length % 16 !== 0 ? text.trim() : undefined;
    text += part;
  }
  return text.trim();
}

export const nameOfDump = (leaves: readonly DumpLeaf[]): CpuName =>
  cpuNameOf((leaf) => leaves.find((row) => row.leaf === leaf && row.subleaf === 0)?.words);

export const nameOfVm = ({ leaves }: ResolvedVm): CpuName =>
  cpuNameOf((leaf) => {
    const found = leaves.find((row) => row.leaf === leaf && row.subleaf === 0);
    return found && predictedWords(found);
  });

const predictedWords = (leaf: Leaf): Words =>
  Object.fromEntries(
    REGISTERS.filter((register) => !leaf.unpredicted.includes(register)).map((register) => [register, leaf[register]]),
  );

function textOf(words: Words | undefined, order: readonly Register[]): string | undefined {
  const found = order.map((register) => words?.[register]).filter((word) => word !== undefined);
  return found.length === order.length ? found.map(wordText).join("") : undefined;
}
