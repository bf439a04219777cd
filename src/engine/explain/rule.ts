// A rule: one file in rules/ that looks at one pasted VM and says what it finds.
import type { Catalog } from "#catalog/open.ts";
import type { LogMessage } from "./config.ts";
import type { RuleContext } from "./context.ts";
import type { Finding } from "./finding.ts";
import type { ExplainOptions } from "./options.ts";
import type { RuleId } from "./rule-ids.ts";

export interface Rule {
  readonly id: RuleId;
  readonly find: (context: RuleContext) => readonly Omit<Finding, "rule">[];
}

/** What a rule about messages may ask. */
export interface LogContext {
  readonly catalog: Catalog;
  readonly messages: readonly LogMessage[];
  readonly options: ExplainOptions;
  /** What the rules found in the configurations of the same text. */
  readonly said: readonly Finding[];
}

/** A rule about the messages of a log. */
export interface LogRule {
  readonly id: RuleId;
  readonly find: (context: LogContext) => readonly Omit<Finding, "rule">[];
}
