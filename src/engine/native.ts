// Native KVM bits (leaf 0x40000001): what was asked, what the host supports, what QEMU filters and says about it.
import { and, bitIndexes, bits as bitWord, hasBit, or, without, type U32 } from "#base/u32.ts";
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { Register } from "#catalog/schema/common.ts";
import type { ModelKind } from "./cpu.ts";
import type { HostFacts } from "./host.ts";
import type { TriWord } from "./kernel-reports.ts";
import type { Assignments } from "./properties.ts";
import type { QemuRelease } from "./qemu-release.ts";
import type { Outcome, Problem, PropertyOutcome } from "./resolved.ts";
import type { IrqchipMode, Selection } from "./selection.ts";

export const NATIVE_LEAF = 0x40000001;

export interface NativeContext {
  readonly catalog: Catalog;
  readonly qemu: QemuRelease;
  readonly host: HostFacts;
  readonly irqchip: IrqchipMode;
  readonly kind: ModelKind;
  readonly selection: Selection;
  readonly assignments: Assignments;
}

export interface NativeAnswer {
  readonly eax: U32;
  readonly edx: U32;
  /** Bits that depend on something nobody knows about this host. */
  readonly unknownEax: U32;
  readonly outcomes: readonly PropertyOutcome[];
  readonly warnings: readonly Problem[];
  /** True when a bit was dropped: `enforce` then refuses. */
  readonly dropped: boolean;
}

const nativeMemo = new WeakMap<Catalog, readonly BundledFeature[]>();

/** Features with a property that are bits of the native leaf. */
export function nativeFeatures(catalog: Catalog): readonly BundledFeature[] {
  const found = nativeMemo.get(catalog);
  if (found) return found;
  const features = catalog.features.filter(
    (feature) => feature.property?.type === "bit" && nativeMask(feature, "eax") + nativeMask(feature, "edx") > 0,
  );
  nativeMemo.set(catalog, features);
  return features;
}

/** Native features whose MSR KVM refuses without its own local APIC: QEMU then aborts. */
export const needingKernelApic = (catalog: Catalog): BundledFeature[] =>
  catalog.qemu.msrAborts
    .filter((row) => row.when === "no-kernel-apic")
    .map((row) => catalog.featureById.get(row.feature))
    .filter((feature) => feature !== undefined);

/** The bits of a feature in one register of the native leaf. */
export const nativeMask = (feature: BundledFeature, register: Register): U32 =>
  feature.cpuid.reduce(
    (mask, row) =>
      Number(row.leaf) === NATIVE_LEAF && row.register === register ? or(mask, bitWord(row.bits ?? [])) : mask,
    0,
  );

/** What QEMU counts as supported: KVM's list, then its own additions and removals (kvm_arch_get_supported_cpuid). */
export function supportedWord(
  context: Pick<NativeContext, "catalog" | "qemu" | "host" | "irqchip">,
  register: "eax" | "edx",
): TriWord {
  const { catalog, qemu, host, irqchip } = context;
  const mask = (id: string): U32 => {
    const feature = catalog.featureById.get(id);
    return feature ? nativeMask(feature, register) : 0;
  };
  let { word, unknown } = host.word("kvm", NATIVE_LEAF, register);
  if (irqchip === "off" && qemu.behaves("unhalt-needs-kernel-apic")) {
    word = without(word, mask("kvm-pv-unhalt"));
    unknown = without(unknown, mask("kvm-pv-unhalt"));
  }
  if (irqchip === "split" && qemu.behaves("split-adds-msi-ext-dest-id")) word = or(word, mask("kvm-msi-ext-dest-id"));
  if (qemu.behaves("hints-always-supported")) word = or(word, mask("kvm-hint-dedicated"));
  return { word, unknown: without(unknown, word) };
}

/** True when this bit feature is taken by `host` and `max` without being named: hints never are. */
const autoEnabled = (feature: BundledFeature): boolean => nativeMask(feature, "edx") === 0;

interface Asked {
  readonly feature: BundledFeature;
  readonly on: boolean;
  readonly by: PropertyOutcome["by"];
}

function askedFor(context: NativeContext, feature: BundledFeature, supported: TriWord): Asked {
  const assignment = context.assignments.get(feature.property?.name ?? "");
  if (assignment) return { feature, on: assignment.value === "on", by: assignment.by };
  const takesAll = (context.kind === "host" || context.kind === "max") && context.selection.accel === "kvm";
  const known = feature.property !== undefined && context.qemu.has(feature.property);
  const offered = and(nativeMask(feature, "eax"), or(supported.word, supported.unknown)) !== 0;
  return takesAll && known && offered && autoEnabled(feature)
    ? { feature, on: true, by: "host" }
    : { feature, on: false, by: "nobody" };
}

