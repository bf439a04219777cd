// Lines that look like the cause and are not: those of a log, and those that a refused start will print beside its refusal.
import type { LogMessage } from "../config.ts";
import type { RuleContext } from "../context.ts";
import type { Finding } from "../finding.ts";
import { fillLog, logFact, logRow, logSubject } from "../log-text.ts";
import type { LogRule, Rule } from "../rule.ts";
import { depMissing } from "./dep-missing.ts";

/** One finding a kind of noise, at its first line. */
export const logNoise: LogRule = {
  id: "LOG-NOISE",
  find: ({ catalog, messages }) => {
    const counts = new Map<string, { first: LogMessage; lines: number }>();
    for (const message of messages) {
      const known = counts.get(message.id);
      if (known) known.lines += 1;
      else counts.set(message.id, { first: message, lines: 1 });
    }
    return [...counts.values()].flatMap(({ first, lines }): Omit<Finding, "rule">[] => {
      const row = logRow(catalog, first.id);
      if (!row?.noise) return [];
      const text = [
        fillLog(catalog, row.meaning, first.args),
        ...(row.action === undefined ? [] : [fillLog(catalog, row.action, first.args)]),
        ...(lines > 1 ? [`(${lines} such lines)`] : []),
      ];
      return [
        {
          severity: "info",
          subject: logSubject(catalog, row, first),
          say: "LOG-NOISE",
          args: { text: text.join(" ") },
          span: first.span,
          facts: [logFact(row.id)],
          fixes: [],
        },
      ];
    });
  },
};

/** Whose warnings hide QEMU's refusal. */
const VMX = "host-lacks-vmx";

/** For a configuration that QEMU refuses, with no log at hand: what its reader will stumble over. */
export const logNoiseAhead: Rule = {
  id: "LOG-NOISE",
  find: (context) => {
    const row = logRow(context.catalog, VMX);
    if (!row || context.messages.length > 0 || isAmd(context) || depMissing.find(context).length === 0) return [];
    return [
      {
        severity: "info",
        subject: row.subject,
        say: "LOG-NOISE/ahead",
        args: {},
        facts: [logFact(row.id)],
        fixes: [],
      },
    ];
  },
};

/** An AMD host has no VMX to warn about, and AMD's models ask for none. */
function isAmd({ catalog, options, config }: RuleContext): boolean {
  const { told, host, vendors } = options;
  const isHost =
    (told.vendor && host.vendor === "amd") || (vendors.length > 0 && vendors.every((one) => one === "amd"));
  return isHost || catalog.cpuByName.get(config.vm.cpu)?.model.vendor === "amd";
}
