// Old sets of enlightenments: what a Windows guest could have today.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import { factOf, propertyOf, type RuleContext } from "../context.ts";
import type { Rule } from "../rule.ts";
import { adding, hasHyperv, isReachable, missingFor } from "./changes.ts";

/** A flag that nearly all published sets have is no matter of taste. */
const MOST_LACKING = 1;

/** What all published sets for Windows have, but for one at most. */
function commonFeatures({ catalog }: RuleContext): readonly BundledFeature[] {
  const sets = catalog.profiles.filter(({ kind, guest }) => kind === "published" && guest === "windows");
  return catalog.features.filter(
    (feature) =>
      feature.kind === "feature" &&
      feature.vendors.length === 0 &&
      sets.filter(({ flags }) => flags.some((flag) => flag.feature === feature.id)).length >=
        sets.length - MOST_LACKING,
  );
}

/** The synthetic timers with what they need: the step that made the old sets old. */
export function timersMissing(context: RuleContext): readonly string[] {
  const stimer = context.catalog.featureById.get("hv-stimer");
  if (!stimer || context.isOn(propertyOf(stimer)) || !isReachable(context, stimer)) return [];
  return [...missingFor(context, stimer).map(propertyOf), propertyOf(stimer)];
}

/** True for the handful of flags that forum posts have carried on since 2012, or fewer. */
function isForumSet(context: RuleContext): boolean {
  const known = new Set(
    context.catalog.profiles.find(({ id }) => id === "forum-2012")?.flags.map(({ feature }) => feature),
  );
  return context.enlightenments().every(({ id }) => known.has(id));
}

export const staleSet: Rule = {
  id: "STALE-SET",
  find: (context) => {
    const enlightenments = context.enlightenments();
    if (context.guest !== "windows" || enlightenments.length === 0 || !hasHyperv(context)) return [];
    if (context.isOn("hv-passthrough")) return [];
    const timers = timersMissing(context);
    const [first] = enlightenments;
    const span = context.spanOf(first ? propertyOf(first) : "");
    const stimer = context.catalog.featureById.get("hv-stimer");
    if (timers.length > 0 && stimer) {
      return [
        {
          severity: "warning",
          subject: propertyOf(stimer),
          say: isForumSet(context) ? "STALE-SET/forum" : "STALE-SET",
          args: { missing: timers.join(", ") },
          span,
          facts: [factOf(stimer, "recommended")],
          fixes: [adding(timers, true)],
        },
      ];
    }
    const missing = commonFeatures(context).filter(
      (feature) => !context.isOn(propertyOf(feature)) && isReachable(context, feature),
    );
    const names = missing.map(propertyOf);
    if (names.length === 0) return [];
    return [
      {
        severity: "info",
        subject: names.join(","),
        say: "STALE-SET/more",
        args: { missing: names.join(", ") },
        span,
        facts: missing.map((feature) => factOf(feature, "recommended")),
        fixes: [adding(names, false)],
      },
    ];
  },
};
