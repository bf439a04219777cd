// What the catalogue says a KVM reports: upstream ranges, stable and downstream backports; each answer yes, no or unknown.
import { and, bits as bitWord, or, u32, without, type U32 } from "#base/u32.ts";
import { compareVersions, version, type Version } from "#base/version.ts";
import type { BundledFeature, BundledPlatform } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register, Vendor } from "#catalog/schema/common.ts";
import type { Tri } from "./resolved.ts";

/** A word whose bits are each set, clear, or unknown (`unknown` bits are clear in `word`). */
export interface TriWord {
  readonly word: U32;
  readonly unknown: U32;
}

const HV_IOCTL = "KVM_CAP_HYPERV_CPUID";

/** A kernel on some CPU vendor, upstream or as a platform builds it. */
export interface KernelContext {
  readonly catalog: Catalog;
  readonly kernel: Version | undefined;
  readonly vendor: Vendor;
  readonly platform: BundledPlatform | undefined;
}

interface KernelRange {
  readonly since: string;
  readonly until?: string | undefined;
  readonly vendor?: Vendor | undefined;
}

/** Whether this kernel, without backports, lies in a range. `<=x` below x is unknown: the start was not traced. */
function inKernelRange({ kernel, vendor }: KernelContext, range: KernelRange): Tri {
  if (range.vendor !== undefined && range.vendor !== vendor) return "no";
  if (!kernel) return "unknown";
  const untraced = range.since.startsWith("<=");
  if (compareVersions(kernel, version(untraced ? range.since.slice(2) : range.since)) < 0)
    return untraced ? "unknown" : "no";
  return range.until !== undefined && compareVersions(kernel, version(range.until)) >= 0 ? "no" : "yes";
}

const anyOf = (answers: readonly Tri[]): Tri =>
  answers.includes("yes") ? "yes" : answers.includes("unknown") ? "unknown" : "no";

/** Whether such a KVM has a capability of `hosts/linux.json`. */
export function kernelCapability(context: KernelContext, name: string): Tri {
  const rows = context.catalog.capabilities.filter((row) => row.name === name);
  if (rows.length === 0) throw new Error(`no capability ${name} in the catalogue`);
  const upstream = anyOf(rows.map((row) => inKernelRange(context, row)));
  return upstream === "no" && context.platform?.opaqueBackports === true ? "unknown" : upstream;
}

/** One report row of a feature on this kernel, with stable and downstream backports applied. */
function reportRow(context: KernelContext, feature: BundledFeature, row: KernelRange): Tri {
  if (row.vendor !== undefined && row.vendor !== context.vendor) return "no";
  const upstream = inKernelRange(context, row);
  const stable = upstream === "no" ? stableBackport(context, feature.id) : "no";
  return downstream(context, feature.id, stable === "no" ? upstream : stable);
}

function stableBackport({ catalog, kernel }: KernelContext, feature: string): Tri {
  if (!kernel) return "unknown";
  const row = catalog.stableBackports.find((backport) => {
    const series = version(backport.series);
    return backport.feature === feature && series.every((part, i) => kernel[i] === part);
  });
  if (!row) return "no";
  if (kernel.length <= version(row.series).length) return "unknown";
  if (compareVersions(kernel, version(row.absentIn)) <= 0) return "no";
  return compareVersions(kernel, version(row.presentIn)) >= 0 ? "yes" : "unknown";
}

function downstream({ platform }: KernelContext, feature: string, upstream: Tri): Tri {
  const row = platform?.backports.find((backport) => backport.feature === feature);
  if (row?.state === "present") return "yes";
  if (row?.state === "absent") return "no";
  if (upstream !== "no") return upstream;
  return row?.state === "unknown" || platform?.opaqueBackports === true ? "unknown" : "no";
}

/** Whether such a KVM reports all bits of a feature, or has it at all when it has no bits. */
export function featureReported(context: KernelContext, feature: BundledFeature): Tri {
  const rows = feature.reports.length > 0 ? feature.reports : feature.capabilities;
  if (rows.length === 0) return "no";
  if (feature.reports.length === 0) return anyOf(rows.map((row) => reportRow(context, feature, row)));
  const places = new Set(feature.reports.map((row) => `${row.leaf}:${row.register}:${row.bits.join(",")}`));
  const answers = [...places].map((place) =>
    anyOf(
      feature.reports
        .filter((row) => `${row.leaf}:${row.register}:${row.bits.join(",")}` === place)
        .map((row) => reportRow(context, feature, row)),
    ),
  );
  return answers.includes("no") ? "no" : answers.includes("unknown") ? "unknown" : "yes";
}

const EMPTY: TriWord = { word: 0, unknown: 0 };
/** What KVM without KVM_GET_SUPPORTED_HV_CPUID lets QEMU derive from capabilities: bits of these two leaves only. */
const LEGACY_LEAVES = new Set([0x40000003, 0x40000004]);

interface ReportRow extends KernelRange {
  readonly feature: BundledFeature;
  readonly mask: U32;
}

const rowsMemo = new WeakMap<Catalog, ReadonlyMap<string, readonly ReportRow[]>>();

/** All report rows of the catalogue's features by list, leaf and register. */
function reportRows(catalog: Catalog): ReadonlyMap<string, readonly ReportRow[]> {
  const found = rowsMemo.get(catalog);
  if (found) return found;
  const rows = new Map<string, ReportRow[]>();
  for (const feature of catalog.features) {
    if (feature.family !== "kvm" && feature.family !== "hyperv") continue;
    for (const row of feature.reports) {
      const key = `${feature.family}:${u32(Number(row.leaf))}:${row.register}`;
      rows.set(key, [
        ...(rows.get(key) ?? []),
        { feature, mask: bitWord(row.bits), since: row.since, until: row.until, vendor: row.vendor },
      ]);
    }
  }
  rowsMemo.set(catalog, rows);
  return rows;
}

/** A register of the lists that such a KVM reports. */
export function reportedWord(
  context: KernelContext,
  list: "kvm" | "hyperv",
  leaf: U32,
  register: Register,
  capability: (name: string) => Tri,
  hyperv: boolean,
): TriWord {
  if (list === "hyperv" && !hyperv) return EMPTY;
  const legacy = list === "hyperv" && capability(HV_IOCTL) === "no";
  if (legacy && (!LEGACY_LEAVES.has(leaf) || register === "ebx")) return EMPTY;
  const features = (reportRows(context.catalog).get(`${list}:${leaf}:${register}`) ?? []).map((row): [U32, Tri] => [
    row.mask,
    reportRow(context, row.feature, row),
  ]);
  const fixed = context.catalog.kernelWords
    .filter((row) => row.list === list && u32(Number(row.leaf)) === leaf && row.register === register)
    .map((row): [U32, Tri] => [
      and(u32(Number(row.value)), u32(Number(row.mask ?? 0xffffffff))),
      inKernelRange(context, row),
    ]);
  const collect = (wanted: Tri): U32 =>
    [...features, ...fixed].reduce((word, [mask, answer]) => (answer === wanted ? or(word, mask) : word), 0);
  const word = collect("yes");
  const unknown = without(collect("unknown"), word);
  // Where nobody knows whether KVM can be asked at all, nobody knows the words that only its answer holds.
  const unsure =
    list === "hyperv" && capability(HV_IOCTL) === "unknown" && (!LEGACY_LEAVES.has(leaf) || register === "ebx");
  return unsure ? { word: 0, unknown: or(word, unknown) } : { word, unknown };
}
