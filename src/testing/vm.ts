// Short words for tests: a selection from a -cpu line and a host, and what became of it.
import { hex, type U32 } from "#base/u32.ts";
import type { Vendor } from "#catalog/schema/common.ts";
import { resolveVm } from "#engine/resolve.ts";
import type { Leaf, Outcome, ResolvedVm } from "#engine/resolved.ts";
import type { HostSelection, Override, Selection } from "#engine/selection.ts";
import { realCatalog } from "./catalog.ts";

export interface VmWords extends Partial<Omit<Selection, "cpu" | "overrides" | "host">> {
  /** What stands behind `-cpu`: model and flags. */
  readonly cpu?: string;
  readonly qemu?: string;
  readonly kernel?: string;
  readonly platform?: string;
  readonly vendor?: Vendor;
  readonly hyperv?: boolean;
  readonly xen?: boolean;
  readonly smt?: boolean;
}

function flag(text: string): Override {
  if (text.startsWith("+")) return { property: text.slice(1), form: "plus", value: "on" };
  if (text.startsWith("-")) return { property: text.slice(1), form: "minus", value: "off" };
  const [property = "", value = "on"] = text.split("=");
  return { property, form: "value", value };
}

/** Of an object, the entries that are there. */
const given = <T extends object>(record: T): Partial<T> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Partial<T>;

function hostOf({ qemu, kernel, platform, vendor = "amd", hyperv = true, xen, smt }: VmWords): HostSelection {
  const release = platform === undefined ? { qemu: "10.2", kernel: "6.12" } : {};
  return { ...release, vendor, hyperv, ...(given({ platform, qemu, kernel, xen, smt }) as Partial<HostSelection>) };
}

/** A selection: q35 with EPYC under KVM, on an AMD host with Linux 6.12 and QEMU 10.2, unless said otherwise. */
export function vm(words: VmWords = {}): Selection {
  const { cpu = "EPYC", qemu: _q, kernel: _k, platform: _p, vendor: _v, hyperv: _h, xen: _x, smt: _s, ...rest } = words;
  const [model = "", ...flags] = cpu.split(",");
  return { machine: "q35", accel: "kvm", ...rest, cpu: model, overrides: flags.map(flag), host: hostOf(words) };
}

export const resolved = (words: VmWords = {}): ResolvedVm => resolveVm(realCatalog(), vm(words));

/** The lines QEMU prints, in order. */
export const printed = ({ problems }: ResolvedVm): string[] =>
  problems.filter((row) => row.printed).map((row) => row.text);

/** The same, and whether it starts: what most tables of cases compare. */
export const fate = (words: VmWords): readonly [starts: string, ...lines: string[]] => {
  const made = resolved(words);
  return [made.starts, ...printed(made)];
};

export const leafOf = (made: ResolvedVm, leaf: U32): Leaf | undefined =>
  made.leaves.find((row) => row.leaf === leaf && row.subleaf === 0);

/** A register of a leaf as hex; zero when the leaf is not there. */
export const word = (made: ResolvedVm, leaf: U32, register: "eax" | "ebx" | "ecx" | "edx" = "eax"): string =>
  hex(leafOf(made, leaf)?.[register] ?? 0);

/** EAX of KVM's feature leaf, wherever it was moved to. */
export function nativeWord(made: ResolvedVm): string {
  const found = made.leaves.find((row) => row.family === "kvm" && (row.leaf & 0xff) === 1);
  return hex(found?.eax ?? 0);
}

export const outcomeOf = (made: ResolvedVm, feature: string): Outcome | undefined =>
  made.outcomes.find((row) => row.feature === feature)?.outcome;

/** The problem rules, in order. */
export const rules = ({ problems }: ResolvedVm): string[] => problems.map((row) => row.rule);
