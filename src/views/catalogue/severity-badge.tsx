import type { RulePage } from "#catalog/schema/rule-page.ts";
import { Badge, type Tone } from "#ui/badge.tsx";

type Severity = RulePage["severities"][number];

const TONES: Readonly<Record<Severity, Tone>> = { error: "no", warning: "miss", info: "plain" };

/** How bad a finding is, as a word. */
export const SeverityBadge = ({ severity }: { readonly severity: Severity }) => (
  <Badge tone={TONES[severity]}>{severity}</Badge>
);
