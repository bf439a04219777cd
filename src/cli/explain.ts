// `flipbit explain` and `flipbit fix`: what is found in a configuration, as text and JSON; and its repair.
import type { LinePlace } from "#base/text-edit.ts";
import type { ExplainedFinding, Explanation, ReadyFix } from "#formats/config/explain.ts";

/** One finding, as it is printed in JSON. Lines and columns count from 1, columns and lengths in UTF-16 units. */
interface FindingRow {
  readonly rule: string;
  readonly severity: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly subject: string;
  readonly message: string;
  /** The recommended one; null where nothing in this text mends it. */
  readonly fix: FixRow | null;
}

interface FixRow {
  readonly title: string;
  readonly safe: boolean;
  /** Places in the text as it is now. */
  readonly edits: readonly { readonly offset: number; readonly length: number; readonly text: string }[];
}

export interface ExplainAnswer {
  readonly kind: string;
  readonly findings: readonly FindingRow[];
  /** What could not be read. */
  readonly issues: readonly {
    readonly rule: string;
    readonly line: number | null;
    readonly column: number | null;
    readonly message: string;
  }[];
}

/** Where a finding is, or where its machine begins when it is about something that is not there. */
export function placeOf(explanation: Explanation, found: ExplainedFinding): LinePlace & { readonly length: number } {
  const { span } = found.finding;
  if (found.place && span) return { ...found.place, length: span.end - span.start };
  const start = found.vm === undefined ? 0 : (explanation.document.vms[found.vm]?.span.start ?? 0);
  return { ...explanation.lineOf(start), length: 0 };
}

/** The answer as JSON. */
export function explainAnswer(explanation: Explanation): ExplainAnswer {
  return {
    kind: explanation.document.kind,
    findings: explanation.findings.map((found) => {
      const { rule, severity, subject } = found.finding;
      const [fix] = found.fixes;
      return {
        rule,
        severity,
        ...placeOf(explanation, found),
        subject,
        message: found.message,
        fix: fix ? fixRow(fix) : null,
      };
    }),
    issues: explanation.issues.map(({ rule, place, message }) => ({
      rule,
      line: place?.line ?? null,
      column: place?.column ?? null,
      message,
    })),
  };
}

const fixRow = ({ title, isSafe, edits }: ReadyFix): FixRow => ({
  title,
  safe: isSafe,
  edits: edits.map(({ start, end, text }) => ({ offset: start, length: end - start, text })),
});

/** The answer for people, in the way of compilers: `file:line:column: severity: message [RULE]`. */
export function explainText(explanation: Explanation, file: string, title: string): string {
  const name = file === "-" ? "<stdin>" : file;
  const lines = explanation.findings.flatMap((found) => {
    const { rule, severity } = found.finding;
    const { line, column } = placeOf(explanation, found);
    return [
      `${name}:${line}:${column}: ${severity}: ${found.message} [${rule}]`,
      ...found.fixes.map((fix) => `  ${fix.isSafe ? "fix" : "possible fix"}: ${fix.title}`),
    ];
  });
  const count = (severity: string): number =>
    explanation.findings.filter(({ finding }) => finding.severity === severity).length;
  const [errors, warnings, infos] = [count("error"), count("warning"), count("info")];
  return `${[...lines, `${name}: ${title}: ${errors} errors, ${warnings} warnings, ${infos} notes`].join("\n")}\n`;
}

/** True where something was found that keeps the VM from starting or from its aim. */
export const hasErrors = (explanation: Explanation): boolean =>
  explanation.findings.some(({ finding }) => finding.severity === "error");

/** True where nothing of the text could be made sense of. */
export const isUnreadable = ({ document }: Explanation): boolean =>
  document.kind !== "cpuid-dump" && document.vms.length === 0 && document.messages.length === 0;
