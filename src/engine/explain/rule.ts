// A rule: one file in rules/ that looks at one pasted VM and says what it finds.
import type { RuleContext } from "./context.ts";
import type { Finding } from "./finding.ts";
import type { RuleId } from "./rule-ids.ts";

export interface Rule {
  readonly id: RuleId;
  readonly find: (context: RuleContext) => readonly Omit<Finding, "rule">[];
}
