// The rules. A new one is one file and one line here (and its words and its page in docs/rules).
import type { Catalog } from "#catalog/open.ts";
import type { LogMessage } from "../config.ts";
import type { Finding } from "../finding.ts";
import type { ExplainOptions } from "../options.ts";
import type { Rule } from "../rule.ts";
import type { RuleId } from "../rule-ids.ts";
import { depMissing } from "./dep-missing.ts";

/** A rule about the messages of a log. */
export interface LogRule {
  readonly id: RuleId;
  readonly find: (
    catalog: Catalog,
    messages: readonly LogMessage[],
    options: ExplainOptions,
  ) => readonly Omit<Finding, "rule">[];
}

export const RULES: readonly Rule[] = [depMissing];

export const LOG_RULES: readonly LogRule[] = [];