/** Resolves the native leaf. Rules: x86_cpu_expand_features, x86_cpu_filter_features and kvm_arch_init_vcpu. */
export function resolveNative(context: NativeContext): NativeAnswer {
  const { catalog, selection, assignments } = context;
  const kvm = selection.accel === "kvm";
  const supported = { eax: supportedWord(context, "eax"), edx: supportedWord(context, "edx") };
  const exposed = kvm && assignments.get("kvm")?.value !== "off";
  const asked = nativeFeatures(catalog)
    .filter((feature) => feature.property !== undefined && context.qemu.has(feature.property))
    .map((feature) => askedFor(context, feature, supported.eax));
  const wanted = (register: "eax" | "edx"): U32 =>
    asked.reduce((word, row) => (row.on ? or(word, nativeMask(row.feature, register)) : word), 0);
  const hostEax = kvm ? or(supported.eax.word, supported.eax.unknown) : 0;
  const extra = unnamedBits(context, supported.eax.word);
  // The feature word is emptied before the filter when KVM is hidden or not used; the hint word is not.
  const requested = { eax: exposed ? or(wanted("eax"), extra) : 0, edx: wanted("edx") };
  const dropped = {
    eax: without(requested.eax, hostEax),
    edx: kvm ? without(requested.edx, supported.edx.word) : requested.edx,
  };
  const kept = { eax: without(requested.eax, dropped.eax), edx: without(requested.edx, dropped.edx) };
  const check = assignments.get("check")?.value !== "off" || assignments.get("enforce")?.value === "on";
  const eax = haltExits(context, kept.eax);
  const unknownEax = and(eax, supported.eax.unknown);
  return {
    eax: without(eax, unknownEax),
    edx: exposed ? kept.edx : 0,
    unknownEax,
    outcomes: asked.map((row) => outcomeOf(row, { dropped, exposed, check, unknownEax })),
    warnings: check ? [...warnings(context, dropped.eax, "eax"), ...warnings(context, dropped.edx, "edx")] : [],
    dropped: dropped.eax !== 0 || dropped.edx !== 0,
  };
}

/** `host` and `max` with migratable=off also take bits that this QEMU has no name for. */
function unnamedBits({ catalog, qemu, kind, selection, assignments }: NativeContext, supported: U32): U32 {
  if (
    selection.accel !== "kvm" ||
    (kind !== "host" && kind !== "max") ||
    assignments.get("migratable")?.value !== "off"
  )
    return 0;
  const named = nativeFeatures(catalog)
    .filter((feature) => feature.property !== undefined && qemu.has(feature.property))
    .reduce((word, feature) => or(word, nativeMask(feature, "eax")), 0);
  return without(supported, named);
}

/** KVM clears kvm-pv-unhalt by itself when HLT exits are off; QEMU does not notice. Measured; Linux arch/x86/kvm/cpuid.c. */
function haltExits({ catalog, selection, host }: NativeContext, eax: U32): U32 {
  const unhalt = catalog.featureById.get("kvm-pv-unhalt");
  const clears =
    selection.cpuPm === true && unhalt !== undefined && host.capability("KVM_CAP_X86_DISABLE_EXITS") === "yes";
  return clears ? without(eax, nativeMask(unhalt, "eax")) : eax;
}

interface Filtered {
  readonly dropped: { readonly eax: U32; readonly edx: U32 };
  readonly exposed: boolean;
  readonly check: boolean;
  readonly unknownEax: U32;
}

function outcomeOf({ feature, on, by }: Asked, filtered: Filtered): PropertyOutcome {
  const name = feature.property?.name ?? feature.id;
  return {
    feature: feature.id,
    property: name,
    family: feature.family,
    by,
    outcome: bitOutcome(feature, on, by, filtered),
  };
}

function bitOutcome(
  feature: BundledFeature,
  on: boolean,
  by: PropertyOutcome["by"],
  { dropped, exposed, check, unknownEax }: Filtered,
): Outcome {
  if (!on) return "off";
  const isDropped =
    and(nativeMask(feature, "eax"), dropped.eax) !== 0 || and(nativeMask(feature, "edx"), dropped.edx) !== 0;
  if (isDropped) return check ? "dropped-warned" : "dropped-silently";
  if (!exposed) return by === "user" || by === "global" ? "dropped-silently" : "off";
  return and(nativeMask(feature, "eax"), unknownEax) === 0 ? "on" : "unknown";
}

function warnings({ catalog, qemu, selection }: NativeContext, dropped: U32, register: "eax" | "edx"): Problem[] {
  const host = selection.accel === "kvm" ? "host" : "TCG";
  return bitIndexes(dropped).flatMap((index) => {
    const owner = nativeFeatures(catalog).find(
      (feature) => hasBit(nativeMask(feature, register), index) && feature.property && qemu.has(feature.property),
    );
    const name = owner?.property?.name ?? "";
    const args = {
      host,
      leaf: NATIVE_LEAF.toString(16).toUpperCase(),
      register: register.toUpperCase(),
      dot: name === "" ? "" : ".",
      name,
      bit: String(index),
    };
    const problem = qemu.message("host-lacks", "host-lacks-feature", args, name);
    return problem ? [problem] : [];
  });
}
