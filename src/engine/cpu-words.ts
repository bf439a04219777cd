// The CPU model's own leaves (1, 7, 0x80000001, ...) as QEMU defines them with defaults, compat and flags applied, before host limits.
import { bit, or, u32, without, type U32 } from "#base/u32.ts";
import type { BundledCpuVersion } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { ModelKind } from "./cpu.ts";
import { isUnmeasured, type CpuWordsContext } from "./cpu-context.ts";
import { AMD_ALIASES, vendorOf } from "./cpu-identity.ts";

type Words = Map<string, U32>;

const wordKey = (leaf: U32, subleaf: number, register: Register): string => `${leaf}:${subleaf}:${register}`;

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

interface FlagPlace {
  readonly place: string;
  readonly mask: U32;
}

const flagMemo = new WeakMap<Catalog, ReadonlyMap<string, FlagPlace>>();

/** Where each ordinary flag stands, by its name in `cpuid/flags.json`. */
function flagPlaces(catalog: Catalog): ReadonlyMap<string, FlagPlace> {
  const found = flagMemo.get(catalog);
  if (found) return found;
  const places = new Map<string, FlagPlace>();
  for (const row of catalog.flags.words) {
    const place = wordKey(u32(Number(row.leaf)), row.subleaf, row.register);
    for (const [index, name] of Object.entries(row.flags)) places.set(name, { place, mask: bit(Number(index)) });
  }
  flagMemo.set(catalog, places);
  return places;
}

/** Applies every assigned ordinary flag. */
function applyFlags({ catalog, assignments, kind, version }: CpuWordsContext, words: Words): void {
  const places = flagPlaces(catalog);
  const set = (name: string, on: boolean): void => {
    const flag = places.get(name);
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

/** The model's words with every flag applied. */
export function cpuWords(context: CpuWordsContext): ReadonlyMap<string, U32> {
  const words = modelWords(context.version);
  applyFlags(context, words);
  filterX2apic(context, words);
  if (vendorOf(context) === "AuthenticAMD") {
    const edx = wordKey(0x80000001, 0, "edx");
    words.set(edx, or(without(words.get(edx) ?? 0, AMD_ALIASES), (words.get(wordKey(1, 0, "edx")) ?? 0) & AMD_ALIASES));
  }
  return words;
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

/** Where an ordinary flag stands, by its name. */
export const flagMask = (catalog: Catalog, name: string): FlagPlace | undefined => flagPlaces(catalog).get(name);
