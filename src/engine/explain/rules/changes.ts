// The changes that many fixes are made of.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import { fatalRequirements } from "../../hyperv.ts";
import { synicKvmOnly } from "../../support.ts";
import { propertyOf, type RuleContext } from "../context.ts";
import type { Change, Fix } from "../finding.ts";

/** A fix that takes a property away. */
export const dropping = (property: string, isSafe: boolean, written = property): Fix => ({
  title: `Remove ${written}`,
  isSafe,
  changes: [{ op: "remove-property", property }],
});

/** A fix that switches properties on, in front of `before` where that is given. */
export const adding = (properties: readonly string[], isSafe: boolean, before?: string): Fix => ({
  title: `Add ${properties.join(", ")}`,
  isSafe,
  changes: properties.map((property): Change => ({
    op: "set-property",
    property,
    value: "on",
    ...(before === undefined ? {} : { before }),
  })),
});

/** Everything a feature requires here, directly or through another, that the text does not ask for; what is needed first comes first. */
export function missingFor(context: RuleContext, feature: BundledFeature): readonly BundledFeature[] {
  const { catalog } = context;
  const point = context.point();
  const all: BundledFeature[] = [];
  const walk = (row: BundledFeature): void => {
    if (row.id === "hv-synic" && synicKvmOnly(point)) return;
    for (const other of fatalRequirements(catalog, row, point.qemu)) {
      if (all.includes(other) || context.isOn(propertyOf(other))) continue;
      walk(other);
      all.push(other);
    }
  };
  walk(feature);
  return all;
}

/** True where Hyper-V flags reach KVM at all: elsewhere other rules speak of them. */
export const hasHyperv = ({ selection, options }: RuleContext): boolean =>
  selection.accel === "kvm" && options.host.hyperv;

/** True for what nobody knows to be out of reach here. */
export const isReachable = (context: RuleContext, feature: BundledFeature): boolean =>
  !["unavailable", "no-start"].includes(context.stateOf(feature));
