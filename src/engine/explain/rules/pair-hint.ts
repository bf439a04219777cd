// Flags that do little alone.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import { factOf, propertyOf, type RuleContext } from "../context.ts";
import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { adding, hasHyperv, isReachable, missingFor } from "./changes.ts";

type Found = Omit<Finding, "rule">;

/** hv-time without timers, and a SynIC without anything that uses it. A Windows guest gets these from STALE-SET. */
const TIMERLESS = ["hv-time", "hv-synic"];
/** Where one of these is, a Windows guest is meant, and that wants relaxed timing first of all. */
const WINDOWS_ONLY = ["hv-vapic", "hv-spinlocks", "hv-stimer"];

export const pairHint: Rule = {
  id: "PAIR-HINT",
  find: (context) => {
    if (!hasHyperv(context) || context.isOn("hv-passthrough")) return [];
    return [...timers(context), ...relaxed(context), ...recommended(context)];
  },
};

function timers(context: RuleContext): readonly Found[] {
  const stimer = context.catalog.featureById.get("hv-stimer");
  if (context.guest === "windows" || !stimer || context.isOn(propertyOf(stimer)) || !isReachable(context, stimer))
    return [];
  const alone = TIMERLESS.find((id) => context.isOn(id));
  if (alone === undefined) return [];
  const names = [...missingFor(context, stimer).map(propertyOf), propertyOf(stimer)];
  return [
    {
      severity: "info",
      subject: alone,
      say: alone === "hv-time" ? "PAIR-HINT/time" : "PAIR-HINT/synic",
      args: { property: alone, other: names.join(", ") },
      span: context.spanOf(alone),
      facts: [factOf(stimer, "recommended")],
      fixes: [adding(names, false)],
    },
  ];
}

function relaxed(context: RuleContext): readonly Found[] {
  const feature = context.catalog.featureById.get("hv-relaxed");
  const other = WINDOWS_ONLY.find((name) => context.isOn(name));
  if (!feature || other === undefined || context.guest === "linux" || context.isOn(propertyOf(feature))) return [];
  return [
    {
      severity: "info",
      subject: propertyOf(feature),
      say: "PAIR-HINT/relaxed",
      args: { property: other, other: propertyOf(feature) },
      span: context.spanOf(other),
      facts: [factOf(feature, "recommended")],
      fixes: [adding([propertyOf(feature)], true, context.enlightenments()[0]?.property?.name)],
    },
  ];
}

/** What the catalogue advises beside a feature that is on. */
function recommended(context: RuleContext): readonly Found[] {
  if (context.guest === "linux") return [];
  return context.enlightenments().flatMap((feature) =>
    feature.recommends.flatMap((row): Found[] => {
      const other = context.catalog.featureById.get(row.feature);
      if (row.reason === undefined || !other || !isWanted(context, other)) return [];
      const names = [...missingFor(context, other).map(propertyOf), propertyOf(other)];
      return [
        {
          severity: "info",
          subject: propertyOf(feature),
          say: "PAIR-HINT",
          args: { property: propertyOf(feature), other: propertyOf(other), why: row.reason },
          span: context.spanOf(propertyOf(feature)),
          facts: [factOf(feature, "recommends")],
          fixes: [adding(names, false)],
        },
      ];
    }),
  );
}

/** Only what every Windows guest takes: hints for nested guests and special hosts would be noise. */
const isWanted = (context: RuleContext, feature: BundledFeature): boolean =>
  feature.recommended?.windows === "yes" && !context.isOn(propertyOf(feature)) && isReachable(context, feature);
