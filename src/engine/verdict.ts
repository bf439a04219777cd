// The verdict for one feature at one point: is it seen without a flag, one flag away, out of reach, or not known; and why.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import { nativeMask, needingKernelApic } from "./native.ts";
import { openPoint, type Point } from "./point.ts";
import { reasonsFor } from "./reasons.ts";
import { resolveVm } from "./resolve.ts";
import type { Verdict, VerdictState } from "./resolved.ts";
import type { Selection } from "./selection.ts";
import { enlightenmentSupport, isOnByItself, nativeSupport, withRequirements } from "./support.ts";

const visibleMemo = new WeakMap<Catalog, readonly BundledFeature[]>();

/** The features that a guest can see as bits: what the matrix lists and the counts count. */
export function visibleFeatures(catalog: Catalog): readonly BundledFeature[] {
  const found = visibleMemo.get(catalog);
  if (found) return found;
  const visible = catalog.features.filter(
    (feature) =>
      feature.kind === "feature" &&
      feature.property?.scope === "cpu" &&
      feature.cpuid.some((row) => row.bits !== undefined),
  );
  visibleMemo.set(catalog, visible);
  return visible;
}

/** The verdict for a feature at the point that a selection names; overrides do not change it. Throws for an unknown feature id. */
export function verdictAt(catalog: Catalog, featureId: string, selection: Selection): Verdict {
  const feature = catalog.featureById.get(featureId);
  if (!feature) throw new Error(`no feature ${featureId}`);
  const point = openPoint(catalog, selection);
  const state = stateAt(point, feature);
  return { feature: featureId, state, reasons: reasonsFor(point, feature, state) };
}

export interface Tally {
  /** Seen with the selection as it is. */
  readonly seen: number;
  /** Seen by default, or one flag away. */
  readonly possible: number;
  readonly total: number;
  readonly unknown: number;
}

/** Counts the visible features of a selection, of one family or of all: what its guest sees now, overrides included, and could see. */
export function tally(catalog: Catalog, selection: Selection, family?: BundledFeature["family"]): Tally {
  const point = openPoint(catalog, selection);
  const features = visibleFeatures(catalog).filter((feature) => family === undefined || feature.family === family);
  const count = (...states: VerdictState[]): number =>
    features.filter((feature) => states.includes(stateAt(point, feature))).length;
  const resolved = resolveVm(catalog, selection);
  const on = new Set(
    resolved.starts === "no" ? [] : resolved.outcomes.filter((row) => row.outcome === "on").map((row) => row.feature),
  );
  return {
    seen: features.filter((feature) => on.has(feature.id)).length,
    possible: count("default", "opt-in"),
    total: features.length,
    unknown: count("unknown"),
  };
}

/** The state of one feature at an opened point. This is the function that every view and the cube call. */
export function stateAt(point: Point, feature: BundledFeature): VerdictState {
  if (point.starts === "no") return "no-start";
  if (point.starts === "unknown") return "unknown";
  const known = feature.property !== undefined && point.qemu.has(feature.property);
  if (point.accel === "tcg") return "unavailable";
  if (feature.family === "hyperv") return known ? enlightenmentState(point, feature) : "unavailable";
  if (feature.family === "xen") return "unavailable";
  return nativeMask(feature, "eax") + nativeMask(feature, "edx") > 0
    ? nativeState(point, feature, known)
    : timingState(known);
}

/** Native bits: the host must have them, then the default table, compat properties or the CPU model decide. */
function nativeState(point: Point, feature: BundledFeature, known: boolean): VerdictState {
  const lacksApic = point.irqchip === "off" && needingKernelApic(point.catalog).includes(feature);
  if (!known || point.hidesKvm || lacksApic) return "unavailable";
  const support = nativeSupport(point, feature);
  if (support !== "yes") return support === "no" ? "unavailable" : "unknown";
  return isOnByItself(point, feature) ? "default" : "opt-in";
}

/** Enlightenments are never a default: they are one flag (with its requirements) away where the host has them all. */
function enlightenmentState(point: Point, feature: BundledFeature): VerdictState {
  const needed = withRequirements(point, feature);
  const answers = needed.map((row) => enlightenmentSupport(point, row));
  if (answers.includes("no")) return "unavailable";
  return answers.includes("unknown") ? "unknown" : "opt-in";
}

/** VMware's timing leaf appears with a stable, known TSC: a flag away wherever this QEMU has it. */
const timingState = (known: boolean): VerdictState => (known ? "opt-in" : "unavailable");
