// A message of a log, explained: what it means and what to do. Where the configuration at hand already tells, only that.
import type { LogMessage } from "../config.ts";
import type { Finding } from "../finding.ts";
import { fillLog, logFact, logRow, logSubject, printedText, type LogRow } from "../log-text.ts";
import type { LogContext, LogRule } from "../rule.ts";

export const logMessage: LogRule = {
  id: "LOG-MESSAGE",
  find: (context) =>
    distinct(context.messages).flatMap((message): Omit<Finding, "rule">[] => {
      const row = logRow(context.catalog, message.id);
      return row === undefined || row.noise ? [] : [finding(context, row, message)];
    }),
};

/** Each message once, at its first line; one that only quotes another is left out. */
function distinct(messages: readonly LogMessage[]): readonly LogMessage[] {
  const seen = new Set<string>();
  return messages.filter((message, i) => {
    const next = messages[i + 1];
    if (next && next.span.start < message.span.end) return false;
    const key = JSON.stringify([message.id, message.args]);
    return !seen.has(key) && seen.add(key);
  });
}

function finding({ catalog, said }: LogContext, row: LogRow, message: LogMessage): Omit<Finding, "rule"> {
  const subject = logSubject(catalog, row, message);
  const same = said.find(({ rule, subject: other }) => row.rules?.includes(rule) && meansSame(row, subject, other));
  const common = { subject, span: message.span, facts: [logFact(row.id)], fixes: [] };
  if (same) return { ...common, severity: "info", say: "LOG-MESSAGE/same", args: { rule: same.rule } };
  const text = [
    fillLog(catalog, row.meaning, message.args),
    fillLog(catalog, row.action ?? "", message.args),
    libvirtText(catalog, message),
    message.printedBy ? printedText(message.printedBy) : "",
  ];
  const sentences = text.filter((sentence) => sentence !== "").join(" ");
  return { ...common, severity: row.severity, say: "LOG-MESSAGE", args: { text: sentences } };
}

/** A row whose subject is fixed speaks of the whole machine, as a finding about `hv-*` does. */
const meansSame = (row: LogRow, subject: string, other: string): boolean =>
  !row.subject.includes("{") || other === subject || (other.endsWith("*") && subject.startsWith(other.slice(0, -1)));

/** How libvirt writes what is missing: not always by a name that resembles QEMU's. */
function libvirtText(catalog: LogContext["catalog"], { args }: LogMessage): string {
  const missing = [args["other"], args["needs"]].flatMap((words) => {
    const name = words === undefined ? "" : fillLog(catalog, "{words}", { words });
    return catalog.featureByProperty.get(name)?.libvirt?.on ?? [];
  });
  return missing[0] === undefined ? "" : `In libvirt that is ${missing[0]}.`;
}
