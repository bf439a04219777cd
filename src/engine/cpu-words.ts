// The CPU model's own leaves (1, 7, 0x80000001, ...) as QEMU defines them with defaults, compat and flags applied, before host limits.
import { bit, or, u32, without, type U32 } from "#base/u32.ts";
import type { BundledCpuVersion } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ModelKind } from "./cpu.ts";
import { isUnmeasured, type CpuWordsContext } from "./cpu-context.ts";
import { AMD_ALIASES, vendorOf } from "./cpu-identity.ts";
import { dropUnmet, type UnmetNeed } from "./flag-needs.ts";
import { flagMask, flagsIn, wordKey } from "./flag-place.ts";
import { setPackageBits } from "./package-bits.ts";

type Words = Map<string, U32>;

/** What `host` and `max` are sure to show whatever the host CPU: KVM offers the hypervisor bit always, x2apic with its own APIC. */
const SURE_FLAGS = ["hypervisor", "x2apic"];

const modelMemo = new WeakMap<BundledCpuVersion, ReadonlyMap<string, U32>>();

function modelWords(version: BundledCpuVersion | undefined): Words {
  if (!version) return new Map();
  const found = modelMemo.get(version);
  if (found) return new Map(found);
  const words: Words = new Map();
  for (const [place, word] of Object.entries(version.words ?? {})) {
    const [leaf, subleaf, register] = place.split(":");
    words.set(`${u32(Number(leaf))}:${subleaf}:${register}`, u32(Number(word)));
  }
  modelMemo.set(version, words);
  return new Map(words);
}

/** Whether a model defines a flag; undefined for one whose words nobody measured. */
export function modelHasFlag(
  catalog: Catalog,
  version: BundledCpuVersion | undefined,
  name: string,
): boolean | undefined {
  if (version === undefined) return false;
  const flag = flagMask(catalog, name);
  if (version.words === undefined || flag === undefined) return undefined;
  return ((modelWords(version).get(flag.place) ?? 0) & flag.mask) !== 0;
}

/** Applies every assigned ordinary flag. */
function applyFlags({ catalog, assignments, kind, version }: CpuWordsContext, words: Words): void {
  const set = (name: string, on: boolean): void => {
    const flag = flagMask(catalog, name);
    if (!flag) return;
    const old = words.get(flag.place) ?? 0;
    words.set(flag.place, on ? or(old, flag.mask) : without(old, flag.mask));
  };
  if (kind === "host" || kind === "max") for (const name of SURE_FLAGS) set(name, true);
  // A model whose words nobody measured is sure of one thing: every named model shows the hypervisor bit.
  else if (isUnmeasured(kind, version)) set("hypervisor", true);
  for (const [name, { value }] of assignments) set(name, value === "on");
}

/** x2apic is supported with an in-kernel APIC (kvm_arch_get_supported_cpuid), and by TCG's own APIC in newer releases. */
function filterX2apic({ irqchip, accel, qemu }: CpuWordsContext, words: Words): void {
  const place = wordKey(1, 0, "ecx");
  const supported = accel === "kvm" ? irqchip !== "off" : qemu.behaves("tcg-has-x2apic");
  if (!supported) words.set(place, without(words.get(place) ?? 0, bit(21)));
}

/** Takes away the flags that the host was asked for and lacks. Rule: x86_cpu_filter_features(). */
function takeLacked({ catalog, hostFlag }: CpuWordsContext, words: Words): readonly string[] {
  if (hostFlag === undefined) return [];
  const lacked: string[] = [];
  for (const [place, word] of words) {
    for (const { name, mask } of flagsIn(catalog, place)) {
      if ((word & mask) === 0 || hostFlag(name) !== "no") continue;
      words.set(place, without(words.get(place) ?? 0, mask));
      lacked.push(name);
    }
  }
  return lacked;
}

export interface CpuWords {
  readonly words: ReadonlyMap<string, U32>;
  /** What QEMU drops because a flag that it needs is off. */
  readonly unmet: readonly UnmetNeed[];
  /** What QEMU takes away because the host was asked and lacks it. */
  readonly lacked: readonly string[];
}

/** The model's words with every flag applied. */
export function cpuWords(context: CpuWordsContext): CpuWords {
  const { kind, version } = context;
  const words = modelWords(version);
  applyFlags(context, words);
  setPackageBits(context, words);
  // Of a CPU that takes what the host has, nobody knows whether the needed flags are there.
  const isKnown = kind !== "host" && kind !== "max" && !isUnmeasured(kind, version);
  const unmet = isKnown ? dropUnmet(context, words) : [];
  const lacked = takeLacked(context, words);
  filterX2apic(context, words);
  if (vendorOf(context) === "AuthenticAMD") {
    const edx = wordKey(0x80000001, 0, "edx");
    words.set(edx, or(without(words.get(edx) ?? 0, AMD_ALIASES), (words.get(wordKey(1, 0, "edx")) ?? 0) & AMD_ALIASES));
  }
  return { words, unmet, lacked };
}

/** True when the CPU has a local APIC: QEMU then creates one. */
export const hasApic = ({ kind }: CpuWordsContext, words: ReadonlyMap<string, U32>): boolean =>
  kind === "host" || kind === "max" || ((words.get(wordKey(1, 0, "edx")) ?? 0) & bit(9)) !== 0;

/** The same for a model as it is, without flags. A model whose words nobody measured is a modern one and has it. */
export const modelHasApic = (kind: ModelKind, version: BundledCpuVersion | undefined): boolean => {
  if (kind !== "named") return kind !== "base";
  const words = modelWords(version);
  return words.size === 0 || ((words.get(wordKey(1, 0, "edx")) ?? 0) & bit(9)) !== 0;
};

/**
 * True where the CPU announces no leaf but 0, so that whatever its words hold a guest reads zeros. Only `base` starts from none; QEMU
 * then counts up by what is set (x86_cpu_adjust_feat_level), unless the machine type or the user says otherwise.
 */
export function hidesOwnLeaves({ kind, assignments }: Pick<CpuWordsContext, "kind" | "assignments">): boolean {
  if (kind !== "base") return false;
  const value = (name: string): string | undefined => assignments.get(name)?.value;
  const uncounted = value("full-cpuid-auto-level") === "off" ? (value("min-level") ?? "0") : undefined;
  return Number(value("level") ?? uncounted) === 0;
}
