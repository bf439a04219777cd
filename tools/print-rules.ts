// The rules' pages as Markdown, out of the catalogue: docs/rules is made from it and never edited.
import type { RulePage } from "#catalog/schema/rule-page.ts";

const example = ({ options, text }: RulePage["bad"]): string =>
  ["```", text, "```", "", `\`flipbit explain ${[...options, "-"].join(" ")}\``].join("\n");

const evidence = ({ source, confidence, note }: RulePage["evidence"][number]): string =>
  `- ${source} (${confidence}${note === undefined ? "" : `: ${note}`})`;

/** One page. */
export const printRule = (page: RulePage): string =>
  [
    `# ${page.id}: ${page.title}`,
    `Severity: ${page.severities.join(" or ")}`,
    page.means,
    page.todo,
    "## Found here",
    example(page.bad),
    "## Not here",
    example(page.good),
    "## Evidence",
    page.evidence.map(evidence).join("\n"),
    "<!-- Made from public/catalog/rules by `npm run catalog:rules`. -->",
  ].join("\n\n") + "\n";

/** The list of all pages. */
export const printRuleList = (pages: readonly RulePage[]): string =>
  [
    "# Rules of `flipbit explain`",
    "Ids are stable: one never changes its meaning, and is never used again.",
    [
      "| rule | severity | what it finds |",
      "| --- | --- | --- |",
      ...pages.map(({ id, title, severities }) => `| [${id}](${id}.md) | ${severities.join(", ")} | ${title} |`),
    ].join("\n"),
    "<!-- Made from public/catalog/rules by `npm run catalog:rules`. -->",
  ].join("\n\n") + "\n";

/** File name below docs/rules to text. */
export function printRules(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const pages = [...texts]
    .filter(([file]) => file.startsWith("rules/"))
    .map(([, text]) => JSON.parse(text) as RulePage)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return new Map([
    ["README.md", printRuleList(pages)],
    ...pages.map((page): [string, string] => [`${page.id}.md`, printRule(page)]),
  ]);
}
