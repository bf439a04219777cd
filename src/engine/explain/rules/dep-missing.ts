// An enlightenment without one that QEMU makes it require: QEMU refuses to start.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import { fatalRequirements } from "../../hyperv.ts";
import { synicKvmOnly } from "../../support.ts";
import { factOf, propertyOf, type RuleContext } from "../context.ts";
import type { Change } from "../finding.ts";
import type { Rule } from "../rule.ts";

/** What is asked for and misses something; under hv-passthrough the host fills in what there is. */
export const depMissing: Rule = {
  id: "DEP-MISSING",
  find: (context) =>
    context.isOn("hv-passthrough")
      ? []
      : context.enlightenments().flatMap((feature) => {
          const missing = missingOf(context, feature);
          if (missing.length === 0) return [];
          const property = propertyOf(feature);
          const [first] = missing;
          const element = context.kind === "libvirt" ? first?.libvirt?.on : undefined;
          return [
            {
              severity: "error" as const,
              subject: property,
              say: element === undefined ? ("DEP-MISSING" as const) : ("DEP-MISSING/libvirt" as const),
              args: { property, needs: missing.map(propertyOf).join(", "), element: element ?? "" },
              span: context.spanOf(property),
              facts: [factOf(feature, "requires")],
              fixes: [
                {
                  title: `Add ${missing.map(propertyOf).join(", ")}`,
                  isSafe: true,
                  changes: missing.map((row) => adding(property, row)),
                },
              ],
            },
          ];
        }),
};

const adding = (before: string, feature: BundledFeature): Change => ({
  op: "set-property",
  property: propertyOf(feature),
  value: "on",
  before,
});

/** Everything a feature requires here, directly or through another, that the text does not ask for. */
function missingOf(context: RuleContext, feature: BundledFeature): readonly BundledFeature[] {
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
