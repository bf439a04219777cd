// Ways of hiding the hypervisor, and what they cost.
import { factOf, propertyOf, type RuleContext } from "../context.ts";
import type { Rule } from "../rule.ts";
import { dropping } from "./changes.ts";

const isHidden = (context: RuleContext): boolean => context.asked("kvm") !== undefined && !context.isOn("kvm");

/** What would be seen by default and is not, as long as kvm=off stands there. */
function lostBy(context: RuleContext): readonly string[] {
  const { catalog, selection } = context;
  const shown = { ...selection, overrides: selection.overrides.filter(({ property }) => property !== "kvm") };
  const point = context.point();
  return catalog.features
    .filter(({ family, kind, property }) => family === "kvm" && kind === "feature" && property !== undefined)
    .filter(
      (feature) =>
        point.defaults.get(propertyOf(feature))?.value === "on" ||
        shown.overrides.some(({ property }) => property === propertyOf(feature)),
    )
    .map(propertyOf);
}

export const pvAllOff: Rule = {
  id: "PV-ALL-OFF",
  find: (context) => {
    const feature = context.catalog.featureById.get("kvm");
    if (!feature || !isHidden(context) || context.guest === "windows") return [];
    const lost = lostBy(context);
    return [
      {
        severity: "warning",
        subject: "kvm=off",
        say: "PV-ALL-OFF",
        args: {
          lost: lost.length > 0 ? lost.join(", ") : "kvmclock, steal time, PV end of interrupt and async page faults",
        },
        span: context.spanOf("kvm"),
        facts: [factOf(feature, "purpose")],
        fixes: [dropping("kvm", false, "kvm=off")],
      },
    ];
  },
};

/** Native flags beside kvm=off: it takes all of them away, wherever it stands. */
export const hiddenFlags = (context: RuleContext): readonly string[] =>
  isHidden(context)
    ? context.catalog.features
        .filter(
          (feature) => feature.family === "kvm" && feature.kind === "feature" && context.isOn(propertyOf(feature)),
        )
        .map(propertyOf)
    : [];

export const alternative: Rule = {
  id: "ALT",
  find: (context) => {
    const feature = context.catalog.featureById.get("hv-time");
    if (!feature || !isHidden(context) || context.guest !== "linux" || context.isOn(propertyOf(feature))) return [];
    return [
      {
        severity: "info",
        subject: propertyOf(feature),
        say: "ALT",
        args: {},
        span: context.spanOf("kvm"),
        facts: [factOf(feature, "purpose")],
        fixes: [],
      },
    ];
  },
};

export const hypervisorBit: Rule = {
  id: "HYP-BIT-OFF",
  find: (context) => {
    const asked = context.asked("hypervisor");
    if (asked === undefined || context.isOn("hypervisor")) return [];
    return [
      {
        severity: "error",
        subject: "hypervisor",
        say: "HYP-BIT-OFF",
        args: {},
        span: context.spanOf("hypervisor"),
        facts: [],
        fixes: [dropping("hypervisor", false, "hypervisor=off")],
      },
    ];
  },
};

export const vendorId: Rule = {
  id: "VENDOR-ID",
  find: (context) => {
    const feature = context.catalog.featureByProperty.get("hv-vendor-id");
    const value = context.asked("hv-vendor-id");
    if (!feature || value === undefined || !context.mentionOf("hv-vendor-id")) return [];
    return [
      {
        severity: "info",
        subject: "hv-vendor-id",
        say: isHidden(context) ? "VENDOR-ID/hidden" : "VENDOR-ID",
        args: { value },
        span: context.spanOf("hv-vendor-id"),
        facts: [factOf(feature, "purpose")],
        fixes: [],
      },
    ];
  },
};
