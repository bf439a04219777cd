// Flags that need something beside the CPU: an interrupt controller mode, pinned vCPUs, a release's goodwill.
import { isOnByItself } from "../../support.ts";
import { openPoint } from "../../point.ts";
import { factOf, propertyOf, type RuleContext } from "../context.ts";
import type { Change } from "../finding.ts";
import type { Rule } from "../rule.ts";

/** The flag is then on by itself on newer machine types, so that it need not be written. */
function isRedundantWithSplit({ catalog, selection }: RuleContext, id: string): boolean {
  const feature = catalog.featureById.get(id);
  return (
    feature !== undefined &&
    isOnByItself(openPoint(catalog, { ...selection, irqchip: "split", overrides: [] }), feature)
  );
}

export const needsMachineOption: Rule = {
  id: "NEEDS-MACHINE-OPT",
  find: (context) => {
    const id = "kvm-msi-ext-dest-id";
    const feature = context.catalog.featureById.get(id);
    const { irqchip, starts } = context.point();
    if (!feature || !context.isOn(id) || context.selection.accel !== "kvm" || irqchip === "split" || starts === "no")
      return [];
    const split: Change = { op: "set-option", option: "kernel-irqchip", value: "split" };
    const bare: readonly Change[] = isRedundantWithSplit(context, id) ? [{ op: "remove-property", property: id }] : [];
    return [
      {
        severity: "warning",
        subject: id,
        say: "NEEDS-MACHINE-OPT",
        args: { property: id, option: "kernel-irqchip=split" },
        span: context.spanOf(id),
        facts: [factOf(feature, "needs")],
        fixes: [{ title: "Split the interrupt controller", isSafe: true, changes: [split, ...bare] }],
      },
    ];
  },
};

/** What the catalogue says of flags whose promise only pinning keeps. */
export const unsafePin: Rule = {
  id: "UNSAFE-PIN",
  find: (context) =>
    context.config.isPinned === true
      ? []
      : context.catalog.features.flatMap((feature) => {
          const property = propertyOf(feature);
          const asked = context.asked(property);
          // `auto` asks the host itself.
          if (!feature.whyNotDefault?.reasons.includes("pinning") || asked === undefined || asked === "auto") return [];
          if (!context.isOn(property)) return [];
          return [
            {
              severity: "warning" as const,
              subject: property,
              say: "UNSAFE-PIN" as const,
              args: { property, condition: feature.needs.join("; ") },
              span: context.spanOf(property),
              facts: [factOf(feature, "whyNotDefault")],
              fixes: [
                { title: `Remove ${property}`, isSafe: false, changes: [{ op: "remove-property" as const, property }] },
              ],
            },
          ];
        }),
};

/** hv-passthrough has a rule of its own. */
export const debugOnly: Rule = {
  id: "DEBUG-ONLY",
  find: (context) =>
    context.catalog.features.flatMap((feature) => {
      const property = propertyOf(feature);
      if (!feature.whyNotDefault?.reasons.includes("debug") || property === "hv-passthrough" || !context.isOn(property))
        return [];
      return [
        {
          severity: "warning" as const,
          subject: property,
          say: "DEBUG-ONLY" as const,
          args: { property, why: feature.whyNotDefault.text },
          span: context.spanOf(property),
          facts: [factOf(feature, "whyNotDefault")],
          fixes: [
            { title: `Remove ${property}`, isSafe: false, changes: [{ op: "remove-property" as const, property }] },
          ],
        },
      ];
    }),
};
