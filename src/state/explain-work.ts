// The work on a pasted text, the same in the worker and without one: explain it, repair it, put a profile in.
import type { Span, TextEdit } from "#base/text-edit.ts";
import type { BundledProfile } from "#catalog/bundle-types.ts";
import type { Catalog } from "#catalog/open.ts";
import type { ConfigVm, InputKind } from "#engine/explain/config.ts";
import type { ExplainOptions } from "#engine/explain/options.ts";
import type { LeftOut } from "#engine/profile.ts";
import type { Severity } from "#engine/resolved.ts";
import type { DumpKind } from "#formats/cpuid-dump/index.ts";
import { dumpKind } from "#formats/cpuid-dump/index.ts";
import { explainText, type ExplainedFinding, type Explanation } from "#formats/config/explain.ts";
import { repairRounds } from "#formats/config/repair.ts";
import { upgradeRounds } from "#formats/config/upgrade.ts";

interface Asked {
  readonly text: string;
  readonly kind?: InputKind | undefined;
  readonly options: ExplainOptions;
}

export type ExplainTask =
  | (Asked & { readonly task: "explain" })
  | (Asked & { readonly task: "repair" })
  | (Asked & { readonly task: "upgrade"; readonly vm: number; readonly profile: BundledProfile });

/** A VM as the page holds it. */
export interface ShownVm extends ConfigVm {
  /** False where it has more flags than anybody wrote by hand: they are left out, and nothing is worked out from them. */
  readonly isComplete: boolean;
}

export type Rounds = readonly (readonly TextEdit[])[];

/** What the page holds of an explanation: all of it, unless there is more than anybody can look at. */
export interface Explained {
  readonly kind: InputKind;
  readonly vms: readonly ShownVm[];
  readonly vmCount: number;
  readonly findings: readonly ExplainedFinding[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** Findings that have a fix that may be made without asking. */
  readonly safeFixes: number;
  readonly issues: Explanation["issues"];
  readonly issueCount: number;
  /** Where known messages stand. */
  readonly messages: readonly Span[];
  readonly messageCount: number;
  /** Set where the text is a CPUID dump. */
  readonly dump: DumpKind | undefined;
}

export interface Repaired {
  readonly rounds: Rounds;
  readonly unsaid: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

export interface TaskAnswers {
  readonly explain: Explained;
  readonly repair: Repaired;
  readonly upgrade: Repaired;
}

const MOST_FINDINGS = 2000;
const MOST_ISSUES = 200;
const MOST_VMS = 500;
const MOST_MENTIONS = 20_000;
/** Flags of one VM. */
const MOST_FLAGS = 1000;

/** Does a task. Never throws. */
export function explainWork<T extends ExplainTask>(catalog: Catalog, task: T): TaskAnswers[T["task"]];
export function explainWork(catalog: Catalog, request: ExplainTask): Explained | Repaired {
  const { text, kind, options } = request;
  if (request.task === "explain") return shown(text, explainText(catalog, text, options, kind));
  if (request.task === "repair")
    return { rounds: repairRounds(catalog, text, options, { kind }), unsaid: [], leftOut: [] };
  const { profile, vm } = request;
  return upgradeRounds(catalog, text, { profile, vm, kind, host: options.host });
}

function shown(text: string, { document, findings, issues }: Explanation): Explained {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { finding } of findings) counts[finding.severity] += 1;
  return {
    kind: document.kind,
    vms: shownVms(document.vms),
    vmCount: document.vms.length,
    findings: findings.slice(0, MOST_FINDINGS),
    counts,
    safeFixes: findings.filter(({ fixes }) => fixes.some(({ isSafe }) => isSafe)).length,
    issues: issues.slice(0, MOST_ISSUES),
    issueCount: issues.length,
    messages: document.messages.slice(0, MOST_FINDINGS).map(({ span }) => span),
    messageCount: document.messages.length,
    dump: document.kind === "cpuid-dump" || document.kind === "unknown" ? dumpKind(text) : undefined,
  };
}

function shownVms(vms: readonly ConfigVm[]): readonly ShownVm[] {
  let left = MOST_MENTIONS;
  return vms.slice(0, MOST_VMS).map((config) => {
    const mentions = config.mentions.slice(0, left);
    left -= mentions.length;
    const isComplete = config.vm.overrides.length <= MOST_FLAGS;
    return isComplete
      ? { ...config, mentions, isComplete }
      : { ...config, mentions, isComplete, vm: { ...config.vm, overrides: [] } };
  });
}
