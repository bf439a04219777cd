// What keeps a VM from moving or from being saved live, and sets that nobody can name.
import { factOf, propertyOf, type RuleContext } from "../context.ts";
import type { Change, Finding, Fix } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { dropping, hasHyperv } from "./changes.ts";
import { timersMissing } from "./stale-set.ts";

type Found = Omit<Finding, "rule">;

export const migBlock: Rule = {
  id: "MIG-BLOCK",
  find: (context) => [
    ...invtsc(context),
    ...passthroughBlocks(context),
    ...coresharing(context),
    ...reenlightenment(context),
  ],
};

/** A blocker is an error where migration is wanted, else worth a warning. */
const severityOf = ({ options }: RuleContext): "error" | "warning" => (options.wantMigration ? "error" : "warning");

/** `migratable=off` of `host` and `max` takes invtsc along. */
const takesAll = ({ selection }: RuleContext): boolean => selection.cpu === "host" || selection.cpu === "max";

function invtsc(context: RuleContext): readonly Found[] {
  const isAsked = context.isOn("invtsc");
  const isTaken = takesInvtsc(context);
  if ((!isAsked && !isTaken) || context.asked("tsc-frequency") !== undefined) return [];
  return [
    {
      severity: severityOf(context),
      subject: "invtsc",
      say: isAsked ? "MIG-BLOCK/invtsc" : "MIG-BLOCK/migratable",
      args: {},
      span: context.spanOf(isAsked ? "invtsc" : "migratable"),
      facts: [],
      fixes: [withoutInvtsc(context, isAsked), ...frequencyFix(context)],
    },
  ];
}

/** `host` and `max` take it along with `migratable=off`, unless it is written otherwise. */
const takesInvtsc = (context: RuleContext): boolean =>
  isUnmigratable(context) && takesAll(context) && context.asked("invtsc") === undefined;

const isUnmigratable = (context: RuleContext): boolean =>
  context.asked("migratable") !== undefined && !context.isOn("migratable");

function withoutInvtsc(context: RuleContext, isAsked: boolean): Fix {
  const isLoose = isUnmigratable(context);
  return {
    title: isAsked ? `Remove invtsc${isLoose ? ", and let the CPU be migratable" : ""}` : "Let the CPU be migratable",
    isSafe: context.options.wantMigration,
    changes: [
      ...(isAsked ? [{ op: "remove-property", property: "invtsc" } as const] : []),
      ...(isLoose ? [{ op: "set-property", property: "migratable", value: "on" } as const] : []),
    ],
  };
}

/** With a fixed frequency QEMU lets the VM go, to hosts that run at it or can scale to it. */
function frequencyFix({ options }: RuleContext): readonly Fix[] {
  const { tscFrequency } = options;
  return tscFrequency === undefined
    ? []
    : [
        {
          title: `Fix the TSC at ${tscFrequency} Hz`,
          isSafe: true,
          changes: [{ op: "set-property", property: "tsc-frequency", value: tscFrequency }],
        },
      ];
}

function passthroughBlocks(context: RuleContext): readonly Found[] {
  const feature = context.catalog.featureByProperty.get("hv-passthrough");
  if (!feature || !context.isOn("hv-passthrough") || !hasHyperv(context)) return [];
  return [
    {
      severity: severityOf(context),
      subject: "hv-passthrough",
      say: "MIG-BLOCK/passthrough",
      args: {},
      span: context.spanOf("hv-passthrough"),
      facts: [factOf(feature, "migration")],
      fixes: [listingFix(context, context.options.wantMigration)],
    },
  ];
}

function coresharing(context: RuleContext): readonly Found[] {
  const property = "hv-no-nonarch-coresharing";
  const feature = context.catalog.featureByProperty.get(property);
  if (!feature || context.asked(property) !== "auto") return [];
  return [
    {
      severity: severityOf(context),
      subject: property,
      say: "MIG-BLOCK/coresharing",
      args: {},
      span: context.spanOf(property),
      facts: [factOf(feature, "migration")],
      fixes: [dropping(property, context.options.wantMigration)],
    },
  ];
}

function reenlightenment(context: RuleContext): readonly Found[] {
  const property = "hv-reenlightenment";
  const feature = context.catalog.featureByProperty.get(property);
  if (!feature || !context.isOn(property) || !hasHyperv(context) || context.asked("tsc-frequency") !== undefined)
    return [];
  return [
    {
      severity: severityOf(context),
      subject: property,
      say: "MIG-BLOCK/reenlightenment",
      args: {},
      span: context.spanOf(property),
      facts: [factOf(feature, "migration")],
      fixes: [...frequencyFix(context), dropping(property, false)],
    },
  ];
}

/** Names the flags instead of passing all through: the set that forum posts have, and the timers that it lacks. */
function listingFix(context: RuleContext, isSafe: boolean): Fix {
  const { catalog, config } = context;
  const shown: RuleContext = { ...context, isOn: (name) => name !== "hv-passthrough" && context.isOn(name) };
  const classic = catalog.profiles.find(({ id }) => id === "forum-2012")?.flags ?? [];
  const flags = classic.map(({ feature, value = "on" }) => {
    const known = catalog.featureById.get(feature);
    return { property: known ? propertyOf(known) : feature, value };
  });
  const listed = new Set(flags.map(({ property }) => property));
  const timers = timersMissing(shown).filter((property) => !listed.has(property));
  const isWritten = (property: string): boolean =>
    config.mentions.some(({ kind, name }) => kind === "property" && name === property);
  return {
    title: "List the flags instead",
    isSafe,
    changes: [
      ...[...flags, ...timers.map((property) => ({ property, value: "on" }))]
        .filter(({ property }) => !isWritten(property))
        .map(({ property, value }): Change => ({ op: "set-property", property, value })),
      { op: "remove-property", property: "hv-passthrough" },
    ],
  };
}

export const passthrough: Rule = {
  id: "PASSTHROUGH",
  find: (context) => {
    const feature = context.catalog.featureByProperty.get("hv-passthrough");
    if (!feature || !context.isOn("hv-passthrough") || !hasHyperv(context)) return [];
    return [
      {
        severity: "warning",
        subject: "hv-passthrough",
        say: "PASSTHROUGH",
        args: {},
        span: context.spanOf("hv-passthrough"),
        facts: [factOf(feature, "purpose"), factOf(feature, "migration")],
        fixes: [listingFix(context, false)],
      },
    ];
  },
};
