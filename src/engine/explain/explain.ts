// Judges pasted VMs: every rule over each of them, findings in the order of severity and place.
import type { Catalog } from "#catalog/open.ts";
import type { Severity } from "../resolved.ts";
import type { ConfigVm, InputKind, LogMessage } from "./config.ts";
import { openContext } from "./context.ts";
import type { Finding } from "./finding.ts";
import type { ExplainOptions } from "./options.ts";
import type { RuleId } from "./rule-ids.ts";
import { LOG_RULES, RULES } from "./rules/index.ts";

/** What is found of one VM, or of the messages of a log. */
export interface FoundIn {
  /** Index of the VM; unset for what is about messages. */
  readonly vm: number | undefined;
  readonly finding: Finding;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Findings of one rule about one VM that are told: nobody reads more, and a text may hold a million of them. */
const MOST = 100;

/** Findings of a text after which no further machine is judged. */
const MOST_IN_ALL = 20_000;

export interface AllFound {
  readonly findings: readonly FoundIn[];
  /** How many more a rule found than are told. */
  readonly more: ReadonlyMap<RuleId, number>;
  /** How many of the VMs were judged: all, unless there is too much to tell of the first ones. */
  readonly judged: number;
}

/** All findings about the VMs and messages of a text. */
export function findIn(
  catalog: Catalog,
  document: { readonly kind: InputKind; readonly vms: readonly ConfigVm[]; readonly messages: readonly LogMessage[] },
  options: ExplainOptions,
): AllFound {
  const more = new Map<RuleId, number>();
  const told = (rule: RuleId, found: readonly Omit<Finding, "rule">[], vm: number | undefined): FoundIn[] => {
    if (found.length > MOST) more.set(rule, (more.get(rule) ?? 0) + found.length - MOST);
    return found.slice(0, MOST).map((finding) => ({ vm, finding: { ...finding, rule } }));
  };
  const ofVms: FoundIn[] = [];
  let judged = 0;
  for (const config of document.vms) {
    if (ofVms.length >= MOST_IN_ALL) break;
    const context = openContext(catalog, document, config, options);
    for (const { id, find } of RULES) ofVms.push(...told(id, find(context), judged));
    judged += 1;
  }
  const { messages } = document;
  const said = ofVms.map(({ finding }) => finding);
  const ofLogs = LOG_RULES.flatMap(({ id, find }) => told(id, find({ catalog, messages, options, said }), undefined));
  const place = ({ finding }: FoundIn): number => finding.span?.start ?? Number.MAX_SAFE_INTEGER;
  const findings = [...ofVms, ...ofLogs].toSorted(
    (a, b) => RANK[a.finding.severity] - RANK[b.finding.severity] || place(a) - place(b),
  );
  return { findings, more, judged };
}
