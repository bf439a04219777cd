// A host given by what its own KVM answered: its answers stand in for the catalogue's facts.
import { and, or, u32, type U32, bits as bitWord } from "#base/u32.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Register, Vendor } from "#catalog/schema/common.ts";
import { isLibvirtHost, type AskedHost, type LibvirtHost, type MeasuredHost } from "#catalog/schema/measured.ts";
import type { Tri } from "./resolved.ts";

/** The CPU vendor of a measured host; Hygon's CPUs count as AMD's, as they do for KVM. */
export const measuredVendor = ({ vendor }: MeasuredHost): Vendor => (/intel/i.test(vendor) ? "intel" : "amd");

/** What a host that was asked is called where there is room for a few words only. */
export const askedTitle = (host: AskedHost): string =>
  isLibvirtHost(host) ? "told by libvirt" : `measured Linux ${host.kernel}`;

/** Whether libvirt calls a CPU model usable on this host; undefined where it does not name it. */
export const modelUse = ({ models }: LibvirtHost, names: readonly string[]): "yes" | "no" | undefined => {
  const use = models.find(({ name }) => names.includes(name))?.usable;
  return use === "unknown" ? undefined : use;
};

/** Whether its KVM emulates Hyper-V at all. */
export const measuredHyperv = ({ capabilities }: MeasuredHost): boolean => (capabilities["KVM_CAP_HYPERV"] ?? 0) > 0;

/** The measured answer for a capability; undefined when the file does not name it. */
export function measuredCapability({ capabilities }: MeasuredHost, name: string): Tri | undefined {
  const value = capabilities[name];
  return value === undefined ? undefined : value > 0 ? "yes" : "no";
}

/** A measured register; undefined when the host has no such list to tell from, as Hyper-V's before Linux 5.0. */
export function measuredWord(
  { supportedCpuid, supportedHvCpuid }: MeasuredHost,
  list: "kvm" | "hyperv",
  leaf: U32,
  register: Register,
): U32 | undefined {
  const rows = list === "kvm" ? supportedCpuid : supportedHvCpuid;
  if (rows.length === 0) return undefined;
  const row = rows.find((entry) => u32(Number(entry.leaf)) === leaf && entry.subleaf === 0);
  return row === undefined ? 0 : u32(Number(row[register]));
}

/** What a measured host's KVM answers of an ordinary leaf; undefined where the file leaves the leaf out, which says nothing. */
export function measuredLeaf(
  { supportedCpuid }: MeasuredHost,
  leaf: U32,
  subleaf: number,
  register: Register,
): U32 | undefined {
  const row = supportedCpuid.find((entry) => u32(Number(entry.leaf)) === leaf && entry.subleaf === subleaf);
  return row && u32(Number(row[register]));
}

/** Whether a measured host reports every bit of a feature; undefined when its lists cannot tell. */
export function measuredReports(host: MeasuredHost, feature: BundledFeature): Tri | undefined {
  if (feature.reports.length === 0 || (feature.family !== "kvm" && feature.family !== "hyperv")) return undefined;
  const wanted = new Map<string, { leaf: U32; register: Register; mask: U32 }>();
  for (const row of feature.reports) {
    const leaf = u32(Number(row.leaf));
    const key = `${leaf}:${row.register}`;
    wanted.set(key, { leaf, register: row.register, mask: or(wanted.get(key)?.mask ?? 0, bitWord(row.bits)) });
  }
  const answers = [...wanted.values()].map(({ leaf, register, mask }) => {
    const word = measuredWord(host, feature.family === "kvm" ? "kvm" : "hyperv", leaf, register);
    return word === undefined ? undefined : and(word, mask) === mask;
  });
  if (answers.includes(undefined)) return undefined;
  return answers.includes(false) ? "no" : "yes";
}
