// What became of each paravirtual property: on, off, dropped with or without a word, fatal, or unknown.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import type { VmParts } from "./parts.ts";
import type { QemuRelease } from "./qemu-release.ts";
import { defaultSetting } from "./settings.ts";
import type { Outcome, Problem, PropertyOutcome } from "./resolved.ts";

const knownMemo = new WeakMap<QemuRelease, readonly BundledFeature[]>();

/** The features whose CPU property this QEMU has, in the catalogue's order. */
function knownFeatures({ catalog, qemu }: VmParts): readonly BundledFeature[] {
  const found = knownMemo.get(qemu);
  if (found) return found;
  const known = catalog.features.filter((feature) => feature.property?.scope === "cpu" && qemu.has(feature.property));
  knownMemo.set(qemu, known);
  return known;
}

/** One outcome for every CPU property of the catalogue's features that this QEMU has. */
export function outcomesOf(parts: VmParts, problems: readonly Problem[]): PropertyOutcome[] {
  const native = new Map(parts.native.outcomes.map((row) => [row.feature, row]));
  const blamed = new Set(
    problems.filter((row) => row.severity === "error" && row.property !== undefined).map((row) => row.property),
  );
  return knownFeatures(parts).map((feature) => {
    const row = native.get(feature.id) ?? (feature.label ? enlightenment(parts, feature) : setting(parts, feature));
    return blamed.has(feature.id) || blamed.has(row.property) ? { ...row, outcome: "fatal" as const } : row;
  });
}

function base(
  parts: VmParts,
  feature: BundledFeature,
): Pick<PropertyOutcome, "feature" | "property" | "family" | "by"> {
  const property = feature.property?.name ?? feature.id;
  return { feature: feature.id, property, family: feature.family, by: parts.assignments.get(property)?.by ?? "nobody" };
}

function enlightenment(parts: VmParts, feature: BundledFeature): PropertyOutcome {
  const row = base(parts, feature);
  const { hyperv } = parts;
  const asked = parts.assignments.get(row.property)?.value === "on";
  if (hyperv.on && hyperv.passthrough) {
    const outcome: Outcome = hyperv.enabled.has(feature.id) ? "on" : hyperv.unknown.has(feature.id) ? "unknown" : "off";
    return { ...row, outcome, by: "passthrough" };
  }
  if (!asked) return { ...row, outcome: "off" };
  if (!hyperv.on) return { ...row, outcome: "dropped-silently" };
  return { ...row, outcome: hyperv.unknown.has(feature.id) ? "unknown" : "on" };
}

function setting(parts: VmParts, feature: BundledFeature): PropertyOutcome {
  const row = base(parts, feature);
  const value = parts.assignments.get(row.property)?.value ?? defaultSetting(parts.catalog, parts.qemu, feature.id);
  const isOff = isSwitch(feature) ? value === undefined || value === "off" : row.by === "nobody";
  const outcome = isOff ? "off" : settingOutcome(parts, feature);
  return { ...row, ...(value === undefined ? {} : { value }), outcome };
}

const SWITCH_TYPES = ["bool", "bit", "on-off-auto"];
const isSwitch = (feature: BundledFeature): boolean => SWITCH_TYPES.includes(feature.property?.type ?? "");

const settingOutcome = (parts: VmParts, feature: BundledFeature): Outcome =>
  inForce(parts, feature) ? "on" : "dropped-silently";

/** A Hyper-V setting matters only while Hyper-V is on; KVM's own switches only under KVM. */
function inForce({ hyperv, selection }: VmParts, feature: BundledFeature): boolean {
  if (feature.family === "hyperv") return hyperv.on;
  if (feature.family === "xen") return selection.xenVersion !== undefined;
  return selection.accel === "kvm";
}
