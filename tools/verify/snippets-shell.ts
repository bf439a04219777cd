// Shells read the printed scripts without a complaint: bash -n, and shellcheck.
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Catalog } from "#catalog/open.ts";
import { FORMATS } from "#formats/index.ts";
import type { Report } from "./report.ts";
import { runProgram } from "./program.ts";
import { HEADER, save, type Tried } from "./snippets.ts";

/** Every format that is a script, for every line that prints another one; one check a format, since starting shellcheck is slow. */
export async function checkShellSnippets(check: {
  readonly catalog: Catalog;
  readonly report: Report;
  readonly folder: string;
  readonly lines: readonly Tried[];
  readonly what: string;
}): Promise<void> {
  const { catalog, report, lines, what } = check;
  for (const format of FORMATS) {
    const snippets = lines
      .map(({ selection }) => format.print(catalog, selection, HEADER))
      .filter(({ mediaType }) => mediaType === "text/x-shellscript");
    const scripts = [...new Map(snippets.map((snippet) => [snippet.text, snippet])).values()].map((snippet) =>
      save(mkdtempSync(join(check.folder, "script-")), snippet),
    );
    if (scripts.length === 0) continue;
    const parsed = await runProgram("bash", ["-c", 'for f; do bash -n "$f" || exit 1; done', "bash", ...scripts]);
    const linted = await runProgram("shellcheck", ["--shell=bash", "--format=gcc", ...scripts]);
    report.check(`${what}: ${format.title}`, [
      ...(parsed.status === 0 ? [] : [`bash -n: ${parsed.stderr.trim()}`]),
      ...`${linted.stdout}${linted.stderr}`.split("\n").filter((line) => line !== ""),
    ]);
  }
}
