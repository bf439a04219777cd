// Known troubles of the catalogue, wherever all their circumstances hold.
import { atLeast, compareVersions, parseVersion, version, type Version } from "#base/version.ts";
import type { KnownIssue } from "#catalog/schema/known-issue.ts";
import { hostFacts } from "../../host.ts";
import type { RuleContext } from "../context.ts";
import type { Finding } from "../finding.ts";
import type { Rule } from "../rule.ts";
import { dropping } from "./changes.ts";

type When = KnownIssue["when"];

const ABOVE_LIBVIRT = new Set(["libvirt", "virt-install", "kubevirt", "nova"]);

/** One test a circumstance; what is not given holds. */
const HOLDS: { readonly [K in keyof Required<When>]: (wanted: NonNullable<When[K]>, context: RuleContext) => boolean } =
  {
    property: (property, context) => context.isOn(property),
    guest: (guest, context) => context.guest === guest,
    vendor: (vendor, { options }) => options.vendors.includes(vendor),
    libvirt: (wanted, { kind }) => ABOVE_LIBVIRT.has(kind) === wanted,
    migration: (wanted, { options }) => options.wantMigration === wanted,
    leastVcpus: (least, { selection }) => (selection.vcpus ?? 1) >= least,
    qemuCrosses: (release, { options }) => crosses(release, options.qemuFrom, options.qemuTo),
    qemuSince: (since, context) => context.options.told.qemu && atLeast(context.point().qemu.version, version(since)),
    qemuUntil: (until, context) => context.options.told.qemu && !atLeast(context.point().qemu.version, version(until)),
    kernelSince: (since, context) => kernelOf(context, (kernel) => atLeast(kernel, version(since))),
    kernelUntil: (until, context) => kernelOf(context, (kernel) => !atLeast(kernel, version(until))),
  };

function crosses(release: string, from: string | undefined, to: string | undefined): boolean {
  const [old, next] = [parseVersion(from ?? ""), parseVersion(to ?? "")];
  return (
    old !== undefined &&
    next !== undefined &&
    compareVersions(old, version(release)) < 0 &&
    atLeast(next, version(release))
  );
}

function kernelOf({ catalog, options }: RuleContext, holds: (kernel: Version) => boolean): boolean {
  const { kernel } = hostFacts(catalog, options.host);
  return options.told.kernel && !options.kernelIsDownstream && kernel !== undefined && holds(kernel);
}

function isMet(when: When, context: RuleContext): boolean {
  const test = <K extends keyof When>(key: K): boolean => {
    const wanted = when[key];
    return wanted === undefined || HOLDS[key](wanted as NonNullable<When[K]>, context);
  };
  return (Object.keys(when) as (keyof When)[]).every(test);
}

function found(context: RuleContext, kind: KnownIssue["kind"]): readonly Omit<Finding, "rule">[] {
  return context.catalog.knownIssues
    .filter((row) => row.kind === kind && isMet(row.when, context))
    .map(({ subject, text, when, remove, id }) => ({
      severity: kind === "bug" ? "error" : "warning",
      subject,
      say: kind === "bug" ? "KNOWN-BUG" : "KNOWN-ISSUE",
      args: { text },
      span: when.property === undefined ? undefined : context.spanOf(when.property),
      facts: [{ file: "known-issues.json", path: id }],
      fixes: remove === undefined ? [] : [dropping(remove, false)],
    }));
}

export const knownBug: Rule = { id: "KNOWN-BUG", find: (context) => found(context, "bug") };

export const knownIssue: Rule = { id: "KNOWN-ISSUE", find: (context) => found(context, "trouble") };
