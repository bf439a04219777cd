// Findings as SARIF 2.1.0, for the tools that show such in a review: https://docs.oasis-open.org/sarif/sarif/v2.1.0/.
import type { Severity } from "#engine/resolved.ts";
import type { Explanation } from "#formats/config/explain.ts";
import { placeOf } from "./explain.ts";

const LEVELS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

/** A SARIF log with one run; `file` as it was given, `-` becomes `stdin`. */
export function sarifLog(explanation: Explanation, file: string, version: string): object {
  const rules = [...new Set(explanation.findings.map(({ finding }) => finding.rule))].toSorted();
  const uri = file === "-" ? "stdin" : encodeURI(file.replaceAll("\\", "/"));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "flipbit",
            version,
            rules: rules.map((id) => ({ id, help: { text: `docs/rules/${id}.md` } })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: explanation.findings.map((found) => {
          const { line, column, length } = placeOf(explanation, found);
          const start = found.finding.span?.start;
          return {
            ruleId: found.finding.rule,
            ruleIndex: rules.indexOf(found.finding.rule),
            level: LEVELS[found.finding.severity],
            message: { text: found.message },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri },
                  region: {
                    startLine: line,
                    startColumn: column,
                    ...(start === undefined ? {} : { charOffset: start, charLength: length }),
                  },
                },
              },
            ],
            ...(found.fixes.length === 0 ? {} : { fixes: found.fixes.map((fix) => sarifFix(fix, uri)) }),
          };
        }),
      },
    ],
  };
}

const sarifFix = ({ title, edits }: Explanation["findings"][number]["fixes"][number], uri: string): object => ({
  description: { text: title },
  artifactChanges: [
    {
      artifactLocation: { uri },
      replacements: edits.map(({ start, end, text }) => ({
        deletedRegion: { charOffset: start, charLength: end - start },
        insertedContent: { text },
      })),
    },
  ],
});
