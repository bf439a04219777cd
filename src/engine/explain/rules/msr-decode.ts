// The number of an MSR in a message, by name: which register it is, and which CPU flag it belongs to.
import { describeMsr } from "../msr.ts";
import type { Finding } from "../finding.ts";
import type { LogRule } from "../rule.ts";

export const msrDecode: LogRule = {
  id: "MSR-DECODE",
  find: ({ catalog, messages }) => {
    const seen = new Set<number>();
    return messages.flatMap(({ args, span }): Omit<Finding, "rule">[] => {
      const written = args["msr"];
      const index = written === undefined ? Number.NaN : Number.parseInt(written, 16);
      if (Number.isNaN(index) || seen.has(index)) return [];
      seen.add(index);
      const msr = `0x${index.toString(16)}`;
      const found = describeMsr(catalog, index);
      const common = { severity: "info" as const, subject: msr, span, fixes: [] };
      if (!found) return [{ ...common, say: "MSR-DECODE/unknown", args: { msr }, facts: [] }];
      return [
        {
          ...common,
          say: "MSR-DECODE",
          args: { msr, name: found.name, meaning: found.meaning },
          facts: found.facts,
        },
      ];
    });
  },
};
