// Features that this host's kernel or QEMU does not have yet, or no longer has, or will never have.
import type { BundledFeature } from "#catalog/bundle-types.ts";
import { versionText } from "#base/version.ts";
import { verdictAt } from "../../verdict.ts";
import { reasonText } from "../../words.ts";
import type { Reason } from "../../resolved.ts";
import { factOf, propertyOf, type RuleContext } from "../context.ts";
import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { dropping, hasHyperv } from "./changes.ts";

type Found = Omit<Finding, "rule">;

/** The features that the text switches on, and that reach KVM at all. */
const askedFor = (context: RuleContext): readonly BundledFeature[] =>
  context.catalog.features.filter(
    (feature) =>
      feature.property?.scope === "cpu" &&
      (feature.family === "hyperv"
        ? hasHyperv(context)
        : feature.family === "kvm" && context.selection.accel === "kvm") &&
      context.isOn(propertyOf(feature)),
  );

/** The shut gate of the kernel, for a feature that is out of reach here because of it. */
function kernelReason(context: RuleContext, feature: BundledFeature): Reason | undefined {
  const known = feature.property !== undefined && context.point().qemu.has(feature.property);
  if (feature.kind !== "feature" || !known || context.stateOf(feature) !== "unavailable") return undefined;
  return verdictAt(context.catalog, feature.id, { ...context.selection, overrides: [] }).reasons.find(
    ({ gate, open }) => gate === "kernel" && open === "no",
  );
}

/** Enlightenments stop QEMU; KVM's own bits are dropped with a warning, unless `enforce` is on. */
const severityOf = (context: RuleContext, feature: BundledFeature): "error" | "warning" =>
  feature.family === "hyperv" || context.isOn("enforce") ? "error" : "warning";

const isTooOld = ({ rule }: Reason): boolean => rule === "kernel-too-old" || rule === "kernel-fixed-vpindex";

/** One finding for each feature that the kernel keeps out, for a reason of the wanted kind. */
const keptOut = (
  context: RuleContext,
  say: "HOST-TOO-OLD" | "HOST-LACKS",
  isWanted: (feature: BundledFeature, reason: Reason) => boolean,
): readonly Found[] =>
  askedFor(context).flatMap((feature) => {
    const reason = kernelReason(context, feature);
    if (!reason || !isWanted(feature, reason)) return [];
    const property = propertyOf(feature);
    return [
      {
        severity: severityOf(context, feature),
        subject: property,
        say,
        args: { property, why: reasonText(reason) },
        span: context.spanOf(property),
        facts: reason.facts,
        fixes: [dropping(property, true)],
      },
    ];
  });

export const hostTooOld: Rule = {
  id: "HOST-TOO-OLD",
  find: (context) => keptOut(context, "HOST-TOO-OLD", (_, reason) => isTooOld(reason)),
};

/** VENDOR-ONLY speaks of the vendors where they were told, HOST-NO-HYPERV of a kernel without Hyper-V. */
export const hostLacks: Rule = {
  id: "HOST-LACKS",
  find: (context) =>
    keptOut(
      context,
      "HOST-LACKS",
      ({ vendors }, reason) =>
        !isTooOld(reason) &&
        reason.rule !== "kernel-without-hyperv" &&
        (vendors.length === 0 || context.options.vendors.length === 0),
    ),
};

export const qemuTooOld: Rule = {
  id: "QEMU-TOO-OLD",
  find: (context) => {
    const { qemu } = context.point();
    return context.catalog.features.flatMap((feature) => {
      const { property } = feature;
      if (property?.scope !== "cpu" || property.since === null || qemu.has({ since: property.since })) return [];
      if (context.asked(property.name) === undefined) return [];
      return [
        {
          severity: "error" as const,
          subject: property.name,
          say: "QEMU-TOO-OLD" as const,
          args: { property: property.name, since: property.since.replace("<=", ""), qemu: versionText(qemu.version) },
          span: context.spanOf(property.name),
          facts: [factOf(feature, "property.since")],
          fixes: [dropping(property.name, true)],
        },
      ];
    });
  },
};

export const removed: Rule = {
  id: "REMOVED",
  find: (context) => [...removedProperties(context), ...removedHpetOption(context)],
};

function removedProperties(context: RuleContext): readonly Found[] {
  const { qemu } = context.point();
  return context.catalog.features.flatMap((feature): Found[] => {
    const { property } = feature;
    if (property?.scope !== "cpu" || property.until === undefined) return [];
    if (context.asked(property.name) === undefined || !qemu.has({ since: property.until })) return [];
    return [
      {
        severity: "error",
        subject: property.name,
        say: "REMOVED",
        args: { subject: property.name, until: property.until, qemu: versionText(qemu.version) },
        span: context.spanOf(property.name),
        facts: [factOf(feature, "property.until")],
        fixes: [dropping(property.name, true)],
      },
    ];
  });
}

const NO_HPET = "no-hpet-option";

/** The one removed option of this subject; its place was taken by a property of the machine. */
function removedHpetOption({ catalog, config, point }: RuleContext): readonly Found[] {
  const { qemu } = point();
  const mention = config.mentions.find(({ written }) => written === "-no-hpet");
  const until = catalog.qemu.behaviours.find(({ id }) => id === NO_HPET)?.until;
  if (!mention || until === undefined || qemu.behaves(NO_HPET)) return [];
  return [
    {
      severity: "error",
      subject: mention.written,
      say: "REMOVED",
      args: { subject: mention.written, until, qemu: versionText(qemu.version) },
      span: mention.span,
      facts: [{ file: "releases/qemu-messages.json", path: NO_HPET }],
      fixes: [
        {
          title: "Write -machine hpet=off",
          isSafe: true,
          changes: [{ op: "set-timer", timer: "hpet", present: false }],
        },
      ],
    },
  ];
}
