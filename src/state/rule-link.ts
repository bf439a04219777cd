// Where a rule of the findings is told about: its page in the catalogue view.
import { parsePage } from "./catalogue-page.ts";
import { printLink } from "./url/link.ts";
import { useApp } from "./use-app.ts";

/** The link to a rule's page; undefined where the catalogue has no such pages. */
export function useRuleLink(rule: string): string | undefined {
  const page = `rule:${rule}`;
  const href = useApp(({ selection, view, unknownKeys }) =>
    printLink({ selection, view: { ...view, name: "catalogue", page, find: "" } }, unknownKeys),
  );
  return parsePage(page) === undefined ? undefined : href;
}
