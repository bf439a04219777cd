// Judges pasted VMs: every rule over each of them, findings in the order of severity and place.
import type { Catalog } from "#catalog/open.ts";
import type { Severity } from "../resolved.ts";
import type { ConfigVm, InputKind, LogMessage } from "./config.ts";
import { openContext } from "./context.ts";
import type { Finding } from "./finding.ts";
import type { ExplainOptions } from "./options.ts";
import { LOG_RULES, RULES } from "./rules/index.ts";

/** What is found of one VM, or of the messages of a log. */
export interface FoundIn {
  /** Index of the VM; unset for what is about messages. */
  readonly vm: number | undefined;
  readonly finding: Finding;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** All findings about the VMs and messages of a text. */
export function findIn(
  catalog: Catalog,
  document: { readonly kind: InputKind; readonly vms: readonly ConfigVm[]; readonly messages: readonly LogMessage[] },
  options: ExplainOptions,
): readonly FoundIn[] {
  const ofVms = document.vms.flatMap((config, vm): FoundIn[] => {
    const context = openContext(catalog, document, config, options);
    return RULES.flatMap(({ id, find }) => find(context).map((found) => ({ vm, finding: { ...found, rule: id } })));
  });
  const { messages } = document;
  const said = ofVms.map(({ finding }) => finding);
  const ofLogs = LOG_RULES.flatMap(({ id, find }) =>
    find({ catalog, messages, options, said }).map((found): FoundIn => ({
      vm: undefined,
      finding: { ...found, rule: id },
    })),
  );
  const place = ({ finding }: FoundIn): number => finding.span?.start ?? Number.MAX_SAFE_INTEGER;
  return [...ofVms, ...ofLogs].toSorted(
    (a, b) => RANK[a.finding.severity] - RANK[b.finding.severity] || place(a) - place(b),
  );
}
